import { expect, it } from 'vitest';
import { backlogMove } from './backlog.ts';

const row = (day: string, open_at_end: number, received = 0, decided = 0, refused = 0, withdrawn = 0) => ({
  day,
  open_at_end,
  received,
  decided,
  refused,
  withdrawn,
});

it('starts from what stood open before the first day, so that the counts add up to the change', () => {
  const rows = [row('2026-10-31', 928, 500, 1), row('2026-11-01', 984, 80, 20, 3, 1), row('2026-11-02', 990, 10, 4)];
  expect(backlogMove(rows, '2026-10-31')).toEqual({
    from: 928,
    to: 990,
    received: 90,
    decided: 24,
    ended: 4,
    isExact: true,
  });
});

it('starts from nothing where the day before has no row', () => {
  expect(backlogMove([row('2026-11-02', 6, 10, 4)], '2026-10-31')).toMatchObject({ from: 0, to: 6, isExact: true });
});

it('says where the counts do not add up, as when a case was refused and withdrawn', () => {
  const rows = [row('2026-10-31', 9), row('2026-11-01', 8, 0, 0, 1, 1)];
  expect(backlogMove(rows, '2026-10-31').isExact).toBe(false);
});
