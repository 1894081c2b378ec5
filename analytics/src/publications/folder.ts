/**
 * Where publications lie: a folder of bundles, one folder each, named by number. A bundle appears whole, by one rename, and is
 * never written again; whatever stands there under another name is a draft that was given up.
 *
 * A folder and not one archive: each file opens where it lies, in any Parquet or office tool, and has a seal of its own.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Compile } from 'typebox/compile';
import { PublicationManifest } from '../contract/index.ts';
import { Failure } from '../failure.ts';

export const MANIFEST = 'manifest.json';
/** Holds the seal, in the form `sha256sum --check` reads. */
export const SEAL = 'manifest.sha256';
const NUMBER = /^\d{4}-\d{3,6}$/;
const DRAFT = /^\.draft-/;
/** A draft older than this was given up. */
const DRAFT_LIVES_MS = 6 * 3_600_000;

const shape = Compile(PublicationManifest);

/** A bundle that cannot be read as one, said in both languages. */
export class BrokenBundle extends Failure {
  readonly zh: string;
  constructor(zh: string, en: string) {
    super(en);
    this.zh = zh;
  }
}

export interface Bundle {
  path: string;
  manifest: PublicationManifest;
  /** The seal: SHA-256 of the manifest as it lies there. */
  sha256: string;
}

export interface Folder {
  readonly path: string;
  /** Numbers there are, in order. */
  numbers(): Promise<string[]>;
  /** Undefined where there is none. Throws a BrokenBundle where its manifest cannot be read. */
  read(number: string): Promise<Bundle | undefined>;
  readAll(): Promise<Bundle[]>;
  /** A new empty folder beside the bundles. */
  draft(): Promise<string>;
  /**
   * Makes a draft the publication `manifest` describes: writes the manifest, brings every file to the disk, and renames.
   * Answers undefined where somebody else took the number meanwhile; the draft is then as before.
   */
  place(draft: string, manifest: PublicationManifest): Promise<Bundle | undefined>;
  /** Gives a draft up. */
  drop(draft: string): Promise<void>;
}

export const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Reads one bundle, wherever it lies. Throws a BrokenBundle that says what is wrong with it. */
export async function readBundle(path: string): Promise<Bundle> {
  let text: Buffer;
  try {
    text = await readFile(join(path, MANIFEST));
  } catch (error) {
    const { message } = error as Error;
    throw new BrokenBundle(
      `${path}不是发布件：读不到其中的${MANIFEST}（${message}）。请给出发布件的文件夹。`,
      `${path} is no publication: its ${MANIFEST} cannot be read (${message}). Give the folder of a bundle.`,
    );
  }
  let manifest: unknown;
  try {
    manifest = JSON.parse(text.toString());
  } catch (error) {
    const { message } = error as Error;
    throw new BrokenBundle(
      `${path}的${MANIFEST}已不是JSON（${message}）：它被改动过。`,
      `The ${MANIFEST} of ${path} is no JSON any more (${message}); it was changed.`,
    );
  }
  if (!shape.Check(manifest)) {
    const [first] = shape.Errors(manifest);
    const where = first === undefined ? '' : `${first.instancePath || MANIFEST} ${first.message}`;
    throw new BrokenBundle(
      `${path}的${MANIFEST}不合发布件的格式（${where}）：它被改动过，或出自更新的版本。`,
      `The ${MANIFEST} of ${path} is not that of a publication (${where}); it was changed, or is newer.`,
    );
  }
  return { path, manifest, sha256: sha256(text) };
}

/** Writes a file that must not be there yet; on the disk when it resolves. */
export async function writeOnce(path: string, content: Buffer | string): Promise<void> {
  const file = await open(path, 'wx', 0o444);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export function openFolder(path: string): Folder {
  async function numbers(): Promise<string[]> {
    if (!existsSync(path)) return [];
    const names = await readdir(path);
    return names.filter((name) => NUMBER.test(name)).sort(inOrder);
  }
  const read = async (number: string): Promise<Bundle | undefined> =>
    NUMBER.test(number) && existsSync(join(path, number)) ? readBundle(join(path, number)) : undefined;

  async function dropGivenUp(): Promise<void> {
    for (const name of (await readdir(path)).filter((each) => DRAFT.test(each))) {
      const { mtimeMs } = await stat(join(path, name));
      if (Date.now() - mtimeMs > DRAFT_LIVES_MS) await rm(join(path, name), { recursive: true, force: true });
    }
  }

  return {
    path,
    numbers,
    read,
    async readAll() {
      const found = await numbers();
      return Promise.all(found.map((number) => readBundle(join(path, number))));
    },
    async draft() {
      await mkdir(path, { recursive: true });
      await dropGivenUp();
      const draft = join(path, `.draft-${process.pid}-${randomUUID()}`);
      await mkdir(draft);
      return draft;
    },
    async place(draft, manifest) {
      const target = join(path, manifest.number);
      if (existsSync(target)) return undefined;
      const text = `${JSON.stringify(manifest, null, 1)}\n`;
      for (const name of [MANIFEST, SEAL]) await rm(join(draft, name), { force: true });
      await writeOnce(join(draft, MANIFEST), text);
      await writeOnce(join(draft, SEAL), `${sha256(text)}  ${MANIFEST}\n`);
      for (const { name } of manifest.files) {
        const file = await open(join(draft, name), 'r');
        await file.sync();
        await file.close();
        await chmod(join(draft, name), 0o444);
      }
      await syncFolder(draft);
      try {
        // Fails where the number is taken: a bundle is never empty.
        await rename(draft, target);
      } catch (error) {
        if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
        throw error;
      }
      await syncFolder(path);
      return { path: target, manifest, sha256: sha256(text) };
    },
    drop: (draft) => rm(draft, { recursive: true, force: true }),
  };
}

/** By year, then by number within it. */
function inOrder(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => text.split('-').map(Number));
  return a![0]! - b![0]! || a![1]! - b![1]!;
}

/** The number after the last one: per year, from 001. Throws a Failure where the last one is of a later year: numbers never go back. */
export function nextNumber(last: string | undefined, year: string): string {
  const [lastYear, count] = last?.split('-') ?? [];
  if (lastYear !== undefined && lastYear > year) {
    throw new Failure(
      `The last publication is ${last}, and this is ${year}: the clock was ahead when it was published, or is behind now. Set the clock right; if ${last} is the mistake, move it out of the folder of publications, with all after it.`,
    );
  }
  const next = lastYear === year ? Number(count) + 1 : 1;
  return `${year}-${String(next).padStart(3, '0')}`;
}
