import type { DataQualityRow, SourceRow } from '@mingcha/analytics/contract';
import { describe, expect, it } from 'vitest';
import { bySource, found, hasUsual, latenessLines, silentSources, slowed, summed } from './quality.ts';

const row = (change: Partial<DataQualityRow>): DataQualityRow => ({
  day: null,
  source: 'desk',
  department: 'plan',
  department_name: '规划局',
  events: 10,
  timed: 10,
  late: 0,
  conflicts: 0,
  not_on_file: 0,
  completed: 0,
  stages_complete: 0,
  rejects: 0,
  ...change,
});

it('counts cases without all stages as what is completed and not complete', () => {
  expect(
    found(
      summed([row({ completed: 3, stages_complete: 1 }), row({ completed: 2, stages_complete: 2 })]),
      'stages_missing',
    ),
  ).toBe(2);
});

it('keeps refused lines with their source, and puts the department with most findings first', () => {
  const [desk] = bySource([
    row({ department: '', department_name: '', events: 0, timed: 0, rejects: 4 }),
    row({ late: 1 }),
    row({ department: 'food', department_name: '市监局', late: 2, conflicts: 1 }),
  ]);
  expect(desk?.counts).toMatchObject({ rejects: 4, late: 3, events: 20 });
  expect(desk?.departments.map(({ department }) => department)).toEqual(['food', 'plan']);
});

describe('the source that slowed', () => {
  const days = (source: string, late: number[]) =>
    late.map((n, i) => row({ source, day: `2026-03-0${i + 1}`, timed: 100, late: n }));
  const over = (rows: DataQualityRow[]) => slowed(latenessLines(rows, '2026-03-04', 4));

  it('is the one whose share of late entries rose most from the first half to the second', () => {
    expect(over([...days('a', [1, 1, 4, 4]), ...days('b', [1, 1, 9, 9])])).toEqual({
      source: 'b',
      before: 0.01,
      after: 0.09,
    });
  });

  it('is none while shares stay within a point, fall, or rest on few events', () => {
    expect(over([...days('a', [2, 2, 2, 3]), ...days('b', [9, 9, 1, 1])])).toBeNull();
    expect(over(days('a', [0, 0, 5, 5]).map((day) => ({ ...day, timed: 10 })))).toBeNull();
  });

  it('has a day for each of the span, with nothing where nothing was told', () => {
    const [line] = latenessLines([row({ day: '2026-03-03', late: 2 })], '2026-03-04', 3);
    expect(line?.days.map(({ day, timed }) => [day, timed])).toEqual([
      ['2026-03-02', 0],
      ['2026-03-03', 10],
      ['2026-03-04', 0],
    ]);
  });
});

it('names first the source that is silent for longer than usual, not one of which nobody knows what is usual', () => {
  const source = (name: string, change: Partial<SourceRow>): SourceRow => ({
    source: name,
    state: 'silent',
    last_heard_at: '2026-03-02T01:12:00.000Z',
    last_event_at: '2026-03-02T01:12:00.000Z',
    usual_gap: 600,
    allowed_gap: 1200,
    present_gap: 5000,
    judged_days: 19,
    events: 100,
    ...change,
  });
  const gone = source('gone', {
    usual_gap: null,
    allowed_gap: null,
    present_gap: 5_240_880,
    judged_days: 0,
    events: 0,
  });
  const rows = [gone, source('heard', { state: 'heard' }), source('short', {}), source('long', { present_gap: 9000 })];
  expect(silentSources(rows).map((row) => row.source)).toEqual(['long', 'short', 'gone']);
  expect(rows.filter(hasUsual)).not.toContain(gone);
});
