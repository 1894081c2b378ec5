/** What a period is held against 环比 同比: the period before and the year before, by the calendar of the units asked for. */
import type { Compared } from '../contract/index.ts';
import { addDays, type Period, periodOf, type Span, shiftPeriod, stretchOf, yearBefore } from '../periods/period.ts';
import { calendarOf } from './calendar.ts';
import { localDay } from './moment.ts';
import type { Against } from './period-statistics.ts';
import type { Reader } from './reader.ts';
import type { Filters } from './scope.ts';

/** No centre rests longer than this. */
const LONGEST_REST_DAYS = 60;

/**
 * The period before: of a day, the working day before it of the units' calendar; the day before where the calendar knows of
 * none. Of an own choice, as many days as it has.
 */
export async function periodBefore(reader: Reader, period: Period, filters: Filters): Promise<Period> {
  return (await calendarAt(reader, period, filters)).before;
}

/** The stretches a period is held against, as of a moment. */
export async function stretchesOf(
  reader: Reader,
  period: Period,
  ends: readonly Compared[],
  filters: Filters,
  asOf: Date,
): Promise<Against> {
  if (ends.length === 0) return {};
  const { zone, before } = await calendarAt(reader, period, filters);
  const today = localDay(asOf, zone);
  const other: Record<Compared, Period> = { previous: before, year_before: yearBefore(period) };
  return Object.fromEntries(ends.map((end) => [end, stretchOf(other[end], period, today)]));
}

async function calendarAt(reader: Reader, period: Period, filters: Filters): Promise<{ zone: string; before: Period }> {
  const { text, parameters } = calendarOf(filters);
  const rest: Span = { from: addDays(period.from, -LONGEST_REST_DAYS), to: addDays(period.from, -1) };
  const statement = `
    with ${text} as asked
    select
      (select any(zone) from calendar_numbers where calendar = asked) as zone,
      (select maxOrNull(day) from calendar_days
        where calendar = asked and is_working and day between {rest_from:Date} and {rest_to:Date}) as working_day`;
  const { rows } = await reader.look<{ zone: string; working_day: string | null }>(statement, {
    ...parameters,
    rest_from: rest.from,
    rest_to: rest.to,
  });
  const { zone, working_day: workingDay } = rows[0] ?? { zone: 'UTC', working_day: null };
  const before = period.kind === 'day' && workingDay !== null ? periodOf('day', workingDay) : shiftPeriod(period, -1);
  return { zone, before };
}
