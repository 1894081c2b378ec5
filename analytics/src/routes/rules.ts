/** The supervision rules and their thresholds. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { CASE_KINDS } from '@mingcha/ingest/codes';
import { type Rule, type Store, type Threshold, UNITS } from '@mingcha/sql';
import Type from 'typebox';
import {
  RuleRow,
  RuleSettings,
  Rules,
  type SCOPES_OF_THRESHOLDS,
  SetThreshold,
  Simulate,
  type SimulatedRow,
  Simulation,
  TRIAL_COUNTS,
} from '../contract/index.ts';
import { HttpProblem, notFound, type WrongParameter, wrongParameters } from '../problem.ts';
import { firstCursor, readCursor } from '../query/cursor.ts';
import type { Reader } from '../query/reader.ts';
import { simulatedCases, simulatedDepartments } from '../query/simulation.ts';
import { trialOrder } from '../query/trial-order.ts';
import { earliestToday } from '../rectification/due-day.ts';
import {
  readSettings,
  readSettingsEverSet,
  readSettingsSince,
  type Setting,
  thresholdsOf,
  writeSetting,
} from '../supervision/settings.ts';
import { openTurns } from '../turns.ts';
import { languageOf, setMeanwhile } from './act-words.ts';
import { filtersOf } from './list.ts';
import { checkPeriod } from './period.ts';

const RuleParams = Type.Object({
  id: Type.String({ description: 'Id of the rule.', examples: ['notice_before_due'] }),
});
const problems = { '4xx': { $ref: 'Problem#' } };

export const ruleRoutes: FastifyPluginAsyncTypebox<{
  reader: Reader;
  store: Store;
  rules: readonly Rule[];
  clock: () => Date;
}> = async (app, { reader, store, rules, clock }) => {
  const tags = ['rules'];
  // One after another, so that who comes second sees what the first has set.
  const inTurn = openTurns(1);

  app.get(
    '/rules',
    {
      schema: {
        tags,
        summary: 'The supervision rules, with their parameters and the thresholds that were set.',
        querystring: Type.Object({}, { additionalProperties: false }),
        response: { 200: Rules, ...problems },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      const settings = await readSettings(store);
      return { as_of: clock().toISOString(), rows: rules.map((rule) => rowOf(rule, settings)) };
    },
  );

  app.get(
    '/rules/:id/settings',
    {
      schema: {
        tags,
        summary: 'Every threshold ever set for a rule, replaced ones and those taken back included; the newest first.',
        params: RuleParams,
        querystring: Type.Object({}, { additionalProperties: false }),
        response: { 200: RuleSettings, ...problems },
      },
    },
    async (request, reply) => {
      const { id } = ruleOf(rules, request.params.id);
      reply.header('cache-control', 'no-store');
      const settings = await readSettingsEverSet(store, id);
      return { as_of: clock().toISOString(), rows: settings.map(({ rule: _, ...setting }) => setting) };
    },
  );

  app.post(
    '/rules/:id/settings',
    {
      schema: {
        tags,
        summary: 'Sets a threshold from a day on, everywhere or for one county, case kind, department or item.',
        description:
          'Kept with who set it and why; what was set before stays on record. Counts from today on at the earliest: cases ' +
          'received before, and their cards, are judged as they were. A case received on the day itself is judged anew: a card ' +
          'that no longer holds lapses when the case is next looked at. Who sends `seen_at` is told when somebody else came ' +
          'first. There are no accounts yet: the actor is who the request says.',
        params: RuleParams,
        body: SetThreshold,
        response: { 200: RuleRow, ...problems },
      },
    },
    async (request) => {
      const rule = ruleOf(rules, request.params.id);
      const { parameter, scope = 'everywhere', code = '', valid_from, value, actor, reason, seen_at } = request.body;
      const today = await earliestToday(store, clock());
      const wrong = [
        wrongParameterOf(rule, parameter) ?? wrongValueOf(rule, parameter, value),
        await wrongCode(store, scope, code),
        valid_from < today
          ? { parameter: 'valid_from', message: OVER[value === null ? 'back' : 'set'], example: today }
          : undefined,
      ].filter((each) => each !== undefined);
      if (wrong.length > 0) throw wrongParameters(wrong);
      const about = { rule: rule.id, parameter, scope, code };
      return inTurn(async () => {
        const since = seen_at === undefined ? [] : await readSettingsSince(store, about, new Date(seen_at));
        if (since.length > 0) throw new HttpProblem(409, 'Set meanwhile', setMeanwhile(since, languageOf(request)));
        const set_at = clock().toISOString();
        await writeSetting(store, { ...about, valid_from, value, set_at, set_by: actor.trim(), reason: reason.trim() });
        return rowOf(rule, await readSettings(store));
      });
    },
  );

  app.post(
    '/rules/:id/simulate',
    {
      schema: {
        tags,
        summary:
          'Tries other thresholds over a past period: how many cards, for whom, which new, which gone. Issues none.',
        description:
          'Holds what the rule finds with the thresholds tried against what it finds with those in force, over the facts as ' +
          'they are known now, and lists the difference case by case.',
        params: RuleParams,
        body: Simulate,
        response: { 200: Simulation, ...problems },
      },
    },
    async (request, reply) => {
      const rule = ruleOf(rules, request.params.id);
      const { from, to, thresholds, limit = 1000, cursor: word } = request.body;
      checkPeriod(from, to);
      const inForce = thresholdsOf(await readSettings(store)).filter((each) => each.rule === rule.id);
      const tried = await triedOf(store, rule, thresholds, inForce);
      const trial = { rule, from, to, tried, inForce, filters: filtersOf(request.body) };
      const select = simulatedCases(trial);
      const cursor = word === undefined ? undefined : readCursor(select, word);
      if (word !== undefined && cursor === undefined) {
        const message = 'must be the next_cursor of this same trial; leave it out for the first page';
        throw wrongParameters([{ parameter: 'cursor', message, example: firstCursor(select, clock()) }]);
      }
      const asOf = cursor?.asOf ?? clock();
      const departments = await simulatedDepartments(reader, select, asOf);
      const order = await trialOrder(reader, trial, select, asOf);
      const page = await reader.list<SimulatedRow>(select, { limit, cursor, asOf });
      const sumOf = (of: (typeof TRIAL_COUNTS)[number]) => departments.reduce((sum, each) => sum + each[of], 0);
      const total = Object.fromEntries(TRIAL_COUNTS.map((of) => [of, sumOf(of)])) as Simulation['total'];
      reply.header('cache-control', 'no-store');
      return {
        as_of: page.as_of,
        rule: rule.id,
        grade: rule.grade,
        total,
        departments,
        order,
        rows: page.rows,
        next_cursor: page.next_cursor,
      };
    },
  );
};

/** Cases are not judged anew by what nobody could know when they were received. */
const OVER = {
  set: 'must not be before today: cases received before were judged by what counted then; /simulate tries it over the past',
  back: 'must not be before today: cases were judged by it already; set another value from today on instead',
};

