import { describe, expect, it } from 'vitest';
import { localDay, parseMoment } from './moment.ts';

describe('a moment in an address', () => {
  it.each([
    ['2026-03-09T17:30:00+08:00', '2026-03-09T09:30:00.000Z'],
    ['2026-03-09T17:30:00 08:00', '2026-03-09T09:30:00.000Z'],
    ['2026-03-09T09:30:00Z', '2026-03-09T09:30:00.000Z'],
    ['2026-03-09T17:30', '2026-03-09T09:30:00.000Z'],
    ['2026-03-09 17:30:05', '2026-03-09T09:30:05.000Z'],
    ['2026-03-09T17:30:05.12', '2026-03-09T09:30:05.120Z'],
    ['2026-03-09T17:30:05.123456-05:00', '2026-03-09T22:30:05.123Z'],
  ])('%s is %s', (text, moment) => {
    expect(parseMoment(text)?.toISOString()).toBe(moment);
  });

  it.each(['2026-02-30T10:00:00Z', '2026-03-09', '2026-03-09T25:00', '2026-03-09T10:00+99:00', 'yesterday', ''])(
    '%j is no moment',
    (text) => {
      expect(parseMoment(text)).toBeUndefined();
    },
  );

  it('falls on the local day of its zone', () => {
    expect(localDay(new Date('2026-03-08T15:59:59.999Z'), 'Asia/Shanghai')).toBe('2026-03-08');
    expect(localDay(new Date('2026-03-08T16:00:00.000Z'), 'Asia/Shanghai')).toBe('2026-03-09');
    // Clocks go forward in Boston on this day.
    expect(localDay(new Date('2026-03-08T04:59:59.000Z'), 'America/New_York')).toBe('2026-03-07');
    expect(localDay(new Date('2026-03-09T03:59:59.000Z'), 'America/New_York')).toBe('2026-03-08');
  });
});
