/** Opening hours of a calendar, written `09:00-12:00 13:30-17:30`, as seconds after local midnight. */

/** [from, to). */
export type Interval = readonly [opens: number, closes: number];

/** What is wrong with the text, in a sentence. */
export class HoursError extends Error {
  override name = 'HoursError';
}

/** The intervals in order. Throws HoursError for a time that is none, an end before its start, or an overlap. */
export function parseHours(text: string): Interval[] {
  const intervals: Interval[] = [];
  for (const part of text.trim().split(/[\s,;]+/)) {
    const match = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/.exec(part);
    if (!match) throw new HoursError(`“${part}” is no interval; write hours like 09:00-12:00 13:30-17:30.`);
    const [fromHour, fromMinute, toHour, toMinute] = match.slice(1).map(Number) as [number, number, number, number];
    const opens = (fromHour * 60 + fromMinute) * 60;
    const closes = (toHour * 60 + toMinute) * 60;
    if (fromMinute > 59 || toMinute > 59 || closes > 86_400) {
      throw new HoursError(`“${part}” is no time of a day; it ends at 24:00.`);
    }
    if (opens >= closes) throw new HoursError(`“${part}” ends before it begins.`);
    const before = intervals.at(-1);
    if (before && opens < before[1]) {
      throw new HoursError(`“${part}” begins before the interval in front of it ends.`);
    }
    intervals.push([opens, closes]);
  }
  return intervals;
}
