/**
 * What the numbers were counted from, as Parquet beside them: cases, cards, items, units and the days of the calendars. No
 * applicant and no reason in words is among it.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { inlineView, type Parameters, type Store } from '@mingcha/sql';

export interface Span {
  /** First day of the period before, last day of the period; ISO days. */
  from: string;
  to: string;
  /** Cases open at the end too, which statistics count. */
  withOpen: boolean;
  /** Staff are listed by name only where they are ranked. */
  withStaff: boolean;
}

/** The names of the files, in the order they are written. */
export const EVIDENCE = ['cases', 'cards', 'items', 'units', 'calendars', 'calendar_days'] as const;
export type Evidence = (typeof EVIDENCE)[number];
export const evidenceFile = (name: Evidence): string => `${name}.parquet`;

const CASES = inlineView(
  'publication_cases(from_day={from_day:Date}, to_day={to_day:Date}, with_open={with_open:UInt8})',
);
const CARDS = inlineView(
  "stg_card_actions_found(from_day={from_day:Date}, to_day={to_day:Date}, as_of={as_of:DateTime64(3, 'UTC')})",
);

const STATEMENTS: Readonly<Record<Evidence, string>> = {
  cases: `select * from ${CASES} order by case_id`,
  cards: `select * from ${CARDS} order by card_id, sequence`,
  items: `select
      item, valid_from, name, department, toString(case_kind) as case_kind, promised_limit, toString(promised_unit) as promised_unit,
      statutory_limit, toString(statutory_unit) as statutory_unit
    from items final order by item, valid_from`,
  units: `select level, code, name, department, centre, county from dictionary('unit')
    where level in ('county', 'centre', 'department', 'window', 'item') or (level = 'staff' and {with_staff:UInt8} = 1)
    order by level, code`,
  calendars: `select calendar, zone, toString(counting) as counting, standard_day_seconds, known_until
    from calendar_numbers order by calendar`,
  // From before anything in the bundle happened, to as far as calendars are laid out.
  calendar_days: `select
      days.calendar as calendar, day, toString(role) as role, name, is_known,
      hours::Array(Tuple(opens UInt32, closes UInt32)) as hours
    from calendar_days as days
    where days.calendar in (
      select calendar from case_facts final
      where first_on <= {to_day:Date} and (last_on >= {from_day:Date} or ({with_open:UInt8} = 1 and open_until > {to_day:Date}))
    ) and day >= (
      select ifNull(min(least(first_on, ifNull(clock_from_on, first_on))), {from_day:Date}) - 5
      from case_facts final
      where first_on <= {to_day:Date} and (last_on >= {from_day:Date} or ({with_open:UInt8} = 1 and open_until > {to_day:Date}))
    )
    order by calendar, day`,
};

/** Writes all of it into a folder; rows of each file in a stable order. */
export async function writeEvidence(store: Store, folder: string, span: Span, asOf: Date): Promise<void> {
  const parameters: Parameters = {
    from_day: span.from,
    to_day: span.to,
    with_open: span.withOpen ? 1 : 0,
    with_staff: span.withStaff ? 1 : 0,
    as_of: asOf,
  };
  for (const name of EVIDENCE)
    await writeParquet(store, join(folder, evidenceFile(name)), STATEMENTS[name], parameters);
}

async function writeParquet(store: Store, path: string, statement: string, parameters: Parameters): Promise<void> {
  const settings =
    "settings output_format_parquet_compression_method = 'zstd', output_format_parquet_string_as_string = 1";
  const rows = await store.stream(`${statement} ${settings}`, 'Parquet', parameters);
  const file = await open(path, 'w');
  try {
    for await (const part of rows) await file.write(part as Buffer);
    await file.sync();
  } finally {
    await file.close();
  }
}
