/** 通报发布: rankings and notices sealed, looked at, verified, restated, downloaded. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Store } from '@mingcha/sql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import {
  NewPublication,
  NewRestatement,
  PublicationDetail,
  type PublicationKind,
  PublicationNumber,
  Publications,
  Restatement,
  Verification,
} from '../contract/index.ts';
import { Failure } from '../failure.ts';
import { templateOf } from '../notices/make-notice.ts';
import { noticeFiles } from '../notices/notice-files.ts';
import { formatPeriod, type Period, parsePeriod } from '../periods/period.ts';
import { HttpProblem, notFound, wrongParameters } from '../problem.ts';
import { archiveOf } from '../publications/archive.ts';
import { type PublicationDocument, wrongDocument } from '../publications/documents.ts';
import { BrokenBundle, type Bundle, MANIFEST, SEAL } from '../publications/folder.ts';
import type { ObjectionBook } from '../publications/objections.ts';
import {
  type Documents,
  NothingToRestate,
  PeriodNotOver,
  PublicationRefused,
  type Publisher,
} from '../publications/publisher.ts';
import { publicationDetail, publicationRows } from '../publications/shown.ts';
import type { Reader } from '../query/reader.ts';
import { localToday } from '../rectification/due-day.ts';
import { openTurns } from '../turns.ts';
import { languageOf } from './act-words.ts';
import { masked, orUnwritable } from './notices.ts';
import { objectionRoutes } from './publication-objections.ts';

/** Documents come with the request; a notice with charts has a few megabytes. */
const MOST_BYTES = 64 * 1024 * 1024;

const Nothing = Type.Object({}, { additionalProperties: false });
const Params = Type.Object({ number: PublicationNumber });
const problems = { '4xx': { $ref: 'Problem#' } };

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json; charset=utf-8',
  sha256: 'text/plain; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export interface PublicationsOptions {
  store: Store;
  reader: Reader;
  publisher: Publisher;
  objections: ObjectionBook;
  /** A centre's own folder of notice templates. */
  noticesFolder?: string | undefined;
  clock: () => Date;
}

