import { describe, expect, it } from 'vitest';
import { momentProblem, momentText, parseMoment } from './moment.ts';
import { zoneNamed } from './zone.ts';

const utc = (text: string, zone?: string) => {
  const moment = zone ? parseMoment(text, zoneNamed(zone)) : parseMoment(text);
  return Number.isNaN(moment) ? 'none' : new Date(moment).toISOString();
};

describe('a moment is read in every form sources send', () => {
  it.each([
    ['2026-03-02T09:15:00+08:00', '2026-03-02T01:15:00.000Z'],
    ['2026-03-02T09:15:00.125-05:30', '2026-03-02T14:45:00.125Z'],
    ['2026-03-02T09:15:00Z', '2026-03-02T09:15:00.000Z'],
    ['2026-03-02t09:15:00z', '2026-03-02T09:15:00.000Z'],
    ['2026-03-02T09:15:00', '2026-03-02T01:15:00.000Z'],
    ['2026-03-02 09:15:00', '2026-03-02T01:15:00.000Z'],
    ['2026-03-02 09:15:00.9999', '2026-03-02T01:15:00.999Z'],
    ['2026-03-02 09:15:00.5', '2026-03-02T01:15:00.500Z'],
    ['2026-03-02 09:15:00.000000001', '2026-03-02T01:15:00.000Z'],
    ['20260302T091500', '2026-03-02T01:15:00.000Z'],
    ['20260302091500', '2026-03-02T01:15:00.000Z'],
    ['20260302T091500+0800', '2026-03-02T01:15:00.000Z'],
    ['2026-03-02', '2026-03-01T16:00:00.000Z'],
    ['20260302', '2026-03-01T16:00:00.000Z'],
    ['2026-03-02T24:00:00', '2026-03-02T16:00:00.000Z'],
    ['2024-02-29', '2024-02-28T16:00:00.000Z'],
    ['2000-02-29', '2000-02-28T16:00:00.000Z'],
    ['1999-12-31 23:59:59', '1999-12-31T15:59:59.000Z'],
  ])('%s', (text, expected) => {
    expect(utc(text)).toBe(expected);
  });
});

describe('what is no moment is refused, and the reason says what is wrong', () => {
  it.each([
    ['2026-02-30', 'names day 30 of month 2, which 2026 does not have; send the day it was'],
    ['2026-02-29T10:00:00', 'names day 29 of month 2, which 2026 does not have; send the day it was'],
    ['1900-02-29', 'names day 29 of month 2, which 1900 does not have; send the day it was'],
    ['2026-04-31', 'names day 31 of month 4, which 2026 does not have; send the day it was'],
    ['2026-13-01', 'names month 13, which no year has; send year, month, day in this order'],
    ['20260001T000000', 'names month 0, which no year has; send year, month, day in this order'],
    ['2026-03-00', 'names day 0 of month 3, which 2026 does not have; send the day it was'],
    [
      '2026-03-02T24:00:01',
      'names hour 24; the last moment of a day is 24:00:00 sharp, what comes after it is of the next day',
    ],
    [
      '2026-03-02T25:00:00',
      'names hour 25; the last moment of a day is 24:00:00 sharp, what comes after it is of the next day',
    ],
    ['2026-03-02T09:60:00', 'names minute 60; minutes end at 59, send the one it was'],
    ['2026-03-02T09:15:61', 'names second 61; seconds end at 59, send the one it was'],
    ['2016-12-31T23:59:60Z', 'names a leap second; send second 59'],
  ])('%s', (text, reason) => {
    expect(utc(text)).toBe('none');
    expect(momentProblem(text)).toBe(reason);
  });

  it.each([
    '',
    'yesterday',
    '2026-3-2',
    '2026/03/02 09:15:00',
    '2026-0302',
    '202603-02',
    '2026-03-02T',
    '2026-03-02T09:15',
    '2026-03-02T0915:00',
    '2026-03-02T09:15:00.',
    '2026-03-02T09:15:00,5',
    '2026-03-02T09:15:00+08',
    '2026-03-02T09:15:00+24:00',
    '2026-03-02T09:15:00+08:00x',
    '2026-03-02T09:15:00 ',
    ' 2026-03-02T09:15:00',
    '2026-03-02X09:15:00',
    '20260302T0915',
    '2026030',
    '1772413200000',
    '２０２６-03-02',
  ])('"%s"', (text) => {
    expect(utc(text)).toBe('none');
    expect(momentProblem(text)).toMatch(/^is not a moment; write it like /);
  });
});

describe('a local time is read in its zone', () => {
  it.each([
    ['2026-01-15 12:00:00', 'America/New_York', '2026-01-15T17:00:00.000Z'],
    ['2026-07-15 12:00:00', 'America/New_York', '2026-07-15T16:00:00.000Z'],
    ['2026-03-08 01:59:59', 'America/New_York', '2026-03-08T06:59:59.000Z'],
    ['2026-03-08 03:00:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['2026-11-01 00:59:59', 'America/New_York', '2026-11-01T04:59:59.000Z'],
    ['2026-11-01 02:00:00', 'America/New_York', '2026-11-01T07:00:00.000Z'],
    ['2011-03-27 12:00:00', 'Europe/Amsterdam', '2011-03-27T10:00:00.000Z'],
    ['2026-10-04', 'Australia/Lord_Howe', '2026-10-03T13:30:00.000Z'],
    ['1991-07-01 12:00:00', 'Asia/Shanghai', '1991-07-01T03:00:00.000Z'],
  ])('%s in %s', (text, zone, expected) => {
    expect(utc(text, zone)).toBe(expected);
  });

  it('a time that happens twice is the earlier of the two', () => {
    expect(utc('2026-11-01 01:30:00', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
  });

  it('a time that never happens is as far past the change as it says', () => {
    expect(utc('2026-03-08 02:30:00', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
    expect(utc('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z'); // midnight itself is skipped
  });

  it('an offset in the text wins over the zone', () => {
    expect(utc('2026-07-15T12:00:00+08:00', 'America/New_York')).toBe('2026-07-15T04:00:00.000Z');
  });

  it('a zone that does not exist is refused by name', () => {
    expect(() => zoneNamed('Asia/Peking')).toThrow('There is no time zone "Asia/Peking"');
  });
});

it('a moment is written in UTC with milliseconds, also before 1970', () => {
  for (const text of ['2026-03-02T01:15:07.045Z', '1969-12-31T23:59:59.999Z', '2199-12-31T00:00:00.000Z']) {
    expect(momentText(Date.parse(text))).toBe(text.replace('T', ' ').replace('Z', ''));
  }
});

it('every minute of two years round a change of clocks reads as Intl says it', () => {
  const zone = zoneNamed('Europe/Berlin');
  const local = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'medium' });
  for (let moment = Date.UTC(2025, 2, 1); moment < Date.UTC(2026, 10, 30); moment += 37 * 60_000) {
    const text = local.format(moment);
    const read = parseMoment(text, zone);
    // Of two moments with one local time the earlier is meant.
    expect([moment, moment - 3_600_000]).toContain(read);
    expect(local.format(read)).toBe(text);
  }
});
