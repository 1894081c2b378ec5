/** 通报: the notice of a period as data to read and change, and as Word or PDF. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { maskNumbers } from '@mingcha/ingest';
import type { FastifyReply } from 'fastify';
import Type, { type Static } from 'typebox';
import {
  listParameters,
  Notice,
  type NoticeEdit,
  NoticeEdits,
  type NoticeTemplates,
  NoticeTemplates as NoticeTemplatesAnswer,
  noticeScope,
  noticeTemplate,
} from '../contract/index.ts';
import { FORMATS, MEDIA_TYPES } from '../exports/document.ts';
import { render } from '../exports/render.ts';
import { Failure } from '../failure.ts';
import { listTemplates } from '../notices/library.ts';
import { makeNotice } from '../notices/make-notice.ts';
import { officialOf } from '../notices/official-of.ts';
import { HttpProblem, wrongParameters } from '../problem.ts';
import type { Reader } from '../query/reader.ts';
import { asOfOf, filtersOf } from './list.ts';
import { anyPeriod, periodInFileName, periodNamed } from './period.ts';

const Params = Type.Object({ period: anyPeriod });
const NoticeQuery = Type.Object(
  {
    format: Type.Optional(Type.Enum(['json', ...FORMATS], { default: 'json' })),
    template: Type.Optional(noticeTemplate),
    as_of: listParameters.as_of,
    ...noticeScope,
  },
  { additionalProperties: false },
);
const answers = {
  200: {
    description: 'The notice as data, or the file.',
    content: {
      'application/json': { schema: Notice },
      ...Object.fromEntries(
        FORMATS.map((format) => [MEDIA_TYPES[format], { schema: Type.String({ format: 'binary' }) }]),
      ),
    },
  },
  '4xx': { $ref: 'Problem#' },
};

export interface NoticeRouteOptions {
  reader: Reader;
  clock: () => Date;
  /** A centre's own folder of templates. */
  folder?: string | undefined;
}

export const noticeRoutes: FastifyPluginAsyncTypebox<NoticeRouteOptions> = async (app, { reader, clock, folder }) => {
  const tags = ['publications'];

  async function answer(
    reply: FastifyReply,
    period: string,
    query: Static<typeof NoticeQuery>,
    edits: readonly NoticeEdit[],
  ): Promise<unknown> {
    const { format = 'json', template } = query;
    periodNamed('period', period);
    const asOf = asOfOf(query) ?? clock();
    const asked = { period, template, folder, filters: filtersOf(query), asOf, edits };
    const { notice, unknown } = await orUnwritable(() => makeNotice(reader, asked));
    const [first] = unknown;
    if (first !== undefined) {
      const message = `names no sentence of this notice (“${first}”); take the ids of GET with the same parameters`;
      throw wrongParameters([{ parameter: 'edits', message }]);
    }
    reply.header('cache-control', 'no-store').header('mingcha-as-of', notice.as_of);
    if (format === 'json') return notice;
    const file = await render(officialOf(notice), format);
    const name = `通报-${periodInFileName(period)}.${format}`;
    reply
      .header(
        'content-disposition',
        `attachment; filename="notice.${format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      )
      .type(MEDIA_TYPES[format]);
    return reply.send(file);
  }

  app.get(
    '/notices',
    {
      schema: {
        tags,
        summary: 'The templates notices are written by: those of this release and the centre’s own.',
        querystring: Type.Object({}, { additionalProperties: false }),
        response: { 200: NoticeTemplatesAnswer, '4xx': { $ref: 'Problem#' } },
      },
    },
    async (_request, reply): Promise<NoticeTemplates> => {
      reply.header('cache-control', 'no-store');
      const templates = await orUnwritable(() => listTemplates(folder));
      return { templates: templates.map((row) => ({ ...row, periods: [...row.periods] })) };
    },
  );

  app.get(
    '/notices/:period',
    {
      schema: {
        tags,
        summary: '通报: the draft of a notice, written from the numbers of a period.',
        description:
          'As data every sentence has an id, by which POST changes it. As docx or pdf it is laid out after GB/T 9704—2012; ' +
          'number, date and seal are left to people. Holds no data of applicants.',
        params: Params,
        querystring: NoticeQuery,
        response: answers,
      },
    },
    async (request, reply) => answer(reply, request.params.period, request.query, []),
  );

  app.post(
    '/notices/:period',
    {
      schema: {
        tags,
        summary: 'The same notice with sentences people changed, as data or as a file. Nothing is kept.',
        description:
          'Changed sentences are marked as edited. Give the `as_of` of the draft, so that the numbers beside them are the ' +
          'same; where what was written differs from what the editor saw, the sentence says is_outdated.',
        params: Params,
        querystring: NoticeQuery,
        body: NoticeEdits,
        response: answers,
      },
    },
    async (request, reply) => {
      return answer(reply, request.params.period, request.query, request.body.edits.map(masked));
    },
  );
};

/** What people write may hold a person's number all the same. */
export const masked = (edit: NoticeEdit): NoticeEdit => ({ ...edit, text: maskNumbers(edit.text) });

/** 422 where no template can write it. */
export async function orUnwritable<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Failure) throw new HttpProblem(422, 'The notice cannot be written', error.message);
    throw error;
  }
}
