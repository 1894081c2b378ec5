import { describe, expect, it } from 'vitest';
import { timeFormatMistake, timeReader } from './time-formats.ts';

const iso = (formats: string[], zone: string, text: string) => {
  const moment = timeReader(formats, zone)(text);
  return moment === undefined ? undefined : new Date(moment).toISOString();
};

describe('times as sources write them', () => {
  it.each([
    ['YYYYMMDDTHHmmss', 'Asia/Shanghai', '20260302T091500', '2026-03-02T01:15:00.000Z'],
    ['YYYY-MM-DD', 'Asia/Shanghai', '2026-03-02', '2026-03-01T16:00:00.000Z'],
    ['YYYY-MM-DD HH:mm:ss[.f]', 'Asia/Shanghai', '2026-03-02 09:15:00', '2026-03-02T01:15:00.000Z'],
    ['YYYY-MM-DD HH:mm:ss[.f]', 'Asia/Shanghai', '2026-03-02 09:15:00.5', '2026-03-02T01:15:00.500Z'],
    ['YYYY-MM-DD HH:mm:ss[.f]Z', 'Asia/Shanghai', '2011-10-11 13:42:22.688000+02:00', '2011-10-11T11:42:22.688Z'],
    ['YYYY-MM-DD HH:mm:ssZ', 'Asia/Shanghai', '2026-03-02 09:15:00-0530', '2026-03-02T14:45:00.000Z'],
    ['YYYY年MM月DD日', 'Asia/Shanghai', '2026年03月02日', '2026-03-01T16:00:00.000Z'],
    // Boston writes +00 after its wall-clock time; written out in the format it is passed over.
    ['YYYY-MM-DD HH:mm:ss[.f]+00', 'America/New_York', '2026-02-10 22:54:04.094464+00', '2026-02-11T03:54:04.094Z'],
    ['YYYY-MM-DD HH:mm:ss[.f]+00', 'America/New_York', '2025-08-01 06:35:06.539+00', '2025-08-01T10:35:06.539Z'],
  ])('%s in %s reads %s', (format, zone, text, moment) => {
    expect(iso([format], zone, text)).toBe(moment);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-3-2', '20260302', '', '1826-03-02'])(
    'reads no moment from %s as YYYY-MM-DD',
    (text) => {
      expect(iso(['YYYY-MM-DD'], 'Asia/Shanghai', text)).toBeUndefined();
    },
  );

  it('takes the first format that fits', () => {
    expect(iso(['YYYYMMDD', 'YYYY-MM-DD'], 'UTC', '2024-02-29')).toBe('2024-02-29T00:00:00.000Z');
  });

  it.each(['YYYY-MM', 'YYYY-MM-DD HH:mm:ss[.f', 'YYYY-MM-DD]', 'YYYY-MM-DD hh:mm', 'YYYY-MM-DD YYYY'])(
    'refuses the format %s in a sentence',
    (format) => {
      expect(timeFormatMistake(format)).toMatch(/\.$/);
    },
  );
});
