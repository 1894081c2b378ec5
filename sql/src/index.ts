export { type CalendarDay, KNOWN_FROM, KNOWN_UNTIL, readWorkingDays } from './calendar.ts';
export { type Model, readModels } from './catalogue.ts';
export {
  DAYS_FROM_SUMS,
  type DaySums,
  type Days,
  FIRST_DAY,
  FROM_SUMS,
  isSummed,
  openDaySums,
  passesBegun,
  sumDays,
} from './day-sums.ts';
export { reloadDirectory } from './directory.ts';
export { type Interval, parseHours } from './hours.ts';
export { inlineView } from './inline.ts';
export { makeDirectory } from './make-directory.ts';
export { type Migrated, type MigrateOptions, migrate } from './migrate.ts';
export { readsCases, readsEvents } from './of-cases.ts';
export { ensureFacts, mergeFacts, rebuild } from './rebuild.ts';
export { openRefresher, type Refresher, type RefresherOptions } from './refresh.ts';
export {
  type CaseOfThreshold,
  findingsOf,
  type Rule,
  type RuleParameter,
  readRules,
  SCOPES,
  type Threshold,
  thresholdFor,
  UNITS,
} from './rules.ts';
export { inWords, type RuleLanguage, sentenceOf } from './rules-sentence.ts';
export {
  openStore,
  type Parameters,
  type ParameterValue,
  type QueryOptions,
  type Store,
  type Topology,
} from './store.ts';
export { StoreError } from './store-error.ts';
export { whileUnchanged } from './unchanged.ts';
export { readVerification, type VerificationFile } from './verification.ts';
