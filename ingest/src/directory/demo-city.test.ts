/** The demo city is described in the files everybody uses. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildCity } from '../demo/build-city.ts';
import { directoryFiles } from '../demo/directory-files.ts';
import { checkDirectory } from './check-directory.ts';
import { readDirectoryFiles } from './read-directory.ts';

it('the demo city’s directory has no mistake and loses no row', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-city-'));
  try {
    const files = directoryFiles(buildCity({ seed: 7, changesOn: '2026-01-15' }));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const { directory, mistakes } = checkDirectory(await readDirectoryFiles([folder]), new Map());
    expect(mistakes).toEqual([]);
    for (const [name, text] of Object.entries(files)) {
      const rows = directory.get(name.replace('.csv', '') as 'items') ?? [];
      expect([name, rows.length]).toEqual([name, text.trim().split('\n').length - 1]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
