/** Working time of a centre, from its calendar: which stretches it is open, and how much of a span lies in them. */
import type { CalendarRow } from '@mingcha/analytics/contract';

/** From and to as milliseconds since 1970, in order, not overlapping. */
export type OpenSpan = readonly [from: number, to: number];

const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

export function openSpans(days: readonly Pick<CalendarRow, 'starts_at' | 'opening_hours'>[]): OpenSpan[] {
  return days.flatMap(({ starts_at, opening_hours }) =>
    opening_hours
      .split(' ')
      .filter(Boolean)
      .map((hours): OpenSpan => {
        const [from, to] = hours.split('-') as [string, string];
        const midnight = Date.parse(starts_at);
        return [midnight + minutes(from) * 60_000, midnight + minutes(to) * 60_000];
      }),
  );
}

export const isOpenAt = (spans: readonly OpenSpan[], moment: Date): boolean =>
  spans.some(([from, to]) => from <= moment.getTime() && moment.getTime() < to);

/** Seconds of working time from one moment to another. */
export function workingSeconds(spans: readonly OpenSpan[], from: Date | string, to: Date | string): number {
  const [start, end] = [new Date(from).getTime(), new Date(to).getTime()];
  const open = spans.reduce((sum, span) => sum + Math.max(0, Math.min(end, span[1]) - Math.max(start, span[0])), 0);
  return open / 1000;
}
