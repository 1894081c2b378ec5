/** Shapes shared by several routes: parameters, list envelopes, problems. */
import Type, { type Static, type TSchema } from 'typebox';
import { LANGUAGES, LIST_FORMATS } from './codes.ts';

/** ISO day, e.g. 2026-03-02, in the centre's own zone. */
export const Day = Type.String({ format: 'date', examples: ['2026-03-02'] });
/** RFC 3339 moment in UTC with milliseconds. */
export const Moment = Type.String({ format: 'date-time', examples: ['2026-03-02T02:15:00.000Z'] });
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const Count = Type.Integer({ minimum: 0 });

/** The unit a row is about, and where it belongs. Names are empty where the directory does not know the code. */
export const unitColumns = {
  unit: Type.String({ description: 'Code of the unit; empty where events named none.' }),
  unit_name: Type.String({ description: 'Name on file, or empty.' }),
  on_file: Type.Boolean({ description: 'Whether the directory knows the unit.' }),
  department: Type.String({ description: 'Department of a window or member of staff; else empty.' }),
  department_name: Type.String(),
  county: Type.String({ description: 'County 县市区 the unit lies in; empty where unknown.' }),
  county_name: Type.String(),
};

/** Filters every statistical route takes; each narrows to one code. */
export const scopeFilters = {
  county: Type.Optional(Type.String({ description: 'Region code of the county 县市区.' })),
  centre: Type.Optional(Type.String()),
  department: Type.Optional(Type.String()),
  window: Type.Optional(Type.String()),
  staff: Type.Optional(Type.String()),
  item: Type.Optional(Type.String()),
};

export const listParameters = {
  as_of: Type.Optional(
    Type.String({
      description: 'Moment the report looks from; now unless told.',
      examples: ['2026-03-09T17:30:00+08:00'],
    }),
  ),
  // Without a default, so that the Accept header can decide.
  format: Type.Optional(Type.Enum(LIST_FORMATS, { description: 'Or by the Accept header; json unless told.' })),
  lang: Type.Optional(
    Type.Enum(LANGUAGES, { description: 'Language of words, in Excel, Word, PDF and sentences; zh unless told.' }),
  ),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000_000,
      examples: [1000],
      description:
        'Rows of a page. Unless told 1000 as JSON, and as a file the whole list: at most 1,000,000 rows, on paper 2,000.',
    }),
  ),
  cursor: Type.Optional(Type.String({ description: 'Opaque; `next_cursor` of the page before.' })),
};

/** What every JSON list answers with. `watermark` is the arrival of the newest event the numbers include. */
export const List = <T extends TSchema>(row: T) =>
  Type.Object({
    as_of: Moment,
    watermark: Nullable(Moment),
    rows: Type.Array(row),
    next_cursor: Nullable(Type.String()),
  });

/** RFC 9457 problem. `errors` names each wrong parameter and shows a right one. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    errors: Type.Optional(
      Type.Array(
        Type.Object({ parameter: Type.String(), message: Type.String(), example: Type.Optional(Type.String()) }),
      ),
    ),
  },
  { $id: 'Problem' },
);
export type Problem = Static<typeof Problem>;
