/** The numbers of a publication once more: the statements of verify/, in order, for DuckDB. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const directory = fileURLToPath(new URL('../verify/', import.meta.url));

export interface VerificationFile {
  /** e.g. `verify/03_used.sql`. */
  readonly file: string;
  readonly text: string;
}

export async function readVerification(): Promise<VerificationFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => ({ file: `verify/${name}`, text: await readFile(join(directory, name), 'utf8') })),
  );
}
