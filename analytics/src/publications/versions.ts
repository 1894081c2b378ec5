/** By which release, models, rules, calendars and directory a publication was counted, each with a version to compare. */
import { hash } from 'node:crypto';
import type { Rule, Store } from '@mingcha/sql';
import type { PublicationManifest } from '../contract/index.ts';
import { readSettings } from '../supervision/settings.ts';

type Versions = PublicationManifest['versions'];

const TABLES = [
  'regions',
  'centres',
  'departments',
  'windows',
  'staff',
  'items',
  'item_stages',
  'calendars',
  'calendar_closures',
  'settings',
];

const shorten = (text: string) => text.slice(0, 12).toLowerCase();

async function calendarsOf(store: Pick<Store, 'query'>): Promise<Versions['calendars']> {
  const rows = await store.query<Versions['calendars'][number]>(
    `select
      numbers.calendar as calendar, numbers.zone as zone, numbers.counting as counting, numbers.known_until as known_until,
      hex(sipHash128(any(zone), any(counting), any(standard_day_seconds), arraySort(groupArray((day, is_working, days.hours))))) as version
    from calendar_days as days
    inner join calendar_numbers as numbers on numbers.calendar_no = days.calendar_no
    where day <= known_until
    group by calendar, zone, counting, known_until order by calendar`,
  );
  return rows.map((row) => ({ ...row, version: shorten(row.version) }));
}

async function directoryOf(store: Pick<Store, 'query'>): Promise<Versions['directory']> {
  const parts = TABLES.map(
    (table) => `select '${table}' as table, toUInt32(count()) as rows,
      if(count() = 0, null, fromUnixTimestamp64Milli(toInt64(max(given)), 'UTC')) as imported_at, hex(groupBitXor(digest)) as version
    from (select version as given, sipHash64(toString(tuple(* except (version)))) as digest from ${table} final)`,
  );
  const rows = await store.query<Versions['directory'][number]>(parts.join(' union all '));
  return TABLES.flatMap((table) => rows.filter((row) => row.table === table)).map((row) => ({
    ...row,
    version: shorten(row.version),
  }));
}

async function rulesOf(store: Pick<Store, 'query'>, rules: readonly Rule[]): Promise<Versions['rules']> {
  const settings = await readSettings(store);
  return rules.map(({ id, version }) => ({
    id,
    version,
    settings: shorten(hash('sha256', JSON.stringify(settings.filter(({ rule }) => rule === id)))),
  }));
}

export async function versionsOf(
  store: Pick<Store, 'query'>,
  rules: readonly Rule[],
  release: string,
): Promise<Versions> {
  const [[models], ofRules, calendars, directory] = await Promise.all([
    store.query<{ models: string }>("select models from facts_computed final where what = 'case_facts'"),
    rulesOf(store, rules),
    calendarsOf(store),
    directoryOf(store),
  ]);
  return { release, models: shorten(models?.models ?? ''), rules: ofRules, calendars, directory };
}
