/** Supervision cards: listed, looked at, issued by hand, acted on. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { maskNumbers } from '@mingcha/ingest';
import type { Rule, Store } from '@mingcha/sql';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import {
  CARD_GRADES,
  CARD_STATES,
  CardAct,
  CardDetail,
  CardRow,
  type CardState,
  Day,
  listParameters,
  ManualCard,
} from '../contract/index.ts';
import { HttpProblem, notFound, wrongParameters } from '../problem.ts';
import { cardDetail } from '../query/card-detail.ts';
import { cardList } from '../query/cards.ts';
import type { Reader } from '../query/reader.ts';
import { isInEffect, possible } from '../supervision/card.ts';
import { ActionNotPossible, CardMovedOn, type Cards, MANUAL } from '../supervision/cards.ts';
import { readChiefs } from '../supervision/chiefs.ts';
import { nextLower } from '../supervision/escalation.ts';
import { detailByHand } from '../supervision/finding.ts';
import { type Card, cardAsOf, issueOf } from '../supervision/kept-cards.ts';
import type { Language } from '../words/speech.ts';
import { A_CARD, issuedBefore, languageOf, movedOn, notPossibleNow } from './act-words.ts';
import { choicesOf } from './choices.ts';
import { asOfOf, filtersOf, listResponses, sendList, statisticQuery } from './list.ts';
import { checkPeriod, FIRST, LAST } from './period.ts';

const IN_EFFECT = CARD_STATES.filter(isInEffect);

const CardsQuery = statisticQuery({
  state: Type.Optional(
    Type.String({
      description: `States, separated by commas: ${CARD_STATES.join(', ')}; or all. Those in effect (${IN_EFFECT.join(',')}) unless told.`,
      examples: ['issued,urged'],
    }),
  ),
  grade: Type.Optional(
    Type.String({
      description: `Grades, separated by commas: ${CARD_GRADES.join(', ')}. All unless told.`,
      examples: ['red,yellow'],
    }),
  ),
  rule: Type.Optional(Type.String({ description: `Id of a rule, or ${MANUAL}.`, examples: ['promised_limit'] })),
  case_id: Type.Optional(Type.String({ description: 'Case number 办件编号.', maxLength: 128 })),
  from: Type.Optional({ ...Day, description: 'First day, included, on which findings became true.' }),
  to: Type.Optional({ ...Day, description: 'Last day, included.' }),
  baseline: Type.Optional(
    Type.Boolean({
      description:
        'Only cards of the baseline (found in history before supervision began), or only others; both unless told.',
    }),
  ),
});
const CardParams = Type.Object({
  card_id: Type.String({ pattern: '^[0-9a-f]{32}$', examples: ['9f86d081884c7d659a2feaa0c55ad015'] }),
});
const answers = { 200: CardDetail, '4xx': { $ref: 'Problem#' } };

export const cardRoutes: FastifyPluginAsyncTypebox<{
  reader: Reader;
  store: Store;
  cards: Cards;
  rules: readonly Rule[];
  clock: () => Date;
}> = async (app, { reader, store, cards, rules, clock }) => {
  const tags = ['cards'];

  async function shown(card: Card, then?: Date): Promise<CardDetail> {
    // What was done last is part of it, whatever clock another process has.
    const asOf = then ?? new Date(Math.max(clock().getTime(), ...card.actions.map(({ at }) => Date.parse(at))));
    const detail = await cardDetail(reader, card, asOf);
    if (detail === undefined) throw unknown(card.card_id);
    return detail;
  }

  app.get(
    '/cards',
    {
      schema: {
        tags,
        summary: '监察牌: cards of the supervision rules, the newest findings first.',
        querystring: CardsQuery,
        response: listResponses(CardRow),
      },
    },
    async (request, reply) => {
      const { rule, case_id, from, to, baseline } = request.query;
      checkPeriod(from ?? FIRST, to ?? LAST);
      const ids = [...rules.map(({ id }) => id), MANUAL];
      if (rule !== undefined && !ids.includes(rule)) {
        const message = `must be one of ${ids.join(', ')}`;
        throw wrongParameters([{ parameter: 'rule', message, example: 'promised_limit' }]);
      }
      const asked = {
        states: statesOf(request.query.state),
        grades: choicesOf.list('grade', request.query.grade, CARD_GRADES),
        ...(rule !== undefined && { rule }),
        ...(case_id !== undefined && { case_id }),
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        ...(baseline !== undefined && { baseline }),
      };
      return sendList(request, reply, reader, 'cards', cardList(asked, filtersOf(request.query)));
    },
  );

  app.get(
    '/cards/:card_id',
    {
      schema: {
        tags,
        summary: 'One card: what it says and rests on, who did what with it, what can be done now.',
        params: CardParams,
        querystring: Type.Object({ as_of: listParameters.as_of }, { additionalProperties: false }),
        response: answers,
      },
    },
    async (request, reply) => {
      const { card_id: id } = request.params;
      const asOf = asOfOf(request.query);
      const card = (await cards.read([id])).get(id);
      const then = asOf === undefined ? card : card && cardAsOf(card, asOf);
      if (then === undefined) throw unknown(id);
      reply.header('cache-control', 'no-store');
      return shown(then, asOf);
    },
  );

  app.post(
    '/cards',
    {
      schema: {
        tags,
        summary: '人工发牌: issues a card by hand, one per case and grade.',
        body: ManualCard,
        response: answers,
      },
    },
    async (request) => {
      const { case_id, grade, actor, basis, link } = request.body;
      const reason = written(request.body.reason);
      const at = clock();
      const said = {
        at,
        reason,
        ...(basis !== undefined && { basis: written(basis) }),
        ...(link !== undefined && { link }),
      };
      const detail = await detailByHand(store, case_id, await readChiefs(store, at), said);
      if (detail === undefined) {
        const message = 'must be the number of a case whose events have arrived';
        throw wrongParameters([{ parameter: 'case_id', message }]);
      }
      const escalates = nextLower(grade, await cards.standings([case_id]))?.card_id ?? '';
      const issue = { case_id, rule: MANUAL, rule_version: 1, grade, detail: { ...detail, escalates } };
      return shown(await orProblem(request, () => cards.issueByHand(issue, actor.trim(), reason), alreadyIssued));
    },
  );

  app.post(
    '/cards/:card_id/actions',
    {
      schema: {
        tags,
        summary: 'Acts on a card: 督办, 要求说明, 回复, 约谈, 申诉 and its decision, 取消, evidence, note.',
        description:
          'Nothing is overwritten: whoever acts sends the `sequence` they saw. When somebody else acted meanwhile the ' +
          'answer is 409, which says who did what and when, in Chinese where Accept-Language asks for it, and nothing is done. ' +
          'The same action sent again by who got no ' +
          'answer is done once. There are no accounts yet: the actor is who the request says.',
        params: CardParams,
        body: CardAct,
        response: answers,
      },
    },
    async (request) => {
      const { card_id: id } = request.params;
      const { action, actor, reason, sequence, link } = request.body;
      if (action === 'attach' && link === undefined) {
        const message = 'is missing; attach needs the address of the evidence';
        throw wrongParameters([
          { parameter: 'link', message, example: 'https://files.example.gov.cn/evidence/17.pdf' },
        ]);
      }
      const detail = link === undefined ? {} : { link };
      const act = { action, actor: actor.trim(), reason: written(reason), sequence, detail };
      const card = await orProblem(request, () => cards.act(id, act));
      if (card === undefined) throw unknown(id);
      return shown(card);
    },
  );
};

/** As it is kept: supervision needs no numbers of persons, whoever writes them. */
const written = (reason: string) => maskNumbers(reason.trim());

