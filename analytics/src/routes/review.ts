/** 月讲评: the month's review as data, as a handout, and what the meeting does with it. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { maskNumbers } from '@mingcha/ingest';
import type { Store } from '@mingcha/sql';
import type { FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import {
  EditedSentence,
  EditSentence,
  LANGUAGES,
  listParameters,
  MonthlyReview,
  NewComment,
  ReviewComment,
  ReviewRanks,
  scopeFilters,
  WithdrawComment,
} from '../contract/index.ts';
import { FORMATS, MEDIA_TYPES } from '../exports/document.ts';
import { render } from '../exports/render.ts';
import { HttpProblem, notFound, wrongParameters } from '../problem.ts';
import type { Reader } from '../query/reader.ts';
import { openMonthlyReview } from '../query/review/monthly-review.ts';
import { rankHistory } from '../query/review/rank-history.ts';
import { commentsIn, editIn } from '../review/comments.ts';
import { handoutOf } from '../review/handout.ts';
import { readActs, scopeOf } from '../review/kept-acts.ts';
import { commentSubject, openReviewRoom, ReviewMovedOn } from '../review/room.ts';
import { speechOf } from '../words/speech.ts';
import { languageOf } from './act-words.ts';
import { asOfOf, filtersOf, knownFilters } from './list.ts';
import { periodNamed } from './period.ts';

const ReviewQuery = Type.Object(
  {
    month: Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', examples: ['2026-02'] }),
    as_of: listParameters.as_of,
    county: scopeFilters.county,
    centre: scopeFilters.centre,
    department: scopeFilters.department,
  },
  { additionalProperties: false },
);
const CommentParams = Type.Object({ comment_id: Type.String({ pattern: '^[0-9a-f]{32}$' }) });
const problems = { '4xx': { $ref: 'Problem#' } };

/** 400 for a month no store can keep. */
function monthOf({ month }: { month: string }): string {
  periodNamed('month', month, 'month');
  return month;
}

