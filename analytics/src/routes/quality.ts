/** Data quality 数据质量: what is wrong with the data, per source, department and day, and the file that goes back to a source. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { REJECT_CODES } from '@mingcha/ingest';
import Type from 'typebox';
import {
  CoverageRow,
  DataQualityRow,
  Day,
  FINDINGS,
  FindingRow,
  LANGUAGES,
  QUALITY_DIMENSIONS,
  type QualityDimension,
  RejectCodeRow,
  SourceFindingRow,
  SourceRow,
  UncoveredRow,
} from '../contract/index.ts';
import { wrongParameters } from '../problem.ts';
import { coverage, dataQuality, findings, rejectCodes, sourceFindings, sources, uncovered } from '../query/quality.ts';
import type { Reader } from '../query/reader.ts';
import { filtersOf, knownFilters, listQuery, listResponses, sendList, statisticQuery } from './list.ts';
import { checkPeriod } from './period.ts';

const days = {
  from: { ...Day, description: 'First day, included, in the zone of the centre of the case.' },
  to: { ...Day, description: 'Last day, included.' },
};
const source = Type.String({ minLength: 1, description: 'Code of the sending system.', examples: ['hall'] });
const hours = Type.Optional(
  Type.Integer({
    minimum: 1,
    maximum: 8760,
    examples: [24],
    description:
      'Clock hours within which an event is to be recorded, nights and days off included; the setting ' +
      'entry_timeliness_hours, else 24, unless told.',
  }),
);
const lang = Type.Optional(Type.Enum(LANGUAGES, { default: 'zh', description: 'Language of `problem` and `remedy`.' }));
const asked = { ...days, source: Type.Optional(source), hours };

const QualityQuery = statisticQuery({
  ...asked,
  by: Type.Optional(
    Type.String({
      description: `What to tell apart: ${QUALITY_DIMENSIONS.join(', ')}; several with commas between; source unless told.`,
      examples: ['source,department'],
    }),
  ),
});
const FindingsQuery = statisticQuery({
  ...asked,
  code: Type.Optional(
    Type.Enum([...REJECT_CODES], {
      description: 'Only lines refused for this reason, by its code in /reject-codes.',
      examples: ['unknown_type'],
    }),
  ),
  lang,
});
const FileQuery = statisticQuery({ ...days, hours, lang });
const CoverageQuery = statisticQuery(days);
const RejectsQuery = listQuery({ ...days, source: Type.Optional(source), lang });
const SourcesQuery = listQuery({});

export const qualityRoutes: FastifyPluginAsyncTypebox<{ reader: Reader }> = async (app, { reader }) => {
  const tags = ['quality'];

  app.get(
    '/data-quality',
    {
      schema: {
        tags,
        summary: '数据质量: entry timeliness, conflicts, codes not on file, completeness of stages, refused lines.',
        querystring: QualityQuery,
        response: listResponses(DataQualityRow),
      },
    },
    async (request, reply) => {
      const { from, to } = request.query;
      checkPeriod(from, to);
      const by = dimensionsOf(request.query.by ?? 'source');
      const select = dataQuality({ from, to }, by, { ...request.query, filters: filtersOf(request.query) });
      return sendList(request, reply, reader, `data-quality-${from}-${to}-${by.join('-')}`, select);
    },
  );

  app.get(
    '/data-quality/:finding',
    {
      schema: {
        tags,
        summary: 'The rows behind a number of /data-quality: each event or refused line with what is wrong with it.',
        params: Type.Object({
          finding: Type.Enum(['all', ...FINDINGS], { description: 'What is wrong; all for every kind.' }),
        }),
        querystring: FindingsQuery,
        response: listResponses(FindingRow),
      },
    },
    async (request, reply) => {
      const { from, to, code, lang: language = 'zh' } = request.query;
      const { finding } = request.params;
      checkPeriod(from, to);
      const kind = finding === 'all' ? undefined : finding;
      const narrowed = { ...request.query, filters: filtersOf(request.query), code };
      const select = findings({ from, to }, kind, narrowed, language);
      return sendList(request, reply, reader, `${finding.replaceAll('_', '-')}-${from}-${to}`, select);
    },
  );

  app.get(
    '/sources',
    {
      schema: {
        tags,
        summary: 'Every sending system: when it was heard last, and whether it is silent for longer than usual.',
        querystring: SourcesQuery,
        response: listResponses(SourceRow),
      },
    },
    async (request, reply) => sendList(request, reply, reader, 'sources', sources()),
  );

  app.get(
    '/sources/:source/findings',
    {
      schema: {
        tags,
        summary: 'What is wrong with the data of one source, as the file that goes back to it (format=csv).',
        params: Type.Object({ source }),
        querystring: FileQuery,
        response: listResponses(SourceFindingRow),
      },
    },
    async (request, reply) => {
      const { from, to, hours: within, lang: language = 'zh' } = request.query;
      checkPeriod(from, to);
      const { source: of } = request.params;
      const select = sourceFindings(
        { from, to },
        { hours: within, source: of, filters: filtersOf(request.query) },
        language,
      );
      return sendList(request, reply, reader, `findings-${of.replace(/[^\w-]/g, '-')}-${from}-${to}`, select);
    },
  );

  app.get(
    '/coverage',
    {
      schema: {
        tags,
        summary: '三个全覆盖: departments with cases, items with cases, completed cases with every stage.',
        querystring: CoverageQuery,
        response: listResponses(CoverageRow),
      },
    },
    async (request, reply) => {
      const { from, to } = request.query;
      checkPeriod(from, to);
      return sendList(
        request,
        reply,
        reader,
        `coverage-${from}-${to}`,
        coverage({ from, to }, await knownFilters(reader, request.query)),
      );
    },
  );

  app.get(
    '/coverage/:what',
    {
      schema: {
        tags,
        summary:
          'Departments or items on file that had no case; cases without all stages are /data-quality/stages_missing.',
        params: Type.Object({ what: Type.Enum(['department', 'item']) }),
        querystring: CoverageQuery,
        response: listResponses(UncoveredRow),
      },
    },
    async (request, reply) => {
      const { from, to } = request.query;
      const { what } = request.params;
      checkPeriod(from, to);
      const select = uncovered(what, { from, to }, await knownFilters(reader, request.query));
      return sendList(request, reply, reader, `uncovered-${what}s-${from}-${to}`, select);
    },
  );

  app.get(
    '/reject-codes',
    {
      schema: {
        tags,
        summary: 'Why lines were refused, per source and reason, and what to do about it.',
        querystring: RejectsQuery,
        response: listResponses(RejectCodeRow),
      },
    },
    async (request, reply) => {
      const { from, to, source: of, lang: language = 'zh' } = request.query;
      checkPeriod(from, to);
      return sendList(request, reply, reader, `reject-codes-${from}-${to}`, rejectCodes({ from, to }, of, language));
    },
  );
};

function dimensionsOf(text: string): readonly QualityDimension[] {
  const given = text.split(',');
  const isDimension = (name: string): name is QualityDimension =>
    (QUALITY_DIMENSIONS as readonly string[]).includes(name);
  if (given.every(isDimension)) return QUALITY_DIMENSIONS.filter((name) => given.includes(name));
  const message = `must be of ${QUALITY_DIMENSIONS.join(', ')}, separated by commas`;
  throw wrongParameters([{ parameter: 'by', message, example: 'source,department' }]);
}
