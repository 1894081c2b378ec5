/**
 * The supervision rules: one file each in rules/, a header that says what the rule is and a SELECT that finds.
 *
 * The header is YAML in the comment lines a file begins with. The SELECT reads `facts`, rows of case_facts, and answers
 * `case_id`, `found_at` (the moment from which the finding is true) and `evidence` (a map of texts, which the rule's sentence
 * quotes). It knows no present: whoever asks adds the moment. So one definition serves the supervisor, a baseline over
 * history and a trial of other thresholds over any period.
 *
 * `threshold('name')` in a SELECT is the value of that parameter for the case: of the thresholds that were in force on the
 * day it was received the most specific one, item before department before case kind before county before everywhere, else
 * the rule's own default.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { quoted } from './parameters.ts';
import { StoreError } from './store-error.ts';

export const GRADES_OF_RULES = ['notice', 'yellow', 'red'] as const;
/** 事前, 事中, 事后: found before, during or after what it warns of. */
export const PHASES = ['before', 'during', 'after'] as const;
/** Whether the work is late or wrong, or the data about it are. */
export const FINDINGS = ['work', 'data'] as const;
/** From the widest to the most specific. */
export const SCOPES = ['everywhere', 'county', 'case_kind', 'department', 'item'] as const;

/** What thresholds are counted in: how much is still plausible, and whether only whole ones are counted. */
export const UNITS = {
  working_days: { maximum: 1_000, isWhole: true },
  calendar_days: { maximum: 1_000, isWhole: true },
  hours: { maximum: 8_760, isWhole: false },
  minutes: { maximum: 1_440, isWhole: false },
  percent: { maximum: 100, isWhole: false },
  cases: { maximum: 10_000, isWhole: true },
  times: { maximum: 100, isWhole: true },
  /** 倍, of another number; `times` are occasions, 次. */
  multiple: { maximum: 100, isWhole: false },
} as const;

export interface RuleParameter {
  default: number;
  unit: keyof typeof UNITS;
  zh: string;
  en: string;
}

export interface Rule {
  readonly id: string;
  readonly version: number;
  readonly name: { zh: string; en: string };
  readonly grade: (typeof GRADES_OF_RULES)[number];
  readonly phase: (typeof PHASES)[number];
  readonly finding: (typeof FINDINGS)[number];
  readonly parameters: Readonly<Record<string, RuleParameter>>;
  /** Quotes evidence as `{name}` and thresholds as `{threshold.name}`. */
  readonly sentence: { zh: string; en: string };
  /** Where the rule comes from: a law, a published practice, or a choice of ours. */
  readonly source: { zh: string; en: string };
  readonly select: string;
}

/** One setting of a rule's parameter, in force from a day on for cases received from then. */
export interface Threshold {
  rule: string;
  parameter: string;
  scope: (typeof SCOPES)[number];
  /** Code of the county, case kind, department or item; empty for everywhere. */
  code: string;
  value: number;
  /** ISO day. */
  valid_from: string;
}

export interface CaseOfThreshold {
  county: string;
  case_kind: string;
  department: string;
  item: string;
  /** ISO day. */
  received_on: string;
}

const directory = fileURLToPath(new URL('../rules/', import.meta.url));
const keys = ['id', 'version', 'name', 'grade', 'phase', 'finding', 'parameters', 'sentence', 'source'];

/** All rules, by name of file. Throws a StoreError that names file and key where one is not as it must be. */
export async function readRules(folder = directory): Promise<Rule[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(names.map(async (name) => ruleOf(name, await readFile(join(folder, name), 'utf8'))));
}

