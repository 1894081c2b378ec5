import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openEngine } from '../engine.ts';
import { rejectsCommand, replayText } from './intake.ts';

it('says why refused lines stay, with the first of each reason and what to do', () => {
  const example = (line: number) => ({ source: 'hall', line, message: 'windw is not a field. Did you mean window?' });
  const text = replayText({
    accepted: 5,
    refused: 4,
    left: 1,
    reasons: [
      {
        outcome: 'refused',
        code: 'unknown_field',
        field: 'windw',
        lines: 4,
        remedy: '',
        examples: [example(3), example(8), example(9)],
      },
      {
        outcome: 'left',
        code: 'too_long',
        field: '',
        lines: 1,
        remedy: 'It was not kept whole: send it again from its source.',
        examples: [{ source: '', line: 2, message: 'The line has 70000 bytes.' }],
      },
    ],
  });
  expect(text.split('\n')).toEqual([
    '5 accepted, 4 refused again, 1 left.',
    '  4 × unknown_field in windw, refused again',
    '    hall, line 3: windw is not a field. Did you mean window?',
    '    hall, line 8: windw is not a field. Did you mean window?',
    '    hall, line 9: windw is not a field. Did you mean window?',
    '    and 1 more.',
    '  1 × too_long, left. It was not kept whole: send it again from its source.',
    '    line 2: The line has 70000 bytes.',
  ]);
});

it('says that none came in, and exits as an ingest of refused lines does', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-replay-'));
  const data = `file:${join(folder, 'store')}`;
  const replayed = async () => {
    let said = '';
    const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += text;
      return true;
    });
    const before = process.exitCode;
    try {
      await rejectsCommand().parseAsync(['replay', '--data', data], { from: 'user' });
      return [process.exitCode, said.split('\n')[0]];
    } finally {
      process.exitCode = before;
      out.mockRestore();
    }
  };
  try {
    expect(await replayed()).toEqual([undefined, 'No refused line is open.']);
    const engine = await openEngine(data, () => undefined);
    await engine.intake.submit(['{"source":"hall"}', '{"source":"hall","type":"x"}']);
    await engine.close();
    expect(await replayed()).toEqual([2, 'No line came in: 0 accepted, 2 refused again, 0 left.']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
