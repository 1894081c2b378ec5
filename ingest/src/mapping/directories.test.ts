/** The directories of the open data sets: free of mistakes, and everything the samples name is on file in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { checkDirectory } from '../directory/check-directory.ts';
import { readDirectoryFiles } from '../directory/read-directory.ts';
import type { CaseEvent } from '../event.ts';

const MAPPINGS = fileURLToPath(new URL('../../mappings/', import.meta.url));
const names = readdirSync(`${MAPPINGS}directories`).map((file) => file.replace('.yaml', ''));

it.each(names)('the directory of %s has no mistake and knows what its samples name', async (name) => {
  const { directory, mistakes } = checkDirectory(
    await readDirectoryFiles([`${MAPPINGS}directories/${name}.yaml`]),
    new Map(),
  );
  expect(mistakes).toEqual([]);
  const samples = readdirSync(`${MAPPINGS}samples/${name}`).filter((file) => file.endsWith('.events.ndjson'));
  const events = samples.flatMap((file) =>
    readFileSync(`${MAPPINGS}samples/${name}/${file}`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as CaseEvent),
  );
  expect(events.length).toBeGreaterThan(0);
  for (const [field, table] of [
    ['centre', 'centres'],
    ['department', 'departments'],
    ['window', 'windows'],
    ['item', 'items'],
  ] as const) {
    const known = new Set((directory.get(table) ?? []).map((row) => row[field]));
    expect([
      field,
      events.map((event) => event[field]).filter((code) => code !== undefined && !known.has(code)),
    ]).toEqual([field, []]);
  }
});
