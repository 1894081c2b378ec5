/** What a report says beside its rows and the engine knows: the calendar it counts by, and the names of whom it is about. */
import { FILTERS, type Filter } from '../contract/codes.ts';
import { calendarOf } from '../query/calendar.ts';
import type { Reader } from '../query/reader.ts';
import type { Filters } from '../query/scope.ts';

export interface Surroundings {
  /** Code of the calendar all centres asked for share, else of the default one. */
  calendar: string;
  /** IANA name. */
  zone: string;
  /** Last day of the last published year of it, ISO. */
  knownUntil: string;
  /** Names on file of the units it is narrowed to. */
  names: Partial<Record<Filter, string>>;
}

export async function surroundingsOf(reader: Reader, filters: Filters): Promise<Surroundings> {
  const calendar = calendarOf(filters);
  const given = FILTERS.filter((name) => filters[name] !== undefined);
  const names = given.map((name) => `dictGetOrDefault('unit', 'name', ('${name}', {of_${name}:String}), '')`);
  const statement = `
    select
      calendar_numbers.calendar as calendar, zone, known_until, [${names.join(', ')}]::Array(String) as names
    from calendar_numbers where calendar_numbers.calendar = ${calendar.text}`;
  const parameters = Object.fromEntries(given.map((name) => [`of_${name}`, filters[name]!]));
  const { rows } = await reader.look<{ calendar: string; zone: string; known_until: string; names: string[] }>(
    statement,
    { ...calendar.parameters, ...parameters },
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The store has no calendar; run "mingcha doctor".');
  return {
    calendar: row.calendar,
    zone: row.zone,
    knownUntil: row.known_until,
    names: Object.fromEntries(given.map((name, at) => [name, row.names[at]])),
  };
}
