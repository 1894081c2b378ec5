/**
 * Publications 通报发布: rankings and notices frozen with everything that was needed to count them, recomputed by a second
 * engine, objected to and restated in the open.
 */
import Type, { type Static } from 'typebox';
import {
  BOARDS,
  type Board,
  OBJECTION_ACTIONS,
  OBJECTION_OUTCOMES,
  OBJECTION_STATES,
  PUBLICATION_KINDS,
  STATISTIC_LEVELS,
  VERIFICATION_CHECKS,
} from './codes.ts';
import { Count, Day, List, Moment, Nullable } from './common.ts';
import { noticeEdits, noticeTemplate } from './notices.ts';
import { RankingRow } from './statistics.ts';

export const PublicationNumber = Type.String({ pattern: '^\\d{4}-\\d{3,6}$', examples: ['2026-001'] });
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
/** A sentence in both languages. */
export const Sentence = Type.Object({ zh: Type.String(), en: Type.String() });
export type Sentence = Static<typeof Sentence>;
const Value = Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Null()]);

/** Of a file: no path, nothing hidden, nothing Windows refuses. */
export const FILE_NAME = '^[^\\s./\\\\:*?"<>|\\p{Cc}][^/\\\\:*?"<>|\\p{Cc}]{0,149}$';

export const PublishedFile = Type.Object({
  name: Type.String({ pattern: FILE_NAME }),
  bytes: Count,
  sha256: Sha256,
  holds: Type.Union([
    Type.Literal('numbers'),
    Type.Literal('evidence'),
    Type.Literal('document'),
    Type.Literal('about'),
  ]),
});
export type PublishedFile = Static<typeof PublishedFile>;

const Setting = Type.Object({
  value: Type.String(),
  valid_from: Nullable(Type.Union([Day], { description: 'Null where nobody set it: the value of this release.' })),
});

/** What `manifest.json` of a bundle says. Its SHA-256 is the seal of the publication. */
export const PublicationManifest = Type.Object({
  format: Type.Literal('mingcha-publication'),
  format_version: Type.Integer(),
  number: PublicationNumber,
  kind: Type.Enum(PUBLICATION_KINDS, { description: 'ranking 排名, notice 通报.' }),
  title: Sentence,
  note: Type.String({ description: 'What whoever published it said; empty where nothing.' }),
  period: Type.String({ examples: ['2026-W10'] }),
  from_on: Day,
  to_on: Day,
  before: Type.Object({ from_on: Day, to_on: Day }, { description: 'The period movement is measured against.' }),
  boards: Type.Array(Type.Enum(BOARDS)),
  levels: Type.Array(Type.Enum(STATISTIC_LEVELS), { description: 'Of a notice: by which units its statistics are.' }),
  as_of: Moment,
  watermark: Nullable(Moment),
  published_at: Moment,
  published_by: Type.String(),
  objections_until: Type.Union([Day], { description: 'Last day on which a unit can object.' }),
  restates: Nullable(PublicationNumber),
  previous: Nullable(
    Type.Object(
      { number: PublicationNumber, sha256: Sha256 },
      { description: 'The publication before, and its seal.' },
    ),
  ),
  definitions: Type.Array(
    Type.Object({ id: Type.String(), version: Type.Integer(), zh: Type.String(), en: Type.String() }),
  ),
  settings: Type.Record(Type.String(), Setting, { description: 'Weights, deductions and thresholds in force.' }),
  versions: Type.Object({
    release: Type.String(),
    models: Type.String({ description: 'Digest of the models all cases were computed by.' }),
    rules: Type.Array(Type.Object({ id: Type.String(), version: Type.Integer(), settings: Type.String() })),
    calendars: Type.Array(
      Type.Object({
        calendar: Type.String(),
        version: Type.String({ description: 'Digest of its days, hours, zone and way of counting.' }),
        zone: Type.String(),
        counting: Type.String(),
        known_until: Day,
      }),
    ),
    directory: Type.Array(
      Type.Object({ table: Type.String(), rows: Count, imported_at: Nullable(Moment), version: Type.String() }),
    ),
  }),
  cases: Type.Union([Count], {
    description: 'Cases whose rows the bundle holds, those of the period before among them.',
  }),
  cards: Type.Union([Count], { description: 'Cards whose actions the bundle holds.' }),
  files: Type.Array(PublishedFile),
});
export type PublicationManifest = Static<typeof PublicationManifest>;

