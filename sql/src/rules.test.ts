/**
 * Every rule beside its sidecar: `rules/x.yaml` holds small cases checked by hand: rows given, findings expected.
 * - `directory`, `unless_told`, `as_of`: what all its cases share;
 * - `cases`: `promise`, `given` (events; an event's id is its type unless told), `unless_told`, `thresholds`, `as_of`, `expect`: findings as
 *   case_id, found_at and the evidence named; a finding nobody expects is a failure;
 * - `cards` of a case: what happened to cards before; unless told it is the issue of a warning by another rule.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { modelDirectory } from './catalogue.ts';
import { migrate } from './migrate.ts';
import { rebuild } from './rebuild.ts';
import { findingsOf, type Rule, readRules, type Threshold, thresholdFor } from './rules.ts';
import { insertRows, type Row, replaceDirectory, type Tables } from './sidecar-rows.ts';
import { openStore, type Store } from './store.ts';

interface Expected {
  case_id: string;
  found_at: string;
  evidence?: Record<string, string>;
}
interface Case {
  promise: string;
  given: Row[];
  unless_told?: Row;
  cards?: Row[];
  as_of?: string;
  thresholds?: Omit<Threshold, 'rule'>[];
  expect: Expected[];
}
interface Sidecar {
  directory?: Tables;
  unless_told?: Row;
  as_of: string;
  cases: Case[];
}

const DIRECTORY = ['regions', 'calendars', 'centres', 'departments', 'windows', 'staff', 'items', 'item_stages'];
/** An action on a card, unless told. */
const WARNED = {
  sequence: 1,
  rule: 'notice_before_due',
  rule_version: 1,
  grade: 'notice',
  action: 'issue',
  detail: '{}',
};
const rules = await readRules();
const sidecars = new Map<string, Sidecar>();
for (const { id } of rules) {
  sidecars.set(id, parse(await readFile(join(modelDirectory, 'rules', `${id}.yaml`), 'utf8')) as Sidecar);
}

let folder: string;
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-rules-'));
  store = await openStore(`file:${join(folder, 'store')}`);
  await migrate(store);
});

afterAll(async () => {
  await store?.close();
  await rm(folder, { recursive: true, force: true });
});

let loaded = '';
/** Puts cases into the store, alone in it. */
async function give(sidecar: Sidecar, cases: readonly Case[]): Promise<void> {
  const directory = JSON.stringify(sidecar.directory ?? {});
  if (directory !== loaded) {
    await replaceDirectory(store, DIRECTORY, sidecar.directory ?? {});
    loaded = directory;
  }
  for (const table of ['case_events', 'case_facts', 'open_cases', 'card_events', 'card_acts_of_cases', 'staff_entries'])
    await store.command(`truncate table ${table}`);
  const given = cases.flatMap((each) =>
    each.given.map((row) => {
      const told = { ...sidecar.unless_told, ...each.unless_told, ...row };
      return { event_id: told['type'], ...told, ...placed(sidecar, each, row) };
    }),
  );
  await insertRows(
    store,
    'case_events',
    given.map((row) => ({ source: 'hall', ...row })),
  );
  const cards = cases.flatMap((each) =>
    (each.cards ?? []).map((row) => ({
      ...WARNED,
      action_id: JSON.stringify(row),
      ...row,
      ...placed(sidecar, each, row),
    })),
  );
  await insertRows(store, 'card_events', cards);
  await rebuild(store);
}

/** Cases of one sidecar lie side by side in the store, each group under a number of its own. */
const prefix = (sidecar: Sidecar, each: Case) => `${sidecar.cases.indexOf(each)}/`;
const placed = (sidecar: Sidecar, each: Case, row: Row) => ({ case_id: `${prefix(sidecar, each)}${row['case_id']}` });

