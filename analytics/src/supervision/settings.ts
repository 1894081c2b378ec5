/** Thresholds of the rules as they were set: dated, for whom, by whom and why. Nothing is overwritten or forgotten. */
import type { Store, Threshold } from '@mingcha/sql';

/** A threshold with its history; a value of null took the setting back. */
export interface Setting extends Omit<Threshold, 'value'> {
  value: number | null;
  set_by: string;
  /** ISO moment. */
  set_at: string;
  reason: string;
}

const COLUMNS = 'rule, parameter, scope, code, valid_from, value, set_by, set_at, reason';

/** The newest setting for each rule, parameter, scope and day, those taken back included. */
export async function readSettings(store: Pick<Store, 'query'>): Promise<Setting[]> {
  return store.query<Setting>(
    `select ${COLUMNS} from rule_settings final order by rule, parameter, scope, code, valid_from`,
  );
}

/** What counts of them. */
export function thresholdsOf(settings: readonly Setting[]): Threshold[] {
  return settings.flatMap(({ rule, parameter, scope, code, valid_from, value }) =>
    value === null ? [] : [{ rule, parameter, scope, code, valid_from, value }],
  );
}

export async function writeSetting(store: Pick<Store, 'insert'>, setting: Setting): Promise<void> {
  const row = { ...setting, set_at: setting.set_at.replace('T', ' ').replace('Z', ''), version: Date.now() * 1000 };
  await store.insert('rule_settings', Object.keys(row), JSON.stringify(row), 'JSONEachRow');
}
