/**
 * A bundle as one file to carry away: a zip of its folder, packed while it is read, of which nothing is kept here; and back
 * again, into a folder of its own that is gone when it was looked at. The same bundle gives the same bytes.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import yazl from 'yazl';
import type { Verification } from '../contract/index.ts';
import { BrokenBundle, type Bundle, MANIFEST, SEAL } from './folder.ts';
import { verifyBundle } from './verification/verify.ts';

/** The bytes of the zip. A file that cannot be read destroys it. */
export function archiveOf({ path, manifest }: Bundle): Readable {
  const zip = new yazl.ZipFile();
  const bytes = zip.outputStream as Readable;
  zip.once('error', (error) => bytes.destroy(error as unknown as Error));
  const mtime = new Date(manifest.published_at);
  // What lies there is packed already, or small.
  for (const name of [MANIFEST, SEAL, ...manifest.files.map((file) => file.name)])
    zip.addFile(join(path, name), `${manifest.number}/${name}`, { mtime, mode: 0o100444, compress: false });
  zip.end();
  return bytes;
}

/** Files of the one folder in it, none deeper. */
const ENTRY = /^([^/]+)\/([^/]+)$/;

/** Verifies a bundle that came as a zip, as it lies there. Throws a BrokenBundle where it is none. */
export async function verifyArchive(path: string): Promise<Verification> {
  const away = await mkdtemp(join(tmpdir(), 'mingcha-verify-'));
  try {
    return await verifyBundle(await unpack(path, away));
  } finally {
    await rm(away, { recursive: true, force: true });
  }
}

async function unpack(path: string, away: string): Promise<string> {
  const folders = new Set<string>();
  try {
    const zip = await yauzl.openPromise(path);
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      const [, folder, name] = ENTRY.exec(entry.fileName) ?? [];
      if (folder === undefined || name === undefined) throw new Error(`${entry.fileName} lies in no folder of it`);
      if (!folders.has(folder)) await mkdir(join(away, folder));
      folders.add(folder);
      await pipeline(
        await zip.openReadStreamPromise(entry),
        createWriteStream(join(away, folder, name), { flags: 'wx' }),
      );
    }
  } catch (error) {
    throw noArchive(path, (error as Error).message);
  }
  const [folder, ...more] = folders;
  if (folder === undefined || more.length > 0) throw noArchive(path, `it holds ${folders.size} folders, not one`);
  return join(away, folder);
}

const noArchive = (path: string, why: string) =>
  new BrokenBundle(
    `${basename(path)}不是发布件的压缩包（${why}）。请给出从平台下载的整包或发布件的文件夹。`,
    `${basename(path)} is no archive of a publication (${why}). Give one downloaded whole, or the folder of a bundle.`,
  );
