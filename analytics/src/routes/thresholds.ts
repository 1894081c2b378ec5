/** The rules as a table for the file: each threshold a row, the rule's own default before those that were set. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Rule, Store } from '@mingcha/sql';
import { CARD_GRADES, ThresholdRow } from '../contract/index.ts';
import { selectOfRows } from '../query/made-rows.ts';
import type { Reader } from '../query/reader.ts';
import { readThresholds } from '../supervision/settings.ts';
import { speechOf } from '../words/speech.ts';
import { asOfOf, listQuery, listResponses, sendList } from './list.ts';

type Set = Awaited<ReturnType<typeof readThresholds>>[number];

export const thresholdRoutes: FastifyPluginAsyncTypebox<{
  reader: Reader;
  store: Store;
  rules: readonly Rule[];
  clock: () => Date;
}> = async (app, { reader, store, rules, clock }) => {
  // The gravest first, as on the page.
  const inOrder = rules.toSorted((a, b) => CARD_GRADES.indexOf(b.grade) - CARD_GRADES.indexOf(a.grade));
  app.get(
    '/thresholds',
    {
      schema: {
        tags: ['rules'],
        summary: '规则与时限: every supervision rule with its thresholds, defaults and those set, one a row.',
        description: 'As of the moment: what was set after it, or taken back before it, is left out.',
        querystring: listQuery({}),
        response: listResponses(ThresholdRow),
      },
    },
    async (request, reply) => {
      const asOf = asOfOf(request.query) ?? clock();
      const set = await readThresholds(store, asOf);
      const rows = inOrder.flatMap((rule) => rowsOf(rule, set));
      return sendList(request, reply, reader, 'thresholds', selectOfRows(ThresholdRow, rows), asOf);
    },
  );
};

function rowsOf(rule: Rule, set: readonly Set[]): ThresholdRow[] {
  const { id, version, name, grade, phase, finding, source, parameters } = rule;
  const ofRule = {
    ...{ rule: id, rule_version: version, rule_name_zh: name.zh, rule_name_en: name.en, grade, phase, finding },
    ...{ source_zh: source.zh, source_en: source.en },
  };
  const none = { parameter: '', parameter_zh: '', parameter_en: '', value: null, unit: '' };
  if (Object.keys(parameters).length === 0) return [{ ...ofRule, ...none, ...DEFAULT }];
  return Object.entries(parameters).flatMap(([parameter, { zh, en, unit, default: value }]) => {
    const ofParameter = { ...ofRule, parameter, parameter_zh: zh, parameter_en: en, unit };
    const own = set.filter((each) => each.rule === id && each.parameter === parameter);
    return [{ ...ofParameter, value, ...DEFAULT }, ...own.map((each) => ({ ...ofParameter, ...settingOf(each) }))];
  });
}

const EVERYBODY = { for_whom_zh: '全部', for_whom_en: 'Everywhere' };
const DEFAULT = {
  ...{ scope: 'everywhere' as const, code: '', ...EVERYBODY },
  ...{ valid_from: null, set_by: '', set_at: null, reason: '' },
};
const [ZH, EN] = [speechOf('zh', 'UTC'), speechOf('en', 'UTC')];

function settingOf({ scope, code, name, value, valid_from, set_by, set_at, reason }: Set) {
  const isKind = scope === 'case_kind';
  const whom = {
    for_whom_zh: isKind ? ZH.code('case_kind', code) : name || code,
    for_whom_en: isKind ? EN.code('case_kind', code) : name || code,
  };
  const forWhom = scope === 'everywhere' ? EVERYBODY : whom;
  return { scope, code, ...forWhom, value, valid_from, set_by, set_at, reason };
}
