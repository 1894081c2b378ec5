import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import yazl from 'yazl';
import { archiveOf, verifyArchive } from './archive.ts';
import type { Bundle } from './folder.ts';

const LARGE = 8 * 1024 * 1024;
const PATIENCE = { timeout: 20_000 };
let workshop: string;
beforeAll(() => {
  workshop = mkdtempSync(join(tmpdir(), 'mingcha-archive-'));
  // Archives are unpacked where nobody else does so meanwhile.
  vi.stubEnv('TMPDIR', workshop);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(workshop, { recursive: true, force: true });
});

/** As much of a bundle as is packed. */
function bundleOf(name: string, contents: Readonly<Record<string, string>>): Bundle {
  const path = join(workshop, name);
  mkdirSync(path);
  for (const [file, content] of Object.entries({ 'manifest.json': '{}', 'manifest.sha256': '', ...contents }))
    writeFileSync(join(path, file), content);
  const files = Object.keys(contents).map((file) => ({ name: file }));
  const manifest = { number: '2026-001', published_at: '2026-03-11T09:30:00.000Z', files };
  return { path, manifest: manifest as Bundle['manifest'], sha256: '' };
}

/** A zip of files by their paths in it. */
async function zipOf(name: string, paths: readonly string[]): Promise<string> {
  const zip = new yazl.ZipFile();
  for (const path of paths) zip.addBuffer(Buffer.from('x'), path, { compress: false });
  zip.end();
  const path = join(workshop, name);
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

describe('a bundle packed', () => {
  it('names all files that are missing, before a byte of it', () => {
    const bundle = bundleOf('missing', { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' });
    for (const name of ['a.txt', 'c.txt']) rmSync(join(bundle.path, name));
    expect(() => archiveOf(bundle)).toThrow('2026-001 cannot be packed: a.txt, c.txt is missing');
  });

  it('breaks off at a file that cannot be read, whatever else cannot', async () => {
    const bundle = bundleOf('unreadable', { 'a.txt': 'a', 'b.txt': 'b' });
    for (const name of ['a.txt', 'b.txt']) {
      rmSync(join(bundle.path, name));
      mkdirSync(join(bundle.path, name));
    }
    await expect(buffer(archiveOf(bundle))).rejects.toThrow('EISDIR');
  });

  // Where a process can look at its own open files.
  it.runIf(existsSync('/proc/self/fd'))('leaves no file open for whoever goes away before the end', async () => {
    const bundle = bundleOf('left', { 'large.txt': 'x'.repeat(LARGE), 'next.txt': 'y'.repeat(LARGE) });
    const opened = () =>
      readdirSync('/proc/self/fd').flatMap((fd) => {
        try {
          return [readlinkSync(`/proc/self/fd/${fd}`)].filter((path) => path.startsWith(bundle.path));
        } catch {
          return [];
        }
      });
    const bytes = archiveOf(bundle);
    await expect.poll(opened, PATIENCE).toEqual([join(bundle.path, 'large.txt')]);
    bytes.destroy();
    await expect.poll(opened, PATIENCE).toEqual([]);
  });
});

describe('an archive', () => {
  it.each([
    ['nothing.zip', [], 'it holds 0 folders, not one'],
    ['two.zip', ['1/a', '2/b'], 'it holds 2 folders, not one'],
    ['deep.zip', ['1/a/b'], '1/a/b lies in no folder of it'],
    ['twice.zip', ['1/a', '1/a'], 'it holds a file twice'],
  ])('%s is no bundle, and says why', async (name, paths, why) => {
    await expect(verifyArchive(await zipOf(name, paths))).rejects.toThrow(
      `${name} is no archive of a publication (${why})`,
    );
  });

  it('that would fill the disk is refused before anything is unpacked', async () => {
    const path = await zipOf('bomb.zip', ['1/a', '1/b', '1/c', '1/d', '1/e']);
    const bytes = readFileSync(path);
    // What each file is said to have, packed and unpacked, in the directory at the end of the zip.
    for (let at = bytes.indexOf('PK\u0001\u0002'); at >= 0; at = bytes.indexOf('PK\u0001\u0002', at + 1))
      for (const field of [20, 24]) bytes.writeUInt32LE(0xff_ff_ff_fe, at + field);
    writeFileSync(path, bytes);
    await expect(verifyArchive(path)).rejects.toThrow(
      'bomb.zip is no archive of a publication (it holds 21474836470 bytes, and a bundle at most 17179869184)',
    );
  });

  it('that this machine cannot unpack is not called broken', async () => {
    // No disk takes a name so long.
    const path = await zipOf('long.zip', [`1/${'x'.repeat(300)}`]);
    await expect(verifyArchive(path)).rejects.toThrow(/^long\.zip cannot be unpacked in .+: ENAMETOOLONG.+TMPDIR/);
  });

  it('leaves nothing behind', () => {
    expect(readdirSync(workshop).filter((name) => name.startsWith('mingcha-verify-'))).toEqual([]);
  });
});
