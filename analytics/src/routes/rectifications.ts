/** 整改台账: entries listed, looked at, opened by hand, acted on. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { maskNumbers } from '@mingcha/ingest';
import type { Store } from '@mingcha/sql';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import {
  Day,
  listParameters,
  NewRectification,
  RECTIFICATION_LAMPS,
  RECTIFICATION_ORIGINS,
  RECTIFICATION_STATES,
  RectificationAct,
  RectificationDetail,
  RectificationRow,
  RectificationSummary,
  scopeFilters,
} from '../contract/index.ts';
import { HttpProblem, notFound, wrongParameters } from '../problem.ts';
import type { Reader } from '../query/reader.ts';
import { rectificationDetail } from '../query/rectification-detail.ts';
import { rectificationList, rectificationSummary } from '../query/rectifications.ts';
import { localToday } from '../rectification/due-day.ts';
import { type ActDetail, possibleActs } from '../rectification/entry.ts';
import { type Entry, openingOf } from '../rectification/kept-entries.ts';
import { EntryActNotPossible, EntryMovedOn, type Ledger, ProofMissing } from '../rectification/ledger.ts';
import { openingByHand } from '../rectification/opening.ts';
import type { Cards } from '../supervision/cards.ts';
import type { Language } from '../words/speech.ts';
import { AN_ENTRY, languageOf, movedOn, notPossibleNow } from './act-words.ts';
import { choicesOf } from './choices.ts';
import { asOfOf, filtersOf, knownFilters, listResponses, sendList, statisticQuery } from './list.ts';

const origin = choicesOf.parameter('Where they come from', RECTIFICATION_ORIGINS);
const RectificationsQuery = statisticQuery({
  state: choicesOf.parameter('States', RECTIFICATION_STATES),
  lamp: choicesOf.parameter('What they look like as of the report', RECTIFICATION_LAMPS),
  origin,
  overdue: Type.Optional(Type.Boolean({ description: 'Only the overdue, or only the others.' })),
  case_id: Type.Optional(Type.String({ description: 'Case number 办件编号.', maxLength: 128 })),
  card_id: Type.Optional(
    Type.String({
      description: 'Card they were opened from.',
      pattern: '^[0-9a-f]{32}$',
      examples: ['9f86d081884c7d659a2feaa0c55ad015'],
    }),
  ),
  closed_from: Type.Optional({ ...Day, description: 'First day, included, on which they were closed.' }),
  closed_to: Type.Optional({ ...Day, description: 'Last day, included.' }),
});
const SummaryQuery = Type.Object(
  { as_of: listParameters.as_of, origin, ...scopeFilters },
  { additionalProperties: false },
);
const Params = Type.Object({
  rectification_id: Type.String({ pattern: '^[0-9a-f]{32}$', examples: ['9f86d081884c7d659a2feaa0c55ad015'] }),
});
const problems = { '4xx': { $ref: 'Problem#' } };
const answers = { 200: RectificationDetail, ...problems };

export const rectificationRoutes: FastifyPluginAsyncTypebox<{
  reader: Reader;
  store: Store;
  ledger: Ledger;
  cards: Pick<Cards, 'read'>;
  clock: () => Date;
}> = async (app, { reader, store, ledger, cards, clock }) => {
  const tags = ['rectifications'];

  async function shown(entry: Entry): Promise<RectificationDetail> {
    // What was done last is part of it, whatever clock another process has.
    const asOf = new Date(Math.max(clock().getTime(), ...entry.actions.map(({ at }) => Date.parse(at))));
    const detail = await rectificationDetail(reader, entry, asOf);
    if (detail === undefined) throw unknown(entry.rectification_id);
    return detail;
  }

  app.get(
    '/rectifications',
    {
      schema: {
        tags,
        summary: '整改台账: what units have to put right, the overdue first.',
        querystring: RectificationsQuery,
        response: listResponses(RectificationRow),
      },
    },
    async (request, reply) => {
      const { state, lamp, origin, overdue, case_id, card_id, closed_from, closed_to } = request.query;
      const asked = {
        states: choicesOf.list('state', state, RECTIFICATION_STATES),
        lamps: choicesOf.list('lamp', lamp, RECTIFICATION_LAMPS),
        origins: choicesOf.list('origin', origin, RECTIFICATION_ORIGINS),
        ...(overdue !== undefined && { overdue }),
        ...(case_id !== undefined && { case_id }),
        ...(card_id !== undefined && { card_id }),
        ...(closed_from !== undefined && { closed_from }),
        ...(closed_to !== undefined && { closed_to }),
      };
      return sendList(request, reply, reader, 'rectifications', rectificationList(asked, filtersOf(request.query)));
    },
  );

  app.get(
    '/rectifications/summary',
    {
      schema: {
        tags,
        summary: 'How the ledger stands: open, due soon, overdue, closed this month.',
        querystring: SummaryQuery,
        response: { 200: RectificationSummary, ...problems },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const origins = choicesOf.list('origin', request.query.origin, RECTIFICATION_ORIGINS);
      const filters = await knownFilters(reader, request.query);
      return rectificationSummary(reader, origins, filters, asOfOf(request.query));
    },
  );

  app.get(
    '/rectifications/:rectification_id',
    {
      schema: {
        tags,
        summary: 'One entry: what is to be put right, who did what with it, what can be done now.',
        params: Params,
        querystring: Type.Object({}, { additionalProperties: false }),
        response: answers,
      },
    },
    async (request, reply) => {
      const { rectification_id: id } = request.params;
      const entry = (await ledger.read([id])).get(id);
      if (entry === undefined) throw unknown(id);
      reply.header('cache-control', 'no-store');
      return shown(entry);
    },
  );

  app.post(
    '/rectifications',
    {
      schema: {
        tags,
        summary: 'Opens an entry by hand: from a card, a finding, a task of a meeting, or on its own.',
        description:
          'The due day is, unless told, a number of working days ahead in the calendar of the unit: five for a card, ten for ' +
          'the others. A card has one entry. The same words by the same person on one day open one entry, however often sent.',
        body: NewRectification,
        response: answers,
      },
    },
    async (request) => {
      const said = {
        actor: request.body.actor.trim(),
        reason: written(request.body.reason),
        task: written(request.body.task),
      };
      const opening = await openingByHand({ store, cards }, request.body, said, clock());
      if ('parameter' in opening) throw wrongParameters([opening]);
      return shown(await orProblem(request, () => ledger.openByHand(opening, said.actor, said.reason)));
    },
  );

  app.post(
    '/rectifications/:rectification_id/actions',
    {
      schema: {
        tags,
        summary: 'Acts on an entry: 签收, 报整改, 销号, 退回, 督办, 调整, 撤项, proof, note.',
        description:
          'Nothing is overwritten: whoever acts sends the `sequence` they saw. When somebody else acted meanwhile the ' +
          'answer is 409, which says who did what and when, in Chinese where Accept-Language asks for it. An entry is closed ' +
          'on proof alone. There are no accounts yet: the actor is who the request says.',
        params: Params,
        body: RectificationAct,
        response: answers,
      },
    },
    async (request) => {
      const { rectification_id: id } = request.params;
      const { action, actor, reason, sequence, due_on, person } = request.body;
      const entry = (await ledger.read([id])).get(id);
      if (entry === undefined) throw unknown(id);
      const detail = detailOf(request.body);
      await checkAmended(request.body, openingOf(entry).calendar);
      const act = { action, actor: actor.trim(), reason: written(reason), sequence, detail };
      const done = await orProblem(request, () => ledger.act(id, act));
      if (done === undefined) throw unknown(id);
      return shown(done);

      async function checkAmended({ action }: RectificationAct, calendar: string): Promise<void> {
        if (action !== 'amend') return;
        if (due_on === undefined && (person ?? '').trim() === '') {
          const message = 'or "person" is missing; amend says another day or another person';
          throw wrongParameters([{ parameter: 'due_on', message, example: '2026-03-31' }]);
        }
        const today = await localToday(store, calendar, clock());
        if (due_on === undefined || due_on >= today) return;
        throw wrongParameters([{ parameter: 'due_on', message: 'must not be before today', example: today }]);
      }
    },
  );
};

/** As it is kept: supervision needs no numbers of persons, whoever writes them. */
const written = (text: string) => maskNumbers(text.trim());