export const reviewRoutes: FastifyPluginAsyncTypebox<{ reader: Reader; store: Store; clock: () => Date }> = async (
  app,
  { reader, store, clock },
) => {
  const tags = ['review'];
  const room = openReviewRoom({ store, clock });
  const read = openMonthlyReview({ reader, store, clock });
  const askedOf = async (query: Static<typeof ReviewQuery>) =>
    [monthOf(query), await knownFilters(reader, query), asOfOf(query)] as const;
  const reviewOf = (body: { month: string; county?: string; centre?: string; department?: string }) => ({
    month: monthOf(body),
    scope: scopeOf(filtersOf(body)),
  });

  app.get(
    '/monthly-review',
    {
      schema: {
        tags,
        summary: '月讲评: a month as a presentation, chapter by chapter, its sentences written from the numbers.',
        description:
          'Opening figures against the month before and the year before, the four levels, overdue cases, stages, data ' +
          'quality, service stars, tasks of the last meeting and of this one, comments. A month that is not over is told by ' +
          'its days so far. Edited sentences stand beside what the numbers say.',
        querystring: ReviewQuery,
        response: { 200: MonthlyReview, ...problems },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return read(...(await askedOf(request.query)));
    },
  );

  app.get(
    '/monthly-review/ranks',
    {
      schema: {
        tags,
        summary: 'The places of the four levels over the half-year up to the month.',
        description: 'Every month is counted as of the moment asked for, by the settings in force on its first day.',
        querystring: ReviewQuery,
        response: { 200: ReviewRanks, ...problems },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return rankHistory(reader, ...(await askedOf(request.query)));
    },
  );

  app.get(
    '/monthly-review/handout',
    {
      schema: {
        tags,
        summary: 'The handout 讲义 of the review: every chapter with its sentences and tables, as PDF or Word.',
        description: 'Edited sentences say by whom and what the numbers say; the footer of every page says as of when.',
        querystring: Type.Object(
          {
            ...ReviewQuery.properties,
            format: Type.Optional(Type.Enum(FORMATS, { default: 'pdf' })),
            lang: Type.Optional(Type.Enum(LANGUAGES, { default: 'zh' })),
          },
          { additionalProperties: false },
        ),
        response: {
          200: {
            description: 'The file.',
            content: Object.fromEntries(
              FORMATS.map((format) => [MEDIA_TYPES[format], { schema: Type.String({ format: 'binary' }) }]),
            ),
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { month, format = 'pdf', lang = 'zh' } = request.query;
      const review = await read(...(await askedOf(request.query)));
      const name = encodeURIComponent(`月讲评讲义-${month}.${format}`);
      reply
        .header('cache-control', 'no-store')
        .header(
          'content-disposition',
          `attachment; filename="monthly-review-${month}.${format}"; filename*=UTF-8''${name}`,
        )
        .type(MEDIA_TYPES[format]);
      return reply.send(await render(handoutOf(review, lang), format));
    },
  );

  app.post(
    '/monthly-review/edits',
    {
      schema: {
        tags,
        summary: 'Writes a sentence of the review otherwise, or brings the one from the numbers back.',
        description:
          'What the numbers say stays beside it. Whoever edits sends the `sequence` they saw; when somebody else edited the ' +
          'same sentence meanwhile the answer is 409, which says who wrote what.',
        body: EditSentence,
        response: { 200: EditedSentence, ...problems },
      },
    },
    async (request) => {
      const { sentence, language, text, original, actor, sequence } = request.body;
      if (!SENTENCE.test(sentence)) {
        const message = 'must be the id of a sentence of the review';
        throw wrongParameters([{ parameter: 'sentence', message, example: 'departments.rank.title' }]);
      }
      const review = reviewOf(request.body);
      const edit = {
        sentence,
        language,
        text: text === null ? null : written(text),
        original,
        actor: actor.trim(),
        sequence,
      };
      const done = await orMovedOn(request, () => room.edit(review, edit));
      return { sentence, language, ...editIn([done], sentence, language, original) };
    },
  );

  app.post(
    '/monthly-review/comments',
    {
      schema: {
        tags,
        summary: 'Takes a comment 讲评意见 under one of the four forms of supervision.',
        description: 'The same words by the same person under the same form are one comment, however often sent.',
        body: NewComment,
        response: { 200: ReviewComment, ...problems },
      },
    },
    async (request) => {
      const { form, text, screen = '', actor } = request.body;
      const review = reviewOf(request.body);
      const said = { actor: actor.trim(), text: written(text), form, screen };
      const { subject } = await orMovedOn(request, () => room.comment(review, said));
      return commentsIn(await readActs(store, review, { subject }))[0]!;
    },
  );

  app.post(
    '/monthly-review/comments/:comment_id/withdrawal',
    {
      schema: {
        tags,
        summary: 'Withdraws a comment; it stays on record, said to be withdrawn.',
        params: CommentParams,
        body: WithdrawComment,
        response: { 200: ReviewComment, ...problems },
      },
    },
    async (request) => {
      const { comment_id: id } = request.params;
      const review = reviewOf(request.body);
      const said = { actor: request.body.actor.trim(), text: written(request.body.reason) };
      const done = await orMovedOn(request, () => room.withdraw(review, id, said));
      if (done === undefined) {
        throw notFound(`The review of ${review.month} has no comment ${id}; GET /api/v1/monthly-review lists them.`);
      }
      return commentsIn(await readActs(store, review, { subject: commentSubject(id) }))[0]!;
    },
  );
};

const SENTENCE = /^[a-z]+(\.[a-z]+){1,2}$/;
/** As it is kept: a review holds no numbers of persons, whoever writes them. */
const written = (text: string) => maskNumbers(text.trim());

async function orMovedOn<T>(request: FastifyRequest, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ReviewMovedOn)) throw error;
    const language = languageOf(request);
    const speech = speechOf(language, 'Asia/Shanghai');
    const done = error.since.map(({ actor, at, action, text }) => {
      const moment = language === 'zh' ? speech.moment(at) : at;
      if (action === 'restore')
        return language === 'zh' ? `${actor}于${moment}恢复了原句` : `${actor} restored the original at ${moment}`;
      return language === 'zh' ? `${actor}于${moment}改为“${text}”` : `${actor} wrote “${text}” at ${moment}`;
    });
    const sequence = error.since.at(-1)?.sequence;
    throw new HttpProblem(
      409,
      'The review moved on',
      language === 'zh'
        ? `这里已有变化：${done.join('；')}。您的修改没有保存，也没有覆盖任何内容。请看过之后以序号 ${sequence} 再决定。`
        : `It moved on: ${done.join('; ')}. Nothing was changed. Read the review again and decide anew, with sequence ${sequence}.`,
    );
  }
}