function ruleOf(file: string, text: string): Rule {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => !line.startsWith('--'));
  const header = lines.slice(0, from).map((line) => line.replace(/^-- ?/, ''));
  let given: Record<string, unknown>;
  try {
    given = parse(header.join('\n')) as Record<string, unknown>;
  } catch (error) {
    throw new StoreError(`The header of rules/${file} is not YAML: ${(error as Error).message}`);
  }
  const refuse = (key: string, remedy: string) => new StoreError(`The rule in rules/${file}: ${key} ${remedy}.`);
  const unknown = Object.keys(given).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw refuse(unknown, `is no key of a rule; it can have ${keys.join(', ')}`);
  const rule = { parameters: {}, ...given } as unknown as Omit<Rule, 'select'>;
  if (`${rule.id}.sql` !== file) throw refuse('id', `must be the name of the file, ${file.replace(/\.sql$/, '')}`);
  if (!Number.isInteger(rule.version) || rule.version < 1) throw refuse('version', 'must be 1, 2, 3 …');
  if (!GRADES_OF_RULES.includes(rule.grade)) throw refuse('grade', `must be one of ${GRADES_OF_RULES.join(', ')}`);
  if (!PHASES.includes(rule.phase)) throw refuse('phase', `must be one of ${PHASES.join(', ')}`);
  if (!FINDINGS.includes(rule.finding)) throw refuse('finding', `must be one of ${FINDINGS.join(', ')}`);
  for (const key of ['name', 'sentence', 'source'] as const) {
    if (!rule[key]?.zh || !rule[key]?.en) throw refuse(key, 'must have zh and en');
  }
  for (const [name, { unit }] of Object.entries(rule.parameters)) {
    if (!(unit in UNITS)) throw refuse(`the unit of ${name}`, `must be one of ${Object.keys(UNITS).join(', ')}`);
  }
  const select = lines.slice(from).join('\n').trim().replace(/;$/, '');
  for (const [, name] of select.matchAll(/threshold\('(\w+)'\)/g)) {
    if (!(name! in rule.parameters))
      throw refuse(`threshold('${name}')`, 'has no parameter of that name in the header');
  }
  return { ...rule, select };
}

const mostSpecific = (a: Threshold, b: Threshold) =>
  SCOPES.indexOf(b.scope) - SCOPES.indexOf(a.scope) || (a.valid_from < b.valid_from ? 1 : -1);

const ofParameter = (rule: Rule, parameter: string, thresholds: readonly Threshold[]) =>
  thresholds.filter((each) => each.rule === rule.id && each.parameter === parameter).sort(mostSpecific);

/** The threshold that counts for a case; undefined where it is the rule's own default. */
export function thresholdFor(
  rule: Rule,
  parameter: string,
  of: CaseOfThreshold,
  thresholds: readonly Threshold[],
): Threshold | undefined {
  return ofParameter(rule, parameter, thresholds).find(
    ({ scope, code, valid_from }) => valid_from <= of.received_on && (scope === 'everywhere' || of[scope] === code),
  );
}

function thresholdExpression(rule: Rule, parameter: string, thresholds: readonly Threshold[]): string {
  const branches = ofParameter(rule, parameter, thresholds).map(({ scope, code, value, valid_from }) => {
    const isMeant = scope === 'everywhere' ? [] : [`toString(${scope}) = ${quoted(code)}`];
    return `${[`received_on >= toDate(${quoted(valid_from)})`, ...isMeant].join(' and ')}, ${Number(value)}`;
  });
  const otherwise = String(Number(rule.parameters[parameter]?.default));
  return branches.length === 0 ? otherwise : `multiIf(${branches.join(', ')}, ${otherwise})`;
}

/**
 * What a rule finds among cases: rows of (rule, rule_version, grade, case_id, found_at, evidence).
 * `facts` is a table or a sub-query in brackets with the columns of case_facts, one row per case.
 */
export function findingsOf(rule: Rule, facts: string, thresholds: readonly Threshold[]): string {
  const select = rule.select
    .replace(/threshold\('(\w+)'\)/g, (_, name: string) => `(${thresholdExpression(rule, name, thresholds)})`)
    .replace(/\bfrom facts\b/g, `from (${FACTS_OF_RULES} from ${facts})`);
  return `select
    ${quoted(rule.id)} as rule, toUInt16(${rule.version}) as rule_version, ${quoted(rule.grade)} as grade,
    toString(case_id) as case_id, assumeNotNull(found_at) as found_at, evidence
from (${select}) as finding
where finding.found_at < ${NEVER}`;
}

/** When what has no end ends. */
const NEVER = "toDateTime64('2149-06-06 00:00:00', 3, 'UTC')";

/** What every rule can use besides the columns of case_facts. */
const FACTS_OF_RULES = `select
    *,
    dictGet('calendar_number', 'calendar_no', toString(calendar)) as calendar_no,
    ifNull(closed_at, ${NEVER}) as ended_at`;
