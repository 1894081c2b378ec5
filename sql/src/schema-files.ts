/** The numbered schema files, checked: 001_name.sql, 002_name.sql, … without a gap. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonical, splitStatements } from './statement.ts';
import { StoreError } from './store-error.ts';

export interface SchemaFile {
  readonly number: number;
  /** With number and ending, e.g. `001_case_events.sql`. */
  readonly name: string;
  readonly statements: readonly { text: string; checksum: string }[];
}

/** Of what a statement does; a changed comment is no change. */
export function checksumOf(statement: string): string {
  return createHash('sha256').update(canonical(statement)).digest('hex');
}

export const schemaDirectory = fileURLToPath(new URL('../schema', import.meta.url));

export async function readSchema(directory: string): Promise<SchemaFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const files: SchemaFile[] = [];
  for (const [index, name] of names.entries()) {
    const number = Number(/^(\d{3})_\w+\.sql$/.exec(name)?.[1]);
    if (Number.isNaN(number)) {
      throw new StoreError(`The schema file ${name} has no number; name it like 001_what_it_holds.sql.`);
    }
    if (number === files.at(-1)?.number) {
      throw new StoreError(
        `The schema files ${files.at(-1)?.name} and ${name} have the same number; give the newer one the next free number.`,
      );
    }
    if (number !== index + 1) {
      const missing = String(index + 1).padStart(3, '0');
      throw new StoreError(`The schema file number ${missing} is missing before ${name}; put it back.`);
    }
    const text = await readFile(join(directory, name), 'utf8');
    const statements = splitStatements(text).map((each) => ({ text: each, checksum: checksumOf(each) }));
    if (statements.length === 0)
      throw new StoreError(`The schema file ${name} holds no statement; write one or remove it.`);
    files.push({ number, name, statements });
  }
  return files;
}
