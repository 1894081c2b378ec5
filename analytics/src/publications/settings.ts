/** Weights, deductions and thresholds a publication is counted with, as in force. */
import type { Store } from '@mingcha/sql';
import type { PublicationManifest } from '../contract/index.ts';

/** What counts where nobody set it (domain, weekly ranking). */
const UNLESS_SET: Readonly<Record<string, string>> = {
  weight_early: '25',
  weight_within_limit: '25',
  weight_speed_up: '15',
  weight_satisfaction: '15',
  weight_data_quality: '10',
  weight_workload: '10',
  deduction_notice: '0',
  deduction_yellow: '5',
  deduction_red: '10',
  ranking_minimum: '5',
};
/** Unlike the others they are not those of the period's first day: entries are judged by the newest hours there are. */
const NEWEST: Readonly<Record<string, string>> = { entry_timeliness_hours: '24' };
const FOR_EVER = '2149-01-01';

export const OBJECTION_DAYS = 'objection_days';
/** Working days after the day of publication in which a unit can object. */
const OBJECTION_DAYS_UNLESS_SET = '5';

interface InForce {
  key: string;
  value: string;
  valid_from: string;
}

async function inForce(
  store: Pick<Store, 'query'>,
  keys: readonly string[],
  day: string,
): Promise<Map<string, InForce>> {
  const rows = await store.query<InForce>(
    `select key, value, valid_from from settings final
    where region = '' and key in {keys:Array(String)} and valid_from <= {day:Date}
    order by key, valid_from desc limit 1 by key`,
    { keys: [...keys], day },
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** All a ranking of a period that begins on `from` is counted with. */
export async function settingsOf(store: Pick<Store, 'query'>, from: string): Promise<PublicationManifest['settings']> {
  const [ofPeriod, newest] = await Promise.all([
    inForce(store, Object.keys(UNLESS_SET), from),
    inForce(store, Object.keys(NEWEST), FOR_EVER),
  ]);
  const stated = ([key, value]: [string, string], set: Map<string, InForce>) => {
    const row = set.get(key);
    return [key, { value: row?.value ?? value, valid_from: row?.valid_from ?? null }] as const;
  };
  return Object.fromEntries([
    ...Object.entries(UNLESS_SET).map((each) => stated(each, ofPeriod)),
    ...Object.entries(NEWEST).map((each) => stated(each, newest)),
  ]);
}

/** Working days in which a unit can object to what is published on a day. */
export async function objectionDays(store: Pick<Store, 'query'>, day: string): Promise<number> {
  const set = (await inForce(store, [OBJECTION_DAYS], day)).get(OBJECTION_DAYS);
  return Number(set?.value ?? OBJECTION_DAYS_UNLESS_SET);
}