/** What is tried takes the place of all that is in force for the same parameters; nothing at all is the rule's defaults. */
async function triedOf(
  store: Store,
  rule: Rule,
  given: Simulate['thresholds'],
  inForce: readonly Threshold[],
): Promise<Threshold[]> {
  const wrong: WrongParameter[] = [];
  const tried: Threshold[] = [];
  for (const { parameter, scope = 'everywhere', code = '', valid_from = ALWAYS, value } of given) {
    const found =
      wrongParameterOf(rule, parameter) ??
      wrongValueOf(rule, parameter, value) ??
      (await wrongCode(store, scope, code));
    if (found !== undefined) wrong.push({ ...found, parameter: `thresholds.${found.parameter}` });
    tried.push({ rule: rule.id, parameter, scope, code, valid_from, value });
  }
  if (wrong.length > 0) throw wrongParameters(wrong);
  if (given.length === 0) return [];
  return [...tried, ...inForce.filter((each) => !tried.some(({ parameter }) => parameter === each.parameter))];
}
/** Before every case; the first day a column of days holds. */
const ALWAYS = '1970-01-01';

export function ruleOf(rules: readonly Rule[], id: string): Rule {
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined)
    throw notFound(`There is no rule ${id}; there are ${rules.map((each) => each.id).join(', ')}.`);
  return rule;
}

/** What is wrong with the name of a parameter. */
export function wrongParameterOf(rule: Rule, name: string): WrongParameter | undefined {
  const known = Object.keys(rule.parameters);
  if (known.includes(name)) return undefined;
  if (known.length === 0) return { parameter: 'parameter', message: `is none of the rule ${rule.id}, which has none` };
  return { parameter: 'parameter', message: `must be one of ${known.join(', ')}`, example: known[0]! };
}

/** What is wrong with a value: what nobody can mean, and parts of what is counted in whole. */
function wrongValueOf(rule: Rule, name: string, value: number | null): WrongParameter | undefined {
  const { unit, default: example } = rule.parameters[name]!;
  const { maximum, isWhole } = UNITS[unit];
  if (value === null || (value >= 0 && value <= maximum && (!isWhole || Number.isInteger(value)))) return undefined;
  const number = isWhole ? 'a whole number' : 'a number';
  return { parameter: 'value', message: `must be ${number} from 0 to ${maximum} (${unit})`, example: String(example) };
}

/** What is wrong with the code of a scope: thresholds for nobody would never count, and nobody would notice. */
export async function wrongCode(
  store: Store,
  scope: (typeof SCOPES_OF_THRESHOLDS)[number],
  code: string,
): Promise<WrongParameter | undefined> {
  const parameter = 'code';
  if (scope === 'everywhere')
    return code === '' ? undefined : { parameter, message: 'must be left out for everywhere' };
  if (scope === 'case_kind') {
    if ((CASE_KINDS as readonly string[]).includes(code)) return undefined;
    return { parameter, message: `must be one of ${CASE_KINDS.join(', ')}`, example: CASE_KINDS[0] };
  }
  const [found] = await store.query<{ is_known: number; example: string }>(
    `select dictHas('unit', ({scope:String}, {code:String})) as is_known,
      (select min(code) from dictionary('unit') where level = {scope:String}) as example`,
    { scope, code },
  );
  if (found?.is_known === 1) return undefined;
  const example = found?.example ?? '';
  return { parameter, message: `must be on file as ${scope}`, ...(example !== '' && { example }) };
}

function rowOf(rule: Rule, settings: readonly Setting[]): RuleRow {
  const { id, version, name, grade, phase, finding, parameters, sentence, source } = rule;
  return {
    id,
    version,
    name,
    grade,
    phase,
    finding,
    parameters: Object.entries(parameters).map(([key, { zh, en, unit, default: value }]) => {
      const { maximum, isWhole } = UNITS[unit];
      return { name: key, default: value, unit, maximum, is_whole: isWhole, zh, en };
    }),
    sentence,
    source,
    settings: settings.filter((each) => each.rule === id).map(({ rule: _, ...setting }) => setting),
  };
}
