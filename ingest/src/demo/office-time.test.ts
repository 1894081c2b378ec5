import { expect, test } from 'vitest';
import { DAY, dayAt } from './case-plan.ts';
import { nationalCalendar } from './national-calendar.ts';
import { OfficeTime } from './office-time.ts';
import { Random } from './random.ts';
import { dayOf, WorkingDays } from './working-days.ts';

test('what follows on the same day follows, until its last second', () => {
  const time = new OfficeTime(new WorkingDays(nationalCalendar()));
  const day = dayOf('2026-03-02');
  const random = new Random('office');
  for (const after of [0, 8, 12.5, 17, 23.9, 23.99]
    .map((hour) => day * DAY + Math.round(hour * 3600))
    .concat((day + 1) * DAY - 1)) {
    for (let i = 0; i < 200; i += 1) {
      const moment = time.later(random, after, 0);
      expect(dayAt(moment)).toBe(day);
      expect(moment).toBeGreaterThanOrEqual(after);
    }
  }
});