/** What an act carries; what belongs to other acts is refused rather than forgotten. */
function detailOf({ action, proof, links, due_on, person }: RectificationAct): ActDetail {
  const carries = {
    proof: ['submit', 'close', 'attach'].includes(action),
    links: ['submit', 'close', 'attach'].includes(action),
    due_on: action === 'amend',
    person: action === 'amend',
  };
  const given = { proof, links, due_on, person };
  for (const name of ['proof', 'links', 'due_on', 'person'] as const) {
    if (given[name] === undefined || carries[name]) continue;
    throw wrongParameters([{ parameter: name, message: `does not belong to "${action}"; leave it out` }]);
  }
  if (action === 'attach' && (links ?? []).length === 0) {
    const message = 'is missing; attach needs the address of the proof';
    throw wrongParameters([{ parameter: 'links', message, example: 'https://files.example.gov.cn/rectified/17.pdf' }]);
  }
  return {
    ...(proof !== undefined && proof.trim() !== '' && { proof: written(proof) }),
    ...(links !== undefined && links.length > 0 && { links }),
    ...(due_on !== undefined && { due_on }),
    ...(person !== undefined && person.trim() !== '' && { person: person.trim() }),
  };
}

const unknown = (id: string) => notFound(`There is no entry ${id}; GET /api/v1/rectifications lists those there are.`);

const NO_PROOF: Readonly<Record<Language, string>> = {
  zh: '缺少整改证明：请写明做了什么（proof），或附上证明材料的地址（links）。没有证明不能销号。',
  en: 'There is no proof of what was put right: say it in "proof", or give addresses in "links". Nothing is closed without.',
};

async function orProblem<T>(request: FastifyRequest, run: () => Promise<T>): Promise<T> {
  const language = languageOf(request);
  try {
    return await run();
  } catch (error) {
    if (error instanceof EntryMovedOn) {
      throw new HttpProblem(409, 'The entry moved on', movedOn(AN_ENTRY, error.since, language));
    }
    if (error instanceof ProofMissing) {
      const message = NO_PROOF[language];
      throw new HttpProblem(400, 'No proof', message, { errors: [{ parameter: 'proof', message }] });
    }
    if (error instanceof EntryActNotPossible) throw notPossible(error.entry, language);
    throw error;
  }
}

function notPossible(entry: Entry, language: Language): HttpProblem {
  const can = possibleActs(entry.state);
  const last = entry.actions.at(-1)!;
  const { message, detail } = notPossibleNow(AN_ENTRY, { state: entry.state, last, can }, language);
  const example = can[0];
  return new HttpProblem(409, 'Not possible in this state', detail, {
    errors: [{ parameter: 'action', message, ...(example !== undefined && { example }) }],
  });
}
