import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Failure } from '../failure.ts';
import { generateCommand } from './generate.ts';

it('answers a wish it cannot grant with a sentence, not with a trace', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-generate-'));
  try {
    await writeFile(join(folder, 'file'), '');
    for (const [wish, sentence] of [
      [['--out', join(folder, 'new'), '--from', '2026-13-01'], /--from 2026-13-01 is not a day/],
      [['--out', join(folder, 'new'), '--to', '2199-03-02'], /until 2199-03-02T17:30:00\+08:00, which lies ahead/],
      // What lies there may be somebody's own.
      [['--out', folder], /is not empty, and what lies there could be written over/],
      [['--out', join(folder, 'file')], /not a directory|file already exists/],
    ] as const) {
      const asked = generateCommand().parseAsync(['--cases', '1', ...wish], { from: 'user' });
      await expect(asked).rejects.toThrow(Failure);
      await expect(asked).rejects.toThrow(sentence);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