const unknown = (id: string) => notFound(`There is no card ${id}; GET /api/v1/cards lists those there are.`);

async function orProblem<T>(
  request: FastifyRequest,
  run: () => Promise<T>,
  refused: (card: Card, language: Language) => HttpProblem = notPossible,
): Promise<T> {
  const language = languageOf(request);
  try {
    return await run();
  } catch (error) {
    if (error instanceof CardMovedOn) {
      throw new HttpProblem(409, 'The card moved on', movedOn(A_CARD, error.since, language));
    }
    if (error instanceof ActionNotPossible) throw refused(error.card, language);
    throw error;
  }
}

function notPossible(card: Card, language: Language): HttpProblem {
  const can = possible(card.state);
  const last = card.actions.at(-1)!;
  const { message, detail } = notPossibleNow(A_CARD, { state: card.state, last, can }, language);
  return new HttpProblem(409, 'Not possible in this state', detail, {
    errors: [{ parameter: 'action', message, ...(can[0] !== undefined && { example: can[0] }) }],
  });
}

function alreadyIssued(card: Card, language: Language): HttpProblem {
  const { grade, state } = card;
  return new HttpProblem(409, 'Issued already', issuedBefore({ grade, state, issued: issueOf(card) }, language));
}

function statesOf(text: string | undefined): readonly CardState[] {
  if (text === undefined) return IN_EFFECT;
  return text === 'all' ? [] : choicesOf.list('state', text, CARD_STATES, ', or all');
}
