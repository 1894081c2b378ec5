/** Opening hours of a day as written in the directory: `09:00-12:00 13:30-17:30`, local time. */

/** Seconds after local midnight, [from, to). */
export type Interval = readonly [from: number, to: number];

/** The intervals in order, or a sentence that says what is wrong with the text. */
export function readHours(text: string): Interval[] | string {
  const intervals: Interval[] = [];
  for (const part of text.trim().split(/[\s,;]+/)) {
    const match = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/.exec(part);
    if (!match) return `“${part}” is no interval; write hours like 09:00-12:00 13:30-17:30.`;
    const [fromHour, fromMinute, toHour, toMinute] = match.slice(1).map(Number) as [number, number, number, number];
    const from = (fromHour * 60 + fromMinute) * 60;
    const to = (toHour * 60 + toMinute) * 60;
    if (fromMinute > 59 || toMinute > 59 || to > 86_400) return `“${part}” is no time of a day; it ends at 24:00.`;
    if (from >= to) return `“${part}” ends before it begins.`;
    const before = intervals.at(-1);
    if (before && from < before[1]) return `“${part}” begins before the interval in front of it ends.`;
    intervals.push([from, to]);
  }
  return intervals;
}
