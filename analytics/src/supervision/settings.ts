/** Thresholds of the rules as they were set: dated, for whom, by whom and why. Nothing is overwritten or forgotten. */
import { randomUUID } from 'node:crypto';
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
    `select ${COLUMNS} from rule_settings final
    order by rule, parameter, scope, code, valid_from, version desc, setting_id
    limit 1 by rule, parameter, scope, code, valid_from`,
  );
}

/** What counted of them at a moment, with the name of whom each is for, where the directory has one. */
export async function readThresholds(
  store: Pick<Store, 'query'>,
  asOf: Date,
): Promise<(Setting & { value: number; name: string })[]> {
  return store.query(
    `select * from (
      select ${COLUMNS}, dictGetOrDefault('unit', 'name', (toString(scope), code), '') as name from rule_settings final
      where set_at <= {as_of:DateTime64(3, 'UTC')}
      order by rule, parameter, scope, code, valid_from, version desc, setting_id
      limit 1 by rule, parameter, scope, code, valid_from
    )
    where value is not null
    order by rule, parameter, scope, code, valid_from`,
    { as_of: asOf },
  );
}

/** Everything ever set for a rule, the newest first. */
export async function readSettingsEverSet(store: Pick<Store, 'query'>, rule: string): Promise<Setting[]> {
  return store.query<Setting>(
    `select ${COLUMNS} from rule_settings final where rule = {rule:String} order by version desc, setting_id`,
    { rule },
  );
}

/** What was set for a parameter and scope after a moment, for whatever day, the newest last. */
export async function readSettingsSince(
  store: Pick<Store, 'query'>,
  about: Pick<Setting, 'rule' | 'parameter' | 'scope' | 'code'>,
  moment: Date,
): Promise<Setting[]> {
  return store.query<Setting>(
    `select ${COLUMNS} from rule_settings final
    where rule = {rule:String} and parameter = {parameter:String} and scope = {scope:String} and code = {code:String}
      and set_at > {moment:DateTime64(3, 'UTC')}
    order by version, setting_id`,
    { ...about, moment },
  );
}

/** What counts of them. */
export function thresholdsOf(settings: readonly Setting[]): Threshold[] {
  return settings.flatMap(({ rule, parameter, scope, code, valid_from, value }) =>
    value === null ? [] : [{ rule, parameter, scope, code, valid_from, value }],
  );
}

export async function writeSetting(store: Pick<Store, 'insert'>, setting: Setting): Promise<void> {
  const set_at = setting.set_at.replace('T', ' ').replace('Z', '');
  const row = { ...setting, set_at, setting_id: randomUUID(), version: Date.now() * 1000 };
  await store.insert('rule_settings', Object.keys(row), JSON.stringify(row), 'JSONEachRow');
}
