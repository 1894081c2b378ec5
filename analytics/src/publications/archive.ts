/**
 * A bundle as one file to carry away: a zip of its folder, packed while it is read, of which nothing is kept here; and back
 * again, into a folder of its own that is gone when it was looked at. The same bundle gives the same bytes where the time zone
 * is the same: a zip has local times.
 */
import { createReadStream, createWriteStream, existsSync, type ReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import yazl from 'yazl';
import type { Verification } from '../contract/index.ts';
import { Failure } from '../failure.ts';
import { BrokenBundle, type Bundle, MANIFEST, SEAL } from './folder.ts';
import { verifyBundle } from './verification/verify.ts';

/** The bytes of the zip; a file that cannot be read destroys them. Throws a BrokenBundle where files are missing. */
export function archiveOf({ path, manifest }: Bundle): Readable {
  const { number, published_at, files } = manifest;
  const names = [MANIFEST, SEAL, ...files.map((file) => file.name)];
  const missing = names.filter((name) => !existsSync(join(path, name)));
  if (missing.length > 0)
    throw new BrokenBundle(
      `发布件${number}中的文件${missing.join('、')}不在了，无法打包。请从备份恢复其文件夹。`,
      `Publication ${number} cannot be packed: ${missing.join(', ')} is missing. Restore its folder from a backup.`,
    );
  const zip = new yazl.ZipFile();
  const bytes = zip.outputStream as Readable;
  const fail = (error: unknown) => bytes.destroy(error as Error);
  zip.on('error', fail);
  let file: ReadStream | undefined;
  // Whoever goes away before the end leaves no file open.
  bytes.once('close', () => file?.destroy());
  // What lies there is packed already, or small.
  const options = { mtime: new Date(published_at), mode: 0o100444, compress: false };
  for (const name of names)
    zip.addReadStreamLazy(`${number}/${name}`, options, (give) => {
      if (bytes.destroyed) return;
      file = createReadStream(join(path, name)).once('error', fail);
      give(null, file);
    });
  zip.end();
  return bytes;
}

/** Files of the one folder in it, none deeper. */
const ENTRY = /^([^/.][^/]*)\/[^/]+$/;
/** Of all files unpacked: no city's year comes near it. */
const MOST_BYTES = 16 * 1024 ** 3;

/**
 * Verifies a bundle that came as a zip, as it lies there. Throws a BrokenBundle where it is none, and a Failure where this
 * machine cannot unpack it.
 */
export async function verifyArchive(path: string): Promise<Verification> {
  const away = await mkdtemp(join(tmpdir(), 'mingcha-verify-'));
  try {
    return await verifyBundle(await unpack(path, away));
  } finally {
    await rm(away, { recursive: true, force: true });
  }
}

async function unpack(path: string, away: string): Promise<string> {
  try {
    const zip = await yauzl.openPromise(path, { autoClose: false });
    try {
      const { folder, files } = await contentOf(zip);
      await mkdir(join(away, folder));
      for (const entry of files)
        await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(join(away, entry.fileName)));
      return join(away, folder);
    } finally {
      zip.close();
    }
  } catch (error) {
    const { message, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw noArchive(path, message);
    // The machine said no, which says nothing about the archive.
    throw new Failure(
      `${basename(path)} cannot be unpacked in ${dirname(away)}: ${message}. Name a folder with room as TMPDIR, or unpack it yourself and give the folder.`,
    );
  }
}

/** What lies in it, before anything is unpacked. Throws where that is no bundle, or more than any bundle. */
async function contentOf(zip: yauzl.ZipFile): Promise<{ folder: string; files: yauzl.Entry[] }> {
  const files: yauzl.Entry[] = [];
  for await (const entry of zip.eachEntry()) if (!entry.fileName.endsWith('/')) files.push(entry);
  const folders = new Set<string>();
  for (const { fileName } of files) {
    const [, folder] = ENTRY.exec(fileName) ?? [];
    if (folder === undefined) throw new Error(`${fileName} lies in no folder of it`);
    folders.add(folder);
  }
  const [folder] = folders;
  if (folder === undefined || folders.size > 1) throw new Error(`it holds ${folders.size} folders, not one`);
  if (new Set(files.map(({ fileName }) => fileName)).size < files.length) throw new Error('it holds a file twice');
  const bytes = files.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (bytes > MOST_BYTES) throw new Error(`it holds ${bytes} bytes, and a bundle at most ${MOST_BYTES}`);
  return { folder, files };
}

const noArchive = (path: string, why: string) =>
  new BrokenBundle(
    `${basename(path)}不是发布件的压缩包（${why}）。请给出从平台下载的整包或发布件的文件夹。`,
    `${basename(path)} is no archive of a publication (${why}). Give one downloaded whole, or the folder of a bundle.`,
  );