const {
  format: __,
  format_version: ___,
  definitions: ____,
  settings: _____,
  versions: ______,
  ...told
} = PublicationManifest.properties;

export const PublicationRow = Type.Object(
  {
    ...told,
    sha256: { ...Sha256, description: 'The seal: SHA-256 of manifest.json.' },
    restated_by: Type.Array(PublicationNumber),
    objections: Type.Object({ filed: Count, upheld: Count, rejected: Count, withdrawn: Count }),
  },
  { $id: 'PublicationRow' },
);
export type PublicationRow = Static<typeof PublicationRow>;
export const Publications = List(PublicationRow);
export type Publications = Static<typeof Publications>;

/** One number that is not what it was. */
export const RestatedNumber = Type.Object({
  part: Type.String({ description: 'Board or level.', examples: ['departments'] }),
  unit: Type.String(),
  unit_name: Type.String(),
  column: Type.String({ examples: ['rank'] }),
  old: Value,
  new: Value,
  zh: Type.String(),
  en: Type.String(),
});
export type RestatedNumber = Static<typeof RestatedNumber>;

/** A case that is not as it was, and the events that made it so. */
export const RestatedCase = Type.Object({
  case_id: Type.String(),
  department: Type.String(),
  columns: Type.Array(Type.Object({ column: Type.String(), old: Value, new: Value })),
  events: Type.Array(
    Type.Object({
      type: Type.String(),
      source: Type.String(),
      occurred_at: Moment,
      recorded_at: Nullable(Moment),
      ingested_at: Moment,
      is_retracted: Type.Boolean(),
    }),
    { description: 'Arrived after what the publication knew of the case.' },
  ),
  zh: Type.String(),
  en: Type.String(),
});
export type RestatedCase = Static<typeof RestatedCase>;

export const Restatement = Type.Object(
  {
    restates: PublicationNumber,
    as_of: Moment,
    watermark: Nullable(Moment),
    differs: Type.Boolean(),
    numbers: Type.Array(RestatedNumber),
    cases: Type.Array(RestatedCase),
    other_reasons: Type.Array(Sentence, { description: 'Weights, rules, calendars, directory, cards that changed.' }),
  },
  { $id: 'Restatement' },
);
export type Restatement = Static<typeof Restatement>;

export const ObjectionActionRow = Type.Object({
  sequence: Type.Integer(),
  action: Type.Enum(OBJECTION_ACTIONS),
  actor: Type.String(),
  at: Moment,
  reason: Type.String(),
});
export const Objection = Type.Object(
  {
    objection_id: Type.String(),
    number: PublicationNumber,
    state: Type.Enum(OBJECTION_STATES, { description: '待复核, 成立, 不成立, 已撤回.' }),
    sequence: Type.Integer({ description: 'Of the last action; whoever acts sends it along.' }),
    part: Type.String({ description: 'Board or level the row is on.' }),
    unit: Type.String(),
    unit_name: Type.String(),
    cases: Type.Array(Type.String()),
    reason: Type.String(),
    filed_by: Type.String(),
    filed_at: Moment,
    outcome: Nullable(
      Type.Object({ outcome: Type.Enum(OBJECTION_OUTCOMES), by: Type.String(), at: Moment, reason: Type.String() }),
    ),
    actions: Type.Array(ObjectionActionRow),
    possible: Type.Array(Type.Enum(OBJECTION_OUTCOMES), { description: 'Outcomes it can have now.' }),
  },
  { $id: 'Objection' },
);
export type Objection = Static<typeof Objection>;
export const Objections = Type.Object({ objections_until: Day, is_open: Type.Boolean(), rows: Type.Array(Objection) });
export type Objections = Static<typeof Objections>;

export const PublicationDetail = Type.Object(
  {
    manifest: PublicationManifest,
    sha256: Sha256,
    restated_by: Type.Array(PublicationNumber),
    rankings: Type.Object(
      {
        departments: Type.Optional(Type.Array(RankingRow)),
        windows: Type.Optional(Type.Array(RankingRow)),
        counties: Type.Optional(Type.Array(RankingRow)),
        staff: Type.Optional(Type.Array(RankingRow)),
      } satisfies Record<Board, unknown>,
      { description: 'The boards it publishes.' },
    ),
    statistics: Type.Record(Type.String(), Type.Array(Type.Record(Type.String(), Type.Any())), {
      description: 'Of a notice: period statistics by level.',
    }),
    restatement: Nullable(Restatement),
    objections: Objections,
  },
  { $id: 'PublicationDetail' },
);
export type PublicationDetail = Static<typeof PublicationDetail>;