for (const rule of rules) {
  const sidecar = sidecars.get(rule.id)!;
  describe(rule.id, () => {
    // A rule that knows more than the facts it is asked about sees each case alone; the others see them all at once.
    const looksAround = /\b(case_facts|card_acts_of_cases)\b/.test(rule.select);
    if (!looksAround) beforeAll(() => give(sidecar, sidecar.cases));

    it.each(sidecar.cases)('$promise', async (each) => {
      if (looksAround) await give(sidecar, [each]);
      const thresholds = (each.thresholds ?? []).map((one) => ({ rule: rule.id, ...one }));
      const found = await store.query<Expected>(
        `select substring(case_id, length({prefix:String}) + 1) as case_id, found_at, evidence
        from (${findingsOf(rule, '(select * from case_facts final where startsWith(case_id, {prefix:String}))', thresholds)})
        where found_at <= {as_of:DateTime64(3, 'UTC')} order by case_id`,
        { prefix: prefix(sidecar, each), as_of: new Date(each.as_of ?? sidecar.as_of) },
      );
      const expected = each.expect.map((row) => ({ ...row, found_at: new Date(row.found_at).toISOString() }));
      const named = found.map((row, index) => {
        const names = Object.keys(expected[index]?.evidence ?? {});
        const evidence = Object.fromEntries(names.map((name) => [name, row.evidence?.[name]]));
        return { case_id: row.case_id, found_at: row.found_at, ...(names.length > 0 && { evidence }) };
      });
      expect(named).toEqual(expected);
    });
    it('has a sentence that quotes only what its evidence and parameters hold', () => {
      const quotes = [...`${rule.sentence.zh} ${rule.sentence.en}`.matchAll(/\{([\w.]+)\}/g)].map(([, name]) => name!);
      for (const name of quotes) {
        if (name.startsWith('threshold.')) expect(rule.parameters).toHaveProperty(name.slice('threshold.'.length));
        else expect(rule.select).toContain(`'${name}'`);
      }
    });
  });
}

describe('thresholds', () => {
  const rule = {
    id: 'r',
    parameters: { days: { default: 2, unit: 'working_days', zh: '', en: '' } },
  } as unknown as Rule;
  const at = (scope: Threshold['scope'], code: string, value: number, valid_from = '2026-01-01'): Threshold => ({
    rule: 'r',
    parameter: 'days',
    scope,
    code,
    value,
    valid_from,
  });
  const of = { county: 'c', case_kind: 'commitment', department: 'd', item: 'i', received_on: '2026-03-02' };
  it.each([
    ['none is the default', [], undefined],
    ['one for everybody', [at('everywhere', '', 3)], 3],
    ['the department before everybody', [at('everywhere', '', 3), at('department', 'd', 4)], 4],
    ['the item before the department', [at('item', 'i', 5), at('department', 'd', 4)], 5],
    ['another item is not meant', [at('item', 'j', 5)], undefined],
    ['the newest in force', [at('everywhere', '', 3), at('everywhere', '', 6, '2026-03-01')], 6],
    ['not yet in force', [at('everywhere', '', 3), at('everywhere', '', 6, '2026-03-03')], 3],
    ['the more specific wins though it is older', [at('everywhere', '', 6, '2026-03-01'), at('county', 'c', 7)], 7],
  ])('%s', (_, thresholds, value) => {
    expect(thresholdFor(rule, 'days', of, thresholds)?.value).toBe(value);
  });
});

describe('a rule file', () => {
  const good = `-- id: x
-- version: 1
-- name: { zh: 甲, en: A }
-- grade: notice
-- phase: before
-- finding: work
-- sentence: { zh: 甲, en: A }
-- source: { zh: 本平台, en: ours }
select case_id, due_at as found_at, map() as evidence from facts
`;
  it.each([
    ['with a misspelt key', good.replace('-- phase', '-- phases'), /rules\/x\.sql: phases is no key of a rule/],
    ['with another name', good.replace('id: x', 'id: y'), /id must be the name of the file, x/],
    ['without a version', good.replace('version: 1', 'version: 0'), /version must be 1, 2, 3/],
    ['of an unknown grade', good.replace('grade: notice', 'grade: blue'), /grade must be one of notice, yellow, red/],
    [
      'without English',
      good.replace('sentence: { zh: 甲, en: A }', 'sentence: { zh: 甲 }'),
      /sentence must have zh and en/,
    ],
    [
      'that counts in what nobody bounds',
      good.replace('-- source', '-- parameters: { far: { default: 1, unit: miles, zh: 甲, en: A } }\n-- source'),
      /the unit of far must be one of working_days/,
    ],
    ['that asks for a threshold it does not have', good.replace('due_at', "threshold('days')"), /has no parameter/],
    ['whose header is no YAML', good.replace('{ zh: 甲', '{ zh: [甲'), /header of rules\/x\.sql is not YAML/],
  ])('%s is refused with file, key and remedy', async (_, text, message) => {
    const own = await mkdtemp(join(tmpdir(), 'mingcha-rule-'));
    await writeFile(join(own, 'x.sql'), text);
    await expect(readRules(own)).rejects.toThrow(message);
    await rm(own, { recursive: true });
  });
});
