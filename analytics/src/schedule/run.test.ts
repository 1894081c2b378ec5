import { describe, expect, it } from 'vitest';
import { backOff, type RunRow, runId, runOf } from './run.ts';

const MADE = {
  file: 'f.csv',
  name: '周排名',
  report: 'ranking',
  period: '2026-W10',
  format: 'csv',
  bytes: 9,
  sha256: 'ab',
};
const row = (sequence: number, action: RunRow['action'], at: string, more: Partial<RunRow> = {}): RunRow => ({
  ...{ run_id: runId('weekly', '2026-W11'), sequence, action, worker: 'a', schedule: 'weekly', occasion: '2026-W11' },
  ...{ due_at: '2026-03-09T00:30:00.000Z', at: `2026-03-09T00:${at}.000Z`, not_before: null, detail: '' },
  ...more,
});
const made = (sequence: number, at: string, more: object = {}) =>
  row(sequence, 'made', at, { detail: JSON.stringify({ ...MADE, ...more }) });
const fold = (...rows: RunRow[]) => runOf(rows as [RunRow, ...RunRow[]]);

describe('a run', () => {
  it('is claimed, made, announced, in whatever order the rows come', () => {
    const rows = [
      row(1, 'claimed', '30:01', { not_before: '2026-03-09T00:40:01.000Z' }),
      made(1, '30:02'),
      row(1, 'announced', '30:03'),
    ];
    expect(fold(...rows.toReversed())).toMatchObject({ state: 'announced', made: { period: '2026-W10' }, tries: 0 });
    expect(fold(...rows.slice(0, 2))).toMatchObject({ state: 'made', claim: { worker: 'a' } });
  });

  it('belongs to who claimed it first', () => {
    const claims = [row(1, 'claimed', '30:02', { worker: 'a' }), row(1, 'claimed', '30:01', { worker: 'b' })];
    expect(fold(...claims).claim?.worker).toBe('b');
  });

  it('that failed is free again, and says why until a try succeeds', () => {
    const failed = row(1, 'failed', '30:02', { not_before: '2026-03-09T00:31:02.000Z', detail: 'The disk is full.' });
    const run = fold(row(1, 'claimed', '30:01'), failed);
    expect(run).toMatchObject({ state: 'due', tries: 1, fault: 'The disk is full.', claim: undefined });
    expect(run.notBefore.toISOString()).toBe('2026-03-09T00:31:02.000Z');
    expect(fold(row(1, 'claimed', '30:01'), failed, row(2, 'claimed', '31:03'), made(2, '31:04'))).toMatchObject({
      state: 'made',
      fault: '',
    });
  });

  it('keeps its file while people cannot be told, and the first one where two were made', () => {
    const failed = row(1, 'failed', '30:03', { detail: 'No store.' });
    const run = fold(
      row(1, 'claimed', '30:01'),
      made(1, '30:02'),
      failed,
      row(2, 'claimed', '31:03'),
      made(2, '31:04', { sha256: 'cd' }),
    );
    expect(run).toMatchObject({ state: 'made', made: { sha256: 'ab' } });
  });

  it('once announced stays so', () => {
    expect(
      fold(row(1, 'claimed', '30:01'), made(1, '30:02'), row(1, 'announced', '30:03'), row(2, 'failed', '40:00')).state,
    ).toBe('announced');
  });
});

it('has one number for a schedule and an occasion', () => {
  expect(runId('weekly', '2026-W11')).toBe(runId('weekly', '2026-W11'));
  expect(new Set([runId('weekly', '2026-W11'), runId('weekly', '2026-W12'), runId('week', 'ly2026-W11')]).size).toBe(3);
});

it('waits longer after each failure, an hour at most', () => {
  expect([1, 2, 3, 9].map((tries) => backOff(tries) / 60_000)).toEqual([1, 2, 4, 60]);
});
