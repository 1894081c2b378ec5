/** Periods of ten days 旬: 1–10, 11–20, 21–end of month; `2026-03-2` is 11 to 20 March 2026. */

export interface TenDays {
  /** First and last day, ISO. */
  from: string;
  to: string;
}

/** The days of a period; undefined when there is no such one (`2026-13-1`, `2026-03-4`). */
export function tenDaysOf(period: string): TenDays | undefined {
  const [, month, third] = /^(\d{4}-(?:0[1-9]|1[0-2]))-([123])$/.exec(period) ?? [];
  if (month === undefined || third === undefined) return undefined;
  if (third !== '3') return { from: `${month}-${third === '1' ? '01' : '11'}`, to: `${month}-${third}0` };
  const [year = 0, number = 0] = month.split('-').map(Number);
  return { from: `${month}-21`, to: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) };
}
