/**
 * Brings what is derived from the directory up to date: every calendar laid out day by day, zone offsets, dictionaries.
 * Call it after an import and once after migrating; running it again changes nothing.
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { KNOWN_UNTIL, readListedDays } from './calendar.ts';
import { parseHours } from './hours.ts';
import type { Store } from './store.ts';
import { writeTopology } from './topology.ts';
import { zoneOffsets } from './zone-offsets.ts';

/** Days every calendar is laid out for; beyond KNOWN_UNTIL by weekday, marked as not known. */
const FIRST_DAY = '1970-01-01';
const LAST_DAY = '2045-12-31';

/** The calendar of centres that name none. Imported rows with this code replace it. */
const DEFAULT_CALENDAR: CalendarRow = {
  calendar: 'default',
  zone: 'Asia/Shanghai',
  counting: 'whole_days',
  standard_day_hours: 8,
  hours: '09:00-12:00 13:00-18:00',
};

const DICTIONARIES = [
  'calendar_day',
  'working_day',
  'working_second',
  'zone_offset',
  'calendar_number',
  'item_in_force',
  'stage_in_force',
  'setting_in_force',
  'unit',
] as const;

interface CalendarRow {
  calendar: string;
  zone: string;
  counting: string;
  standard_day_hours: number;
  hours: string;
}

async function readCalendars(store: Store): Promise<CalendarRow[]> {
  const rows = await store.query<CalendarRow>(
    `select calendar, argMax(zone, valid_from) as zone, toString(argMax(counting, valid_from)) as counting,
        argMax(standard_day_hours, valid_from) as standard_day_hours, argMax(hours, valid_from) as hours
    from calendars final where calendar != '' group by calendar order by calendar`,
  );
  return rows.some((row) => row.calendar === DEFAULT_CALENDAR.calendar) ? rows : [DEFAULT_CALENDAR, ...rows];
}

/** One calendar's days: the centre's own closures and openings over the national notices over the weekday. */
const daysOf = `with
    listed as (select day, listed_as, name from working_days final),
    own as (select day, is_working, name from calendar_closures final where calendar = {calendar:String}),
    days as (
        select toDate({first_day:Date}) + number as day
        from numbers(toUInt32(toDate({last_day:Date}) - toDate({first_day:Date}) + 1))
    ),
    decided as (
        select
            d.day as day,
            multiIf(
                o.day = d.day, o.is_working,
                l.listed_as = 'makeup', true,
                l.listed_as = 'off', false,
                toDayOfWeek(d.day) < 6
            ) as is_working,
            multiIf(
                o.day = d.day, if(o.is_working, 'opening', 'closure'),
                l.listed_as = 'makeup', 'makeup',
                l.listed_as = 'off', 'holiday',
                toDayOfWeek(d.day) < 6, 'workday',
                'weekend'
            ) as role,
            if(o.day = d.day, o.name, l.name) as name
        from days as d
        left join listed as l on l.day = d.day
        left join own as o on o.day = d.day
    )
select
    toUInt64({calendar_no:UInt16}) * 100000 + toUInt16(day) as key,
    {calendar:String} as calendar,
    {calendar_no:UInt16} as calendar_no,
    day, is_working, role, name,
    day <= toDate({known_until:Date}) as is_known,
    sum(is_working) over (order by day) as working_index,
    toDateTime64(toString(day), 3, {zone:String}) as starts_at,
    if(is_working, arrayZip({opens:Array(UInt32)}, {closes:Array(UInt32)}), []) as hours,
    if(is_working, {work_seconds:UInt32}, 0) as work_seconds,
    toUInt64(working_index - is_working) * {work_seconds:UInt32} as seconds_before
from decided`;

