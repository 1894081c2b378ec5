import { expect, it } from 'vitest';
import { isOpenAt, openSpans, workingSeconds } from './working-time.ts';

/** Friday to Monday in Shanghai. */
const spans = openSpans([
  { starts_at: '2026-03-05T16:00:00.000Z', opening_hours: '09:00-12:00 13:30-17:30' },
  { starts_at: '2026-03-06T16:00:00.000Z', opening_hours: '' },
  { starts_at: '2026-03-07T16:00:00.000Z', opening_hours: '' },
  { starts_at: '2026-03-08T16:00:00.000Z', opening_hours: '09:00-12:00 13:30-17:30' },
]);
const seconds = (from: string, to: string) => workingSeconds(spans, `2026-03-${from}+08:00`, `2026-03-${to}+08:00`);

it('counts no night, no lunch and no weekend', () => {
  expect(seconds('06T17:28:00', '09T09:01:00')).toBe(180);
  expect(seconds('06T11:59:00', '06T13:31:00')).toBe(120);
  expect(seconds('06T18:00:00', '08T23:00:00')).toBe(0);
});

it('counts working time by the second', () => {
  expect(seconds('06T10:00:00', '06T10:06:30')).toBe(390);
  expect(seconds('06T10:06:30', '06T10:00:00')).toBe(0);
});

it('knows when the centre is open', () => {
  const isOpen = (at: string) => isOpenAt(spans, new Date(`2026-03-${at}+08:00`));
  expect([isOpen('06T09:00:00'), isOpen('06T12:00:00'), isOpen('07T10:00:00'), isOpen('09T17:29:59')]).toEqual([
    true,
    false,
    false,
    true,
  ]);
});
