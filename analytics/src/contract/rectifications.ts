/** The rectification ledger 整改台账: what a unit has to put right by a day, what state it is in, and who did what with it. */
import Type, { type Static } from 'typebox';
import {
  RECTIFICATION_ACTIONS,
  RECTIFICATION_LAMPS,
  RECTIFICATION_ORIGINS,
  RECTIFICATION_STATES,
  type RectificationAction,
} from './codes.ts';
import { Count, Day, List, Moment, Nullable } from './common.ts';

/** What can be done with an entry that is there. */
export const RECTIFICATION_ACTS = RECTIFICATION_ACTIONS.filter(
  (action): action is Exclude<RectificationAction, 'open'> => action !== 'open',
);

export const RectificationRow = Type.Object(
  {
    rectification_id: Type.String(),
    origin: Type.Enum(RECTIFICATION_ORIGINS, { description: '差评, 监察牌, 检查发现, 会议交办, 人工登记.' }),
    state: Type.Enum(RECTIFICATION_STATES, { description: '待签收, 整改中, 待核验, 退回重改, 已销号, 已撤项.' }),
    lamp: Type.Enum(RECTIFICATION_LAMPS, {
      description:
        'As of the report. overdue: past its due day and not reported as put right by then; due_soon: at most two working days left.',
    }),
    sequence: Type.Integer({ description: 'Of the last action; whoever acts sends it along.' }),
    case_id: Type.String({ description: 'Empty where it is about no single case.' }),
    card_id: Type.String({ description: 'Card it was opened from; empty where there is none.' }),
    task_zh: Type.String({ description: 'What is to be put right.' }),
    task_en: Type.String(),
    county: Type.String(),
    centre: Type.String(),
    centre_name: Type.String(),
    department: Type.String({ description: 'Responsible unit; empty where the centre as a whole is.' }),
    department_name: Type.String(),
    window: Type.String(),
    window_name: Type.String(),
    staff: Type.String({ description: 'Who handled the case.' }),
    staff_name: Type.String(),
    item: Type.String(),
    item_name: Type.String(),
    person: Type.String({ description: 'Who answers for it, by name.' }),
    due_on: Day,
    days_left: Type.Integer({
      description:
        'Working days until the due day as of the report; negative is overdue by. Once closed, as of that day.',
    }),
    is_in_time: Nullable(
      Type.Union([Type.Boolean()], {
        description: 'Whether it was put right by its due day; empty until it is closed.',
      }),
    ),
    rating: Nullable(Type.Integer({ description: 'Of a bad rating: 4 or 5.' })),
    meeting: Type.String({ description: 'Month of the review whose meeting gave the task; empty for others.' }),
    proofs: { ...Count, description: 'Acts that brought proof.' },
    opened_at: Moment,
    opened_by: Type.String({ description: 'Empty for the platform itself.' }),
    closed_at: Nullable(Moment),
    last_action: Type.Enum(RECTIFICATION_ACTIONS),
    last_actor: Type.String(),
    last_at: Moment,
  },
  { $id: 'RectificationRow' },
);
export type RectificationRow = Static<typeof RectificationRow>;
export const Rectifications = List(RectificationRow);
export type Rectifications = Static<typeof Rectifications>;

const links = Type.Array(Type.String({ pattern: '^https?://\\S+$', maxLength: 2000 }), {
  maxItems: 10,
  description: 'Addresses of what shows that it was put right.',
  examples: [['https://files.example.gov.cn/rectified/17.pdf']],
});

export const RectificationActionRow = Type.Object({
  sequence: Type.Integer(),
  action: Type.Enum(RECTIFICATION_ACTIONS),
  actor: Type.String({ description: 'Empty for the platform itself.' }),
  at: Moment,
  reason: Type.String(),
  proof: Type.String({ description: 'What was put right, in words; empty where the act brought none.' }),
  links: Type.Array(Type.String()),
  due_on: Nullable(Type.Union([Day], { description: 'The due day it set.' })),
  person: Nullable(Type.Union([Type.String()], { description: 'The responsible person it named.' })),
});

export const RectificationDetail = Type.Object(
  {
    as_of: Moment,
    entry: Type.Object(RectificationRow.properties),
    actions: Type.Array(RectificationActionRow),
    possible: Type.Array(Type.Enum(RECTIFICATION_ACTS), { description: 'What can be done with the entry as it is.' }),
    needs_proof: Type.Boolean({ description: 'Whether who closes it now has to bring proof.' }),
  },
  { $id: 'RectificationDetail' },
);
export type RectificationDetail = Static<typeof RectificationDetail>;

/** How the ledger stands as of a moment. */
export const RectificationSummary = Type.Object(
  {
    as_of: Moment,
    open: { ...Count, description: 'Running, the overdue and those due soon included.' },
    due_soon: Count,
    overdue: Count,
    submitted: { ...Count, description: 'Reported as put right and not yet looked at.' },
    closed_this_month: Count,
    closed_in_time_this_month: Count,
  },
  { $id: 'RectificationSummary' },
);
export type RectificationSummary = Static<typeof RectificationSummary>;

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
    examples: ['窗口让群众跑了三次，责成整改'],
  }),
};
const due_on = Type.Optional({ ...Day, description: 'The day by which it is to be put right, not before today.' });
const person = Type.Optional(
  Type.String({ maxLength: 64, description: 'Who answers for it, by name.', examples: ['张主任'] }),
);

export const RectificationAct = Type.Object(
  {
    action: Type.Enum(RECTIFICATION_ACTS, {
      description:
        'take_up 签收 · submit 报整改 (with proof) · close 销号 (on proof alone) · send_back 退回 · urge 督办 · ' +
        'amend 调整 (another due day or person) · cancel 撤项 · attach 附证明 · note 批注.',
    }),
    ...said,
    sequence: Type.Integer({
      minimum: 1,
      description:
        'Of the last action the actor saw. When the entry moved on meanwhile nothing is done and 409 says by whom.',
      examples: [1],
    }),
    proof: Type.Optional(
      Type.String({ maxLength: 2000, description: 'What was put right, in words.', examples: ['已当面致歉并补办'] }),
    ),
    links: Type.Optional(links),
    due_on,
    person,
  },
  { additionalProperties: false },
);
export type RectificationAct = Static<typeof RectificationAct>;

export const NewRectification = Type.Object(
  {
    origin: Type.Enum(
      RECTIFICATION_ORIGINS.filter((origin) => origin !== 'bad_rating'),
      { description: 'Bad ratings come by themselves.', examples: ['meeting'] },
    ),
    ...said,
    task: Type.String({
      minLength: 1,
      maxLength: 2000,
      pattern: '\\S',
      description: 'What is to be put right.',
      examples: ['补齐一次性告知单，组织窗口人员培训'],
    }),
    meeting: Type.Optional(
      Type.String({
        pattern: '^\\d{4}-(0[1-9]|1[0-2])$',
        description: 'Of a task of the monthly review 月讲评: the month that was reviewed.',
        examples: ['2026-02'],
      }),
    ),
    case_id: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: 'The case it is about.' })),
    card_id: Type.Optional(
      Type.String({ pattern: '^[0-9a-f]{32}$', description: 'The card it follows from; its case is taken from it.' }),
    ),
    department: Type.Optional(
      Type.String({ description: 'Responsible unit on file; that of the case unless told.', examples: ['D01'] }),
    ),
    centre: Type.Optional(Type.String({ description: 'Instead of a department: the centre as a whole.' })),
    due_on,
    person,
  },
  { additionalProperties: false },
);
export type NewRectification = Static<typeof NewRectification>;