export const publicationRoutes: FastifyPluginAsyncTypebox<PublicationsOptions> = async (app, options) => {
  const { store, reader, publisher, objections, clock } = options;
  const { folder } = publisher;
  const tags = ['publications'];
  // Counting a city's month again takes both processors: who asks at once waits for each other.
  const inTurn = openTurns(1);

  async function bundleOf(number: string): Promise<Bundle> {
    const bundle = await readable(() => folder.read(number));
    if (bundle === undefined) throw unknown(number);
    return bundle;
  }
  async function shown(bundle: Bundle): Promise<PublicationDetail> {
    const { number } = bundle.manifest;
    const [all, kept] = await Promise.all([readable(() => folder.readAll()), objections.read(number)]);
    return readable(async () => publicationDetail(bundle, all, kept, await localToday(store, 'default', clock())));
  }

  /** Those handed over; or a way to write the notice of the numbers sealed, where the request says how. */
  async function documentsOf(
    body: Pick<NewPublication, 'documents' | 'template' | 'edits'>,
    { kind, period, called }: { kind: PublicationKind; period: Period; called: string },
  ): Promise<Documents> {
    const { template, edits } = body;
    if (template === undefined && edits === undefined) return handedOver(body);
    if (kind !== 'notice')
      throw wrongParameters([{ parameter: 'edits', message: 'are of a notice; give kind notice' }]);
    if (body.documents !== undefined)
      throw wrongParameters([{ parameter: 'documents', message: 'stand in place of template and edits; give one' }]);
    const by = { template, folder: options.noticesFolder };
    // Before anything is counted.
    await orUnwritable(() => templateOf(period, by));
    const asked = { ...by, period: formatPeriod(period), edits: (edits ?? []).map(masked) };
    return (asOf) => noticeFiles(reader, { ...asked, asOf }, called);
  }

  app.get(
    '/publications',
    {
      schema: {
        tags,
        summary: 'Everything published, the newest first.',
        querystring: Nothing,
        response: { 200: Publications, ...problems },
      },
    },
    async (_request, reply) => {
      const bundles = await readable(() => folder.readAll());
      reply.header('cache-control', 'no-store');
      const rows = publicationRows(bundles, await objections.read());
      return { as_of: clock().toISOString(), watermark: null, rows, next_cursor: null };
    },
  );

  app.post(
    '/publications',
    {
      bodyLimit: MOST_BYTES,
      schema: {
        tags,
        summary:
          'Freezes a period that is over: rows, definitions, weights, versions, the cases they were counted from.',
        description:
          'A second engine counts every number again from the cases first; where the two do not agree nothing is published and ' +
          'the answer is 409, which says what differs. What is published never changes.',
        body: NewPublication,
        response: { 200: PublicationDetail, ...problems },
      },
    },
    async (request) => {
      const { kind = 'ranking', period: text, boards, published_by, title, note } = request.body;
      const period = parsePeriod(text);
      if (period === null) {
        const message = 'must be a day, week, ten days, month, quarter, year or FROM..TO that exists';
        throw wrongParameters([{ parameter: 'period', message, example: '2026-W10' }]);
      }
      const documents = await documentsOf(request.body, { kind, period, called: '通报' });
      return inTurn(async () =>
        shown(
          await orProblem(request, () =>
            publisher.publish({
              kind,
              period,
              publishedBy: published_by.trim(),
              documents,
              ...(boards !== undefined && { boards }),
              ...(title !== undefined && { title }),
              ...(note !== undefined && { note }),
            }),
          ),
        ),
      );
    },
  );

  app.get(
    '/publications/:number',
    {
      schema: {
        tags,
        summary: 'One publication: its manifest, rows, restatement and objections.',
        params: Params,
        querystring: Nothing,
        response: { 200: PublicationDetail, ...problems },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return shown(await bundleOf(request.params.number));
    },
  );

  app.get(
    '/publications/:number/verify',
    {
      schema: {
        tags,
        summary: 'Whether it is what was published, and whether a second engine counts the same; in words.',
        params: Params,
        querystring: Nothing,
        response: { 200: Verification, ...problems },
      },
    },
    async (request, reply) => {
      const { number } = request.params;
      const verification = await inTurn(() => publisher.verify(number));
      if (verification === undefined) throw unknown(number);
      reply.header('cache-control', 'no-store');
      return verification;
    },
  );

  app.get(
    '/publications/:number/restatement',
    {
      schema: {
        tags,
        summary: 'What the store says now beside what was published: old, new, and why. Nothing is published.',
        params: Params,
        querystring: Nothing,
        response: { 200: Restatement, ...problems },
      },
    },
    async (request, reply) => {
      const { number } = request.params;
      const restatement = await inTurn(() => orProblem(request, () => publisher.restatement(number)));
      if (restatement === undefined) throw unknown(number);
      reply.header('cache-control', 'no-store');
      return restatement;
    },
  );

  app.post(
    '/publications/:number/restatement',
    {
      bodyLimit: MOST_BYTES,
      schema: {
        tags,
        summary: 'Publishes the restatement: a publication of its own that names the one it restates.',
        params: Params,
        body: NewRestatement,
        response: { 200: PublicationDetail, ...problems },
      },
    },
    async (request) => {
      const { number } = request.params;
      const { published_by, reason } = request.body;
      const { kind, period } = (await bundleOf(number)).manifest;
      const of = { kind, period: parsePeriod(period)!, called: '更正通报' };
      const documents = await documentsOf(request.body, of);
      return inTurn(async () => {
        const saying = { publishedBy: published_by.trim(), note: reason.trim(), documents };
        const bundle = await orProblem(request, () => publisher.restate(number, saying));
        if (bundle === undefined) throw unknown(number);
        return shown(bundle);
      });
    },
  );

  app.get(
    '/publications/:number/files/:name',
    {
      schema: {
        tags,
        summary: 'A file of the bundle, as it lies there.',
        params: Type.Object({ number: PublicationNumber, name: Type.String({ examples: ['manifest.json'] }) }),
        querystring: Nothing,
        response: {
          200: {
            description: 'The bytes of the file.',
            content: { 'application/octet-stream': { schema: Type.String({ format: 'binary' }) } },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { number, name } = request.params;
      const { manifest, path } = await bundleOf(number);
      const known = [MANIFEST, SEAL, ...manifest.files.map((file) => file.name)];
      if (!known.includes(name)) throw notFound(`${number} has no file ${name}; it has ${known.join(', ')}.`);
      return sendFile(reply, join(path, name), name);
    },
  );

  app.get(
    '/publications/:number/archive',
    {
      schema: {
        tags,
        summary: 'The whole bundle as one zip, which `mingcha verify` takes as it is.',
        params: Params,
        querystring: Nothing,
        response: {
          200: {
            description: 'A folder of the publication’s number, with every file as it lies there.',
            content: { 'application/zip': { schema: Type.String({ format: 'binary' }) } },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const bundle = await bundleOf(request.params.number);
      const bytes = await readable(async () => archiveOf(bundle));
      // What is sealed never changes, and is packed already.
      reply.type('application/zip').header('cache-control', 'private, max-age=31536000, immutable');
      reply.header('content-disposition', `attachment; filename="${bundle.manifest.number}.zip"`);
      return reply.send(bytes);
    },
  );

  await app.register(objectionRoutes, { store, objections, clock, bundleOf });
};

function sendFile(reply: FastifyReply, path: string, name: string): FastifyReply {
  const type = TYPES[name.split('.').at(-1)!.toLowerCase()] ?? 'application/octet-stream';
  // A sealed file never changes.
  reply.type(type).header('cache-control', 'private, max-age=31536000, immutable');
  reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
  return reply.send(createReadStream(path));
}

function handedOver({ documents = [] }: Pick<NewPublication, 'documents'>): PublicationDocument[] {
  const files = documents.map(({ name, content_base64 }) => ({ name, bytes: Buffer.from(content_base64, 'base64') }));
  const wrong = wrongDocument(files);
  if (wrong !== undefined) throw wrongParameters([{ parameter: 'documents', message: wrong }]);
  return files;
}

export const unknown = (number: string): HttpProblem =>
  notFound(`There is no publication ${number}; GET /api/v1/publications lists those there are.`);

/** A bundle that was changed on the disk is no fault of the server's: the answer says which and how. */
async function readable<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof BrokenBundle) throw new HttpProblem(409, 'The publication was changed', error.message);
    throw error;
  }
}

async function orProblem<T>(request: FastifyRequest, run: () => Promise<T>): Promise<T> {
  const language = languageOf(request);
  try {
    return await readable(run);
  } catch (error) {
    if (error instanceof PeriodNotOver) {
      const message = `must be over: ${error.message}`;
      throw wrongParameters([{ parameter: 'period', message }]);
    }
    if (error instanceof NothingToRestate) {
      const detail =
        language === 'zh'
          ? '现在重新计算，每个数字都与公布的相同，没有可更正的。'
          : 'Counted now, every number is as it was published; there is nothing to restate.';
      throw new HttpProblem(409, 'Nothing to restate', detail);
    }
    if (error instanceof PublicationRefused) {
      const { verification } = error;
      throw new HttpProblem(409, 'The two engines do not agree', verification[language], {
        errors: verification.differences
          .slice(0, 20)
          .map((each) => ({ parameter: each.part, message: each[language] })),
      });
    }
    if (error instanceof Failure) throw new HttpProblem(409, 'Not published', error.message);
    throw error;
  }
}
