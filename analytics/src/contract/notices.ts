/** Notices 通报: the draft as data, sentence by sentence, so that people can read it, change its words, and have it as a document. */
import Type, { type Static } from 'typebox';
import { PERIOD_KINDS } from '../periods/period.ts';
import { Day, Moment, Nullable, scopeFilters } from './common.ts';

export const NoticeSentence = Type.Object({
  id: Type.String({ description: 'Where it stands in the template; what an edit names.' }),
  text: Type.String({ description: 'What the document says.' }),
  written: Type.String({ description: 'What was written from the numbers.' }),
  edited: Type.Boolean({ description: 'Whether a person changed it.' }),
  is_outdated: Type.Boolean({ description: 'Edited, and the numbers say something else since the person saw them.' }),
});
export type NoticeSentence = Static<typeof NoticeSentence>;

const tableColumns = {
  columns: Type.Array(
    Type.Object({
      title: Type.String(),
      width: Type.Number({ description: 'Share of the width.' }),
      align: Type.Enum(['left', 'right']),
    }),
  ),
  rows: Type.Array(Type.Array(Type.String())),
};

export const NoticeBlock = Type.Union([
  Type.Object({
    kind: Type.Literal('paragraph'),
    label: Type.String({ description: '1. where it is one of a numbered list; else empty.' }),
    sentences: Type.Array(NoticeSentence),
  }),
  Type.Object({
    kind: Type.Literal('subheading'),
    label: Type.String({ description: '（一）' }),
    sentence: NoticeSentence,
  }),
  Type.Object({ kind: Type.Literal('table'), title: NoticeSentence, ...tableColumns }),
  Type.Object({
    kind: Type.Literal('chart'),
    chart: Type.String(),
    question: Type.String(),
    answer: NoticeSentence,
    svg: Type.String({ description: 'The picture of the document.' }),
    width: Type.Number({ description: 'Millimetres.' }),
    height: Type.Number(),
    ...tableColumns,
  }),
]);
export type NoticeBlock = Static<typeof NoticeBlock>;

export const NoticeSection = Type.Object({
  label: Type.String({ description: '一、' }),
  heading: NoticeSentence,
  blocks: Type.Array(NoticeBlock),
});
export type NoticeSection = Static<typeof NoticeSection>;

export const Notice = Type.Object(
  {
    period: Type.String({ examples: ['2026-02'] }),
    from: Day,
    to: { ...Day, description: 'Last day, or that of the report while the period runs.' },
    is_running: Type.Boolean({ description: 'The period had not ended as of the report.' }),
    as_of: Moment,
    watermark: Nullable(Moment),
    template: Type.Object({
      id: Type.String(),
      name: Type.String(),
      hash: Type.String({ description: 'SHA-256 of the template as it was read.' }),
    }),
    mark: { ...NoticeSentence, description: '发文机关标志.' },
    number: { ...NoticeSentence, description: '发文字号, to be filled in by people.' },
    title: Type.Array(NoticeSentence, { description: 'Its lines.' }),
    addressee: Nullable(NoticeSentence),
    sections: Type.Array(NoticeSection),
    signature: NoticeSentence,
    date: NoticeSentence,
    note: Nullable(NoticeSentence),
  },
  { $id: 'Notice' },
);
export type Notice = Static<typeof Notice>;

export const NoticeEdit = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 300, examples: ['sections[0].content[0].say[0]'] }),
    text: Type.String({ maxLength: 2000, description: 'Instead of what was written; empty leaves the sentence out.' }),
    written: Type.Optional(
      Type.String({ maxLength: 2000, description: 'What the person saw; tells when the numbers say otherwise since.' }),
    ),
  },
  { additionalProperties: false },
);
export type NoticeEdit = Static<typeof NoticeEdit>;

/** What the name of a template is made of: it stands in addresses. */
export const TEMPLATE_NAME = '^[\\p{L}\\p{N}_-]{1,64}$';
export const noticeTemplate = Type.String({
  pattern: TEMPLATE_NAME,
  description: 'Name of a template; the one for such periods unless told.',
  examples: ['monthly'],
});

export const noticeEdits = Type.Array(NoticeEdit, { maxItems: 500 });
export const NoticeEdits = Type.Object({ edits: noticeEdits }, { additionalProperties: false });
export type NoticeEdits = Static<typeof NoticeEdits>;

export const NoticeTemplateRow = Type.Object(
  {
    id: Type.String({ description: 'What `template` names.' }),
    name: Type.String(),
    periods: Type.Array(Type.Enum(PERIOD_KINDS)),
    is_own: Type.Boolean({ description: 'Of the centre, not of this release.' }),
    mistakes: Type.String({ description: 'Why it cannot be used, by line and key; empty where it can.' }),
  },
  { $id: 'NoticeTemplateRow' },
);
export const NoticeTemplates = Type.Object({ templates: Type.Array(NoticeTemplateRow) });
export type NoticeTemplates = Static<typeof NoticeTemplates>;

/** What a notice is narrowed to: one of a county or a centre is its own. */
export const noticeScope = { county: scopeFilters.county, centre: scopeFilters.centre };
