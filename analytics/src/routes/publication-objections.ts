/** 异议: what units say against a publication within the term, and what becomes of it. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { maskNumbers } from '@mingcha/ingest';
import type { Store } from '@mingcha/sql';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { NewObjection, Objection, ObjectionAct, Objections, PublicationNumber } from '../contract/index.ts';
import { HttpProblem, notFound, wrongParameters } from '../problem.ts';
import type { Bundle } from '../publications/folder.ts';
import { type ObjectionBook, ObjectionDecided, ObjectionMovedOn } from '../publications/objections.ts';
import { readRows } from '../publications/rows.ts';
import { nameIn, shownObjection, shownObjections } from '../publications/shown.ts';
import { localToday } from '../rectification/due-day.ts';
import { AN_OBJECTION, decidedBefore, languageOf, movedOn } from './act-words.ts';

const Nothing = Type.Object({}, { additionalProperties: false });
const Params = Type.Object({ number: PublicationNumber });
const problems = { '4xx': { $ref: 'Problem#' } };

interface Options {
  store: Store;
  objections: ObjectionBook;
  clock: () => Date;
  bundleOf: (number: string) => Promise<Bundle>;
}

/** As it is kept: no numbers of persons, whoever writes them. */
const written = (text: string) => maskNumbers(text.trim());

export const objectionRoutes: FastifyPluginAsyncTypebox<Options> = async (app, options) => {
  const { store, objections, clock, bundleOf } = options;
  const tags = ['publications'];
  const today = () => localToday(store, 'default', clock());

  app.get(
    '/publications/:number/objections',
    {
      schema: {
        tags,
        summary: 'What units said against it, and what became of it.',
        params: Params,
        querystring: Nothing,
        response: { 200: Objections, ...problems },
      },
    },
    async (request, reply) => {
      const bundle = await bundleOf(request.params.number);
      const kept = await objections.read(request.params.number);
      reply.header('cache-control', 'no-store');
      return shownObjections(bundle, await readRows(bundle.path), kept, await today());
    },
  );

  app.post(
    '/publications/:number/objections',
    {
      schema: {
        tags,
        summary: 'A unit objects to its row, within the term.',
        description:
          'The term is a number of working days after the day of publication (setting objection_days, 5). The same words by ' +
          'the same person about the same row are one objection. There are no accounts yet: the actor is who the request says.',
        params: Params,
        body: NewObjection,
        response: { 200: Objection, ...problems },
      },
    },
    async (request) => {
      const { number } = request.params;
      const { part, unit, cases = [], reason, actor } = request.body;
      const bundle = await bundleOf(number);
      const rows = await readRows(bundle.path);
      const until = bundle.manifest.objections_until;
      if ((await today()) > until) throw termOver(request, number, until);
      const parts = [...bundle.manifest.boards, ...bundle.manifest.levels];
      if (!(parts as string[]).includes(part)) {
        const message = `must be one ${number} publishes`;
        throw wrongParameters([{ parameter: 'part', message, ...(parts[0] !== undefined && { example: parts[0] }) }]);
      }
      if (nameIn(rows, part, unit) === undefined) {
        throw wrongParameters([{ parameter: 'unit', message: `must be a unit ${number} lists among ${part}` }]);
      }
      const missing = await unknownCases(store, cases);
      if (missing !== undefined) {
        const message = `must be numbers of cases whose events have arrived; ${missing} is none`;
        throw wrongParameters([{ parameter: 'cases', message }]);
      }
      const filing = { number, part, unit, cases, reason: written(reason), actor: actor.trim() };
      return shownObjection(await orProblem(request, () => objections.file(filing)), rows);
    },
  );

  app.post(
    '/publications/:number/objections/:objection_id/outcome',
    {
      schema: {
        tags,
        summary: 'Decides an objection: 成立, 不成立, or 撤回 by the unit itself.',
        description:
          'Nothing is overwritten: whoever decides sends the `sequence` they saw. When somebody else decided meanwhile the ' +
          'answer is 409, which says who, when and how. An outcome changes no published number; a restatement would.',
        params: Type.Object({ number: PublicationNumber, objection_id: Type.String({ pattern: '^[0-9a-f]{32}$' }) }),
        body: ObjectionAct,
        response: { 200: Objection, ...problems },
      },
    },
    async (request) => {
      const { number, objection_id } = request.params;
      const { outcome, reason, actor, sequence } = request.body;
      const bundle = await bundleOf(number);
      const deciding = { outcome, reason: written(reason), actor: actor.trim(), sequence };
      const kept = await orProblem(request, () => objections.decide(number, objection_id, deciding));
      if (kept === undefined) {
        throw notFound(
          `${number} has no objection ${objection_id}; GET /api/v1/publications/${number}/objections lists them.`,
        );
      }
      return shownObjection(kept, await readRows(bundle.path));
    },
  );
};

/** The first of the numbers no case has. */
async function unknownCases(store: Store, cases: readonly string[]): Promise<string | undefined> {
  if (cases.length === 0) return undefined;
  const rows = await store.query<{ case_id: string }>(
    'select case_id from case_facts final where case_id in {cases:Array(String)} and event_count > 0',
    { cases: [...cases] },
  );
  const known = new Set(rows.map(({ case_id }) => case_id));
  return cases.find((each) => !known.has(each));
}

function termOver(request: FastifyRequest, number: string, until: string): HttpProblem {
  const detail =
    languageOf(request) === 'zh'
      ? `${number}的异议期限为${until}，已过。新的事实可以请发布方更正。`
      : `Objections to ${number} could be made until ${until}. For new facts ask whoever published it to restate it.`;
  return new HttpProblem(409, 'The term is over', detail);
}

async function orProblem<T>(request: FastifyRequest, run: () => Promise<T>): Promise<T> {
  const language = languageOf(request);
  try {
    return await run();
  } catch (error) {
    if (error instanceof ObjectionMovedOn) {
      throw new HttpProblem(409, 'The objection moved on', movedOn(AN_OBJECTION, error.since, language));
    }
    if (error instanceof ObjectionDecided) {
      const last = error.objection.actions.at(-1)!;
      throw new HttpProblem(409, 'Decided already', decidedBefore(AN_OBJECTION, last, language));
    }
    throw error;
  }
}
