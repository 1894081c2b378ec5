import { describe, expect, it } from 'vitest';
import { dayOf, minuteOf, momentOf } from './moments.ts';

const BOSTON = 'America/New_York';

describe('moments of a zone', () => {
  it('fall on the day of the zone, not of the reader', () => {
    expect(dayOf('2026-03-11T01:00:00Z')).toBe('2026-03-11');
    expect(dayOf('2026-03-11T01:00:00Z', BOSTON)).toBe('2026-03-10');
    expect(minuteOf('2026-03-10T16:05:30Z')).toBe('2026-03-11T00:05');
  });

  it('are found again from the wall clock, on either side of daylight saving', () => {
    expect(momentOf('2026-03-09T17:30').toISOString()).toBe('2026-03-09T09:30:00.000Z');
    expect(momentOf('2026-03-07T12:00', BOSTON).toISOString()).toBe('2026-03-07T17:00:00.000Z');
    expect(momentOf('2026-03-09T12:00', BOSTON).toISOString()).toBe('2026-03-09T16:00:00.000Z');
    expect(momentOf('2026-03-08T00:30', BOSTON).toISOString()).toBe('2026-03-08T05:30:00.000Z');
    expect(momentOf('2026-11-01T23:30', BOSTON).toISOString()).toBe('2026-11-02T04:30:00.000Z');
  });
});
