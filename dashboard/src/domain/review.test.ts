import type { MonthlyReview, ReviewScreen, ReviewUnit } from '@mingcha/analytics/contract';
import { describe, expect, it } from 'vitest';
import {
  behind,
  byRate,
  clockText,
  ends,
  lineOf,
  paceOf,
  partsOf,
  ranksOf,
  ratios,
  readDrill,
  writeDrill,
} from './review.ts';

describe('first and last of many', () => {
  it('are all where all fit', () => {
    expect(ends([1, 2, 3], 3)).toEqual({ rows: [1, 2, 3], cutAfter: -1, left: 0 });
  });
  it('leave a line to say how many stand between', () => {
    const many = Array.from({ length: 48 }, (_, n) => n + 1);
    expect(ends(many, 10)).toEqual({ rows: [1, 2, 3, 4, 5, 45, 46, 47, 48], cutAfter: 4, left: 39 });
  });
  it('have a line each, and the places between share theirs in their order', () => {
    const lines = Array.from({ length: 20 }, (_, n) => lineOf(n + 1, 20, 4, 3));
    expect(lines.slice(0, 4)).toEqual([0, 1, 2, 3]);
    expect(lines.slice(17)).toEqual([5, 6, 7]);
    expect(lines[4]).toBeGreaterThan(3.5);
    expect(lines[16]).toBeLessThan(4.5);
    expect([...lines].sort((a, b) => a - b)).toEqual(lines);
  });
  it('keep the last line for whoever stood lower than the list is long', () => {
    expect([1, 8, 11].map((rank) => lineOf(rank, 11, 8, 0))).toEqual([0, 7, 7]);
    expect([1, 4, 5].map((rank) => lineOf(rank, 5, 4, 4))).toEqual([0, 3, 8]);
  });
});

it('sorts by the rate, of equal ones the larger sample first, and leaves out nothing over nothing', () => {
  const unit = (unit_name: string, early: number, of: number) =>
    ({ unit_name, commitment_early: early, commitment_completed: of }) as ReviewUnit;
  const rows = byRate([unit('a', 1, 2), unit('b', 5, 10), unit('c', 0, 0), unit('d', 3, 3)], ratios.early);
  expect(rows.map((row) => row.unit_name)).toEqual(['d', 'b', 'a']);
});

describe('the half-hour', () => {
  const screens = [60, 120, 30].map((seconds) => ({ seconds })) as ReviewScreen[];
  const pace = paceOf(screens);
  it('has a moment for each screen', () => {
    expect(pace).toEqual({ begins: [0, 60, 180], total: 210 });
  });
  it.each([
    [1, 60, 0],
    [1, 180, 0],
    [1, 200, 20],
    [1, 30, -30],
    [2, 300, 90],
    [0, 0, 0],
  ])('on screen %i after %i s is %i s behind', (index, elapsed, late) => {
    expect(behind(pace, index, elapsed)).toBe(late);
  });
  it('is written in minutes and seconds', () => {
    expect([clockText(0), clockText(65.9), clockText(1800), clockText(-3)]).toEqual([
      '00:00',
      '01:05',
      '30:00',
      '00:00',
    ]);
  });
});

it('goes through overdue cases in parts, and has one part where there are none', () => {
  const review = (n: number) =>
    ({ overdue: { cases: Array.from({ length: n }) }, done: [] }) as unknown as MonthlyReview;
  const screen = (id: string) => ({ id }) as ReviewScreen;
  expect([0, 4, 5].map((n) => partsOf(review(n), screen('overdue')))).toEqual([1, 1, 2]);
  expect(partsOf(review(50), screen('stages'))).toBe(1);
});

it('writes the cases behind a figure into the address and reads them back', () => {
  const drill = { measure: 'commitment_early', filter: 'department', code: 'D01' };
  expect(readDrill(writeDrill(drill))).toEqual(drill);
  expect(readDrill(writeDrill({ measure: 'decided', filter: '', code: '' }))).toEqual({
    measure: 'decided',
    filter: '',
    code: '',
  });
  expect(readDrill('')).toBeNull();
});

it('tells the half-year from the first month on that has ranks', () => {
  const ranks = {
    as_of: '2026-03-01T00:00:00Z',
    months: ['2025-12', '2026-01', '2026-02'],
    levels: [
      { level: 'departments' as const, ranked: [0, 3, 2], units: [{ unit: 'A', ranks: [null, 2, 1] }] },
      { level: 'staff' as const, ranked: [0, 0, 0], units: [] },
    ],
  };
  expect(ranksOf(ranks, 'departments')).toEqual({
    months: ['2026-01', '2026-02'],
    ranked: [3, 2],
    units: [{ unit: 'A', ranks: [2, 1] }],
  });
  expect(ranksOf(ranks, 'staff')?.months).toEqual(['2026-02']);
  expect(ranksOf(ranks, 'counties')).toBeUndefined();
});
