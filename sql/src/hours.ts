/** Working hours of a calendar, written `09:00-12:00 13:30-17:30`, as seconds after local midnight. */

export type Interval = readonly [opens: number, closes: number];

export class HoursError extends Error {}

function seconds(text: string, hours: string): number {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text);
  const value = found ? Number(found[1]) * 3600 + Number(found[2]) * 60 : Number.NaN;
  if (!(value <= 86_400) || Number(found?.[2]) > 59) {
    throw new HoursError(
      `The hours "${hours}" hold "${text}", which is no time of day; write e.g. 09:00-12:00 13:30-17:30.`,
    );
  }
  return value;
}

/** Intervals in order. Throws HoursError for a time that is none, an end before its start, or an overlap. */
export function parseHours(hours: string): Interval[] {
  const intervals = hours
    .trim()
    .split(/[\s;,]+/)
    .map((part): Interval => {
      const [opens = '', closes = ''] = part.split('-');
      return [seconds(opens, hours), seconds(closes, hours)];
    });
  let end = -1;
  for (const [opens, closes] of intervals) {
    if (closes <= opens || opens < end) {
      throw new HoursError(`The hours "${hours}" overlap or run backwards; write e.g. 09:00-12:00 13:30-17:30.`);
    }
    end = closes;
  }
  return intervals;
}
