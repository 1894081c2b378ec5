/** By what a case was computed: its calendar, the item as in force, the models. Each with a version that can be compared. */
import type { CalendarVersion, ItemVersion } from '../contract/index.ts';
import type { Reader } from './reader.ts';

const imported = "fromUnixTimestamp64Milli(toInt64(version), 'UTC')";

// Days before a calendar is known, and centuries after, decide nothing; a digest of those between says what counted.
const CALENDAR = `
  with
    days as (
      select
        hex(sipHash128(any(zone), any(counting), any(standard_day_seconds), arraySort(groupArray((day, is_working, days.hours))))) as digest,
        toUInt32(countIf(role in ('opening', 'closure') and day > toDate(0))) as own_days
      from calendar_days as days
      inner join calendar_numbers as numbers on numbers.calendar_no = days.calendar_no
      where numbers.calendar = {calendar:String} and day <= known_until
    ),
    rows as (
      select * from calendars final where calendar = {calendar:String} order by valid_from desc limit 1
    )
  select
    numbers.calendar as calendar, lower(substring((select digest from days), 1, 12)) as version, numbers.zone as zone,
    numbers.counting as counting, numbers.standard_day_seconds / 3600 as standard_day_hours,
    (
      select arrayStringConcat(arrayMap(
        h -> concat(formatDateTime(toDateTime(h.1, 'UTC'), '%H:%i'), '-', formatDateTime(toDateTime(h.2, 'UTC'), '%H:%i')),
        anyLast(hours)
      ), ' ')
      from calendar_days where calendar_no = (select calendar_no from calendar_numbers where calendar = {calendar:String}) and is_working
    ) as hours,
    numbers.known_until as known_until, (select own_days from days) as own_days,
    (select min(valid_from) from rows having count() > 0) as valid_from,
    (select min(${imported}) from rows having count() > 0) as imported_at
  from calendar_numbers as numbers where numbers.calendar = {calendar:String}`;

export async function calendarVersion(reader: Reader, calendar: string, asOf: Date): Promise<CalendarVersion> {
  const { rows } = await reader.look<CalendarVersion>(CALENDAR, { calendar }, asOf);
  const [row] = rows;
  if (row === undefined) throw new Error(`The calendar ${calendar} of a case is not laid out; run mingcha migrate.`);
  return row;
}

const ITEM = `
  select
    item, name, valid_from, if(next_from is null, null, next_from - 1) as valid_to, ${imported} as imported_at, case_kind,
    promised_limit, promised_unit, statutory_limit, statutory_unit
  from (
    select
      *,
      leadInFrame(toNullable(valid_from), 1) over (
        order by valid_from rows between unbounded preceding and unbounded following
      ) as next_from
    from items final where item = {item:String}
  )
  where valid_from <= {day:Date} order by valid_from desc limit 1`;

/** The item as in force on a day; null where the directory holds no such version. */
export async function itemVersion(reader: Reader, item: string, day: string, asOf: Date): Promise<ItemVersion | null> {
  const { rows } = await reader.look<ItemVersion>(ITEM, { item, day }, asOf);
  return rows[0] ?? null;
}

export interface ModelsVersion {
  /** Digest, short. */
  models: string;
  /** ISO moment. */
  computed_at: string | null;
}

/** By which models all cases were computed last. */
export async function modelsVersion(reader: Reader, asOf: Date): Promise<ModelsVersion> {
  const { rows } = await reader.look<ModelsVersion>(
    `select substring(models, 1, 12) as models, fromUnixTimestamp64Milli(toInt64(intDiv(version, 1000)), 'UTC') as computed_at
    from facts_computed final where what = 'case_facts'`,
    {},
    asOf,
  );
  return rows[0] ?? { models: '', computed_at: null };
}