/** Brings the national days to those of this release, without a moment in which they are missing. */
async function loadListedDays(store: Store): Promise<void> {
  const listed = readListedDays().sort((a, b) => (a.day < b.day ? -1 : 1));
  const there = await store.query<{ day: string; listedAs: string; name: string }>(
    'select day, toString(listed_as) as listedAs, name from working_days final order by day',
  );
  if (isDeepStrictEqual(there, listed)) return;
  const text = listed.map(
    ({ day, listedAs, name }) => `${day}\t${listedAs === 'makeup' ? 1 : 0}\t${listedAs}\t${name}\n`,
  );
  await store.insert('working_days', ['day', 'is_working', 'listed_as', 'name'], text.join(''), 'TabSeparated');
  const days = new Set(listed.map(({ day }) => day));
  const gone = there.flatMap(({ day }) => (days.has(day) ? [] : [`'${day}'`]));
  if (gone.length === 0) return;
  const remove = `alter table working_days {on_cluster} delete where day in (${gone.join()}) settings mutations_sync = 2`;
  await store.command(writeTopology(remove, store.topology));
}

const LAID_OUT = ['calendar_days', 'calendar_numbers', 'zone_offsets'] as const;

/** Lays all calendars out anew beside the old ones, in tables of this call's own, and exchanges them at once. */
async function layOutCalendars(store: Store): Promise<void> {
  const command = (statement: string) => store.command(writeTopology(statement, store.topology));
  const own = `${Math.floor(Date.now() / 1000)}_${randomUUID().slice(0, 8)}`;
  const next = (table: (typeof LAID_OUT)[number]) => `${table}_next_${own}`;
  await dropLeftOvers(store);
  for (const table of LAID_OUT) await command(`create table ${next(table)} {on_cluster} as ${table}`);
  for (const [calendar_no, row] of (await readCalendars(store)).entries()) {
    const hours = parseHours(row.hours);
    const work_seconds = hours.reduce((sum, [opens, closes]) => sum + closes - opens, 0);
    await store.command(`insert into ${next('calendar_days')} ${daysOf}`, {
      calendar: row.calendar,
      calendar_no,
      zone: row.zone,
      first_day: FIRST_DAY,
      last_day: LAST_DAY,
      known_until: KNOWN_UNTIL,
      opens: hours.map(([opens]) => opens),
      closes: hours.map(([, closes]) => closes),
      work_seconds,
    });
    const numbers = [row.calendar, calendar_no, row.zone, row.counting, row.standard_day_hours * 3600, KNOWN_UNTIL];
    const columns = ['calendar', 'calendar_no', 'zone', 'counting', 'standard_day_seconds', 'known_until'];
    await store.insert(next('calendar_numbers'), columns, `${numbers.join('\t')}\n`, 'TabSeparated');
    const offsets = zoneOffsets(row.zone).map(
      ({ from, to, seconds }) => `${calendar_no}\t${from}\t${to}\t${seconds}\n`,
    );
    const offsetColumns = ['calendar_no', 'from_second', 'to_second', 'seconds'];
    await store.insert(next('zone_offsets'), offsetColumns, offsets.join(''), 'TabSeparated');
  }
  for (const table of LAID_OUT) await command(`exchange tables ${table} and ${next(table)} {on_cluster}`);
  for (const table of LAID_OUT) await command(`drop table ${next(table)} {on_cluster}`);
}

/** Tables of a process that was killed while it laid out; none takes an hour, and their names say when it began. */
async function dropLeftOvers(store: Store): Promise<void> {
  const left = await store.query<{ name: string }>(
    `select name from system.tables
    where database = currentDatabase() and match(name, '^(${LAID_OUT.join('|')})_next')
        and toUInt32OrZero(extract(name, '_next_(\\\\d+)_')) < {hour_ago:UInt32}`,
    { hour_ago: Math.floor(Date.now() / 1000) - 3600 },
  );
  for (const { name } of left) {
    await store.command(writeTopology(`drop table if exists ${name} {on_cluster}`, store.topology));
  }
}

export async function reloadDirectory(store: Store): Promise<void> {
  await loadListedDays(store);
  await layOutCalendars(store);
  for (const dictionary of DICTIONARIES) {
    await store.command(writeTopology(`system reload dictionary {on_cluster} ${dictionary}`, store.topology));
  }
}