/** One thing looked at, and how it stands. */
export const Check = Type.Object({
  id: Type.Enum(VERIFICATION_CHECKS),
  agrees: Nullable(
    Type.Union([Type.Boolean()], { description: 'Null where it could not be looked at; the sentence says why.' }),
  ),
  compared: { ...Count, description: 'Numbers, files or links compared.' },
  zh: Type.String(),
  en: Type.String(),
});
export type Check = Static<typeof Check>;

export const Difference = Type.Object({
  check: Type.Enum(VERIFICATION_CHECKS),
  part: Type.String({ description: 'Board, level, `cases`, or the name of a file.' }),
  unit: Type.String({ description: 'Code of the unit, or the case number.' }),
  unit_name: Type.String(),
  column: Type.String(),
  published: Value,
  recomputed: Value,
  zh: Type.String(),
  en: Type.String(),
});
export type Difference = Static<typeof Difference>;

export const Verification = Type.Object(
  {
    number: Type.String(),
    agrees: Type.Boolean(),
    engine: Type.String({ description: 'The second engine, with its version.', examples: ['DuckDB v1.5.6'] }),
    zh: Type.String(),
    en: Type.String(),
    checks: Type.Array(Check),
    differences: Type.Array(Difference, { description: 'The first thousand.' }),
    differences_found: Count,
  },
  { $id: 'Verification' },
);
export type Verification = Static<typeof Verification>;

const who = (whose: string) => Type.String({ minLength: 1, maxLength: 100, description: `Who ${whose}.` });
const why = Type.String({ minLength: 1, maxLength: 2000 });

export const NewDocument = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 150, examples: ['通报2026年第10周.docx'] }),
    content_base64: Type.String({ description: 'The file, as base64.' }),
  },
  { additionalProperties: false },
);

/** By which the server writes the notice itself, as Word and PDF, of the very numbers that are sealed. */
const written = {
  template: Type.Optional(noticeTemplate),
  edits: Type.Optional({
    ...noticeEdits,
    description:
      'Of a notice: written by the server with these sentences changed, none where the list is empty. Refused where a ' +
      'sentence is not there, or says other than `written`. Instead of `documents`.',
  }),
  documents: Type.Optional(
    Type.Array(NewDocument, {
      maxItems: 20,
      description: 'Sealed as they are; nobody holds their numbers against those published.',
    }),
  ),
};

export const NewPublication = Type.Object(
  {
    kind: Type.Optional(Type.Enum(PUBLICATION_KINDS, { default: 'ranking' })),
    period: Type.String({ examples: ['2026-W10'], description: 'A period that is over.' }),
    boards: Type.Optional(Type.Array(Type.Enum(BOARDS), { description: 'All four unless told.', uniqueItems: true })),
    published_by: who('publishes it'),
    title: Type.Optional(Type.String({ maxLength: 200, description: 'Made of kind and period unless told.' })),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
    ...written,
  },
  { additionalProperties: false },
);
export type NewPublication = Static<typeof NewPublication>;

export const NewRestatement = Type.Object(
  {
    published_by: who('publishes it'),
    reason: { ...why, description: 'Why it is restated.' },
    ...written,
  },
  { additionalProperties: false },
);
export type NewRestatement = Static<typeof NewRestatement>;

export const NewObjection = Type.Object(
  {
    part: Type.Enum([...BOARDS, ...STATISTIC_LEVELS], { description: 'Board or level the row is on.' }),
    unit: Type.String({ minLength: 1, maxLength: 128 }),
    cases: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { maxItems: 200, uniqueItems: true }),
    ),
    reason: why,
    actor: who('objects, for the unit'),
  },
  { additionalProperties: false },
);
export type NewObjection = Static<typeof NewObjection>;

export const ObjectionAct = Type.Object(
  {
    outcome: Type.Enum(OBJECTION_OUTCOMES, { description: 'upheld 成立, rejected 不成立, withdrawn 撤回.' }),
    reason: why,
    actor: who('decides'),
    sequence: Type.Integer({ minimum: 1, description: 'Of the last action the actor saw.' }),
  },
  { additionalProperties: false },
);
export type ObjectionAct = Static<typeof ObjectionAct>;
