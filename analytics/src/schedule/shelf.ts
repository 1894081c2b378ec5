/** The folder reports are kept in. A file appears whole, by one rename, and is never written again. */
import { hash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

export interface Shelf {
  /** Puts a file there, in place of one a killed process left. Resolves when it is on the disk. */
  put(name: string, content: Uint8Array): Promise<{ bytes: number; sha256: string }>;
  /** Undefined where it does not lie here. */
  get(name: string): Promise<Buffer | undefined>;
}

export function openShelf(folder: string): Shelf {
  const path = (name: string) => join(folder, name);
  return {
    async put(name, content) {
      await mkdir(folder, { recursive: true });
      const written = `${path(name)}.${process.pid}.part`;
      const file = await open(written, 'w');
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(written, path(name));
      return { bytes: content.byteLength, sha256: hash('sha256', content) };
    },
    async get(name) {
      try {
        return await readFile(path(name));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}
