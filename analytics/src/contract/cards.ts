/** Supervision cards: what a rule found about a case, what state the card is in, and who did what with it. */
import Type, { type Static } from 'typebox';
import { CaseEventRow } from './case-event.ts';
import { CARD_ACTIONS, CARD_GRADES, CARD_STATES, type CardAction, SCOPES_OF_THRESHOLDS } from './codes.ts';
import { Count, Day, List, Moment, Nullable } from './common.ts';
import { itemColumns, kindColumn, placeColumns } from './place.ts';

/** What people can do; the platform itself issues and lets lapse. */
export const HUMAN_ACTIONS = CARD_ACTIONS.filter(
  (action): action is Exclude<CardAction, 'issue' | 'lapse'> => action !== 'issue' && action !== 'lapse',
);

export const CardRow = Type.Object(
  {
    card_id: Type.String({ description: 'Made of case, rule and grade: who finds it again finds the same card.' }),
    case_id: Type.String(),
    rule: Type.String({ description: 'Id of the rule; manual where a person issued the card.' }),
    rule_version: Type.Integer(),
    grade: Type.Enum(CARD_GRADES, { description: '预警, 黄牌, 红牌.' }),
    state: Type.Enum(CARD_STATES, { description: '已发, 督办, 申诉中, 取消, 撤销, 失效.' }),
    sequence: Type.Integer({ description: 'Of the last action; whoever acts sends it along.' }),
    found_at: Nullable(Type.Union([Moment], { description: 'From when the finding is true.' })),
    issued_at: Moment,
    last_action: Type.Enum(CARD_ACTIONS),
    last_actor: Type.String({ description: 'Empty for the platform itself.' }),
    last_at: Moment,
    sentence_zh: Type.String({ description: 'Why the card was issued, as it was said then.' }),
    sentence_en: Type.String(),
    ...placeColumns,
    // Stays the first of them.
    county: Type.String({ description: 'This and the following as they were when the card was issued.' }),
    chief_representative: Type.String({ description: '首席代表 of the department.' }),
    chief_representative_name: Type.String(),
    ...itemColumns,
    ...kindColumn,
    is_baseline: Type.Boolean({
      description: 'True already before supervision of this store began: nobody was notified.',
    }),
    escalates: Type.String({ description: 'Card of a lower grade about the same case; empty where there is none.' }),
  },
  { $id: 'CardRow' },
);
export type CardRow = Static<typeof CardRow>;

const Link = Type.String({
  pattern: '^https?://\\S+$',
  maxLength: 2000,
  examples: ['https://files.example.gov.cn/evidence/17.pdf'],
});

export const CardActionRow = Type.Object({
  sequence: Type.Integer(),
  action: Type.Enum(CARD_ACTIONS),
  actor: Type.String({ description: 'Empty for the platform itself.' }),
  at: Moment,
  reason: Type.String(),
  link: Nullable(Type.String({ description: 'Evidence that was attached.' })),
});

export const CardDetail = Type.Object(
  {
    as_of: Moment,
    card: Type.Object(CardRow.properties),
    finding: Type.Object({
      evidence: Type.Record(Type.String(), Type.String()),
      thresholds: Type.Array(
        Type.Object({
          parameter: Type.String(),
          value: Type.Number(),
          unit: Type.String(),
          scope: Type.Enum(['default', ...SCOPES_OF_THRESHOLDS], {
            description: 'Whose threshold it is; default is the rule’s own.',
          }),
          code: Type.String(),
          valid_from: Nullable(Day),
        }),
      ),
      limit_source: Type.String({ description: 'Where the limit came from: event, item or none.' }),
      due_on: Nullable(Day),
      calendar: Type.String(),
      calendar_known_until: Day,
      events_through: Nullable(
        Type.Union([Moment], { description: 'Arrival of the newest event the finding rests on.' }),
      ),
    }),
    actions: Type.Array(CardActionRow),
    possible: Type.Array(Type.Enum(HUMAN_ACTIONS), { description: 'What can be done with the card as it is.' }),
    events: Type.Array(CaseEventRow, {
      description: 'Events that were known when the card was issued, with what is known of them now.',
    }),
    others: Type.Array(Type.Object(CardRow.properties), { description: 'The other cards about the same case.' }),
  },
  { $id: 'CardDetail' },
);
export type CardDetail = Static<typeof CardDetail>;

const said = {
  actor: Type.String({
    minLength: 1,
    maxLength: 64,
    pattern: '\\S',
    description: 'Who acts. There are no accounts yet: it is kept as the request says it.',
    examples: ['王督查'],
  }),
  reason: Type.String({
    minLength: 1,
    maxLength: 2000,
    pattern: '\\S',
    description: 'Why, in words. Telephone and identity numbers are not kept.',
    examples: ['承诺期将满，请于今日内办结'],
  }),
};

export const CardAct = Type.Object(
  {
    action: Type.Enum(HUMAN_ACTIONS, {
      description:
        'urge 督办 · ask 要求说明 · reply 回复 · talk 约谈 · appeal 申诉 · revoke 撤销, send_back 打回, pass_up 上报 (the appeal ' +
        'is decided) · cancel 取消 · attach 附证据 · note 批注.',
    }),
    ...said,
    sequence: Type.Integer({
      minimum: 1,
      description:
        'Of the last action the actor saw. When the card moved on meanwhile nothing is done and 409 says by whom.',
      examples: [1],
    }),
    link: Type.Optional({ ...Link, description: 'Address of evidence; needed to attach.' }),
  },
  { additionalProperties: false },
);
export type CardAct = Static<typeof CardAct>;

export const ManualCard = Type.Object(
  {
    case_id: Type.String({ minLength: 1, maxLength: 128, examples: ['HN-2026-000017'] }),
    grade: Type.Enum(CARD_GRADES),
    ...said,
    basis: Type.Optional(
      Type.String({
        maxLength: 500,
        pattern: '\\S',
        description: 'Which rule or duty it rests on, in words; part of what the card says.',
        examples: ['《首问负责制实施办法》第六条'],
      }),
    ),
    link: Type.Optional({ ...Link, description: 'Address of evidence.' }),
  },
  { additionalProperties: false },
);
export type ManualCard = Static<typeof ManualCard>;

/** What the live stream says when cards change; `changes` counts all, `newest` shows the last of them. */
export const LiveCards = Type.Object({
  at: Moment,
  changes: Count,
  baseline: { ...Count, description: 'Of them found in history: nothing to be alarmed about.' },
  newest: Type.Array(
    Type.Object({
      card_id: Type.String(),
      case_id: Type.String(),
      rule: Type.String(),
      grade: Type.Enum(CARD_GRADES),
      action: Type.Enum(CARD_ACTIONS),
      actor: Type.String(),
      state: Type.Enum(CARD_STATES),
    }),
  ),
});
export type LiveCards = Static<typeof LiveCards>;
export const Cards = List(CardRow);
export type Cards = Static<typeof Cards>;
