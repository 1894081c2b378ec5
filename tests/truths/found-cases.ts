/** The cases a supervision rule finds in a store as of a moment, with its own thresholds, over all cases there are. */
import { findingsOf, readRules, type Store } from '@mingcha/sql';

export interface FoundCase {
  case_id: string;
  grade: string;
  /** ISO moment. */
  found_at: string;
}

const rules = new Map((await readRules()).map((rule) => [rule.id, rule]));

export const RULES: readonly string[] = [...rules.keys()];

export function foundCases(store: Store, rule: string, asOf: Date): Promise<FoundCase[]> {
  return store.query<FoundCase>(
    `select case_id, grade, found_at from (${findingsOf(rules.get(rule)!, 'case_facts final', [])})
    where found_at <= {as_of:DateTime64(3, 'UTC')} order by case_id`,
    { as_of: asOf },
  );
}
