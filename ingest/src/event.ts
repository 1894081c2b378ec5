/**
 * The canonical case event: the contract every source is brought to (domain: events, codes).
 *
 * One JSON object per event. Identity is (`source`, `event_id`) within its case; a higher `revision` replaces a lower one;
 * `retracted: true` takes the event back. Moments are RFC 3339; without a zone they are Asia/Shanghai.
 * Unknown fields are refused, personal data above all.
 */
import Type, { type Static } from 'typebox';
import { CASE_KINDS, CHANNELS, DUE_COMPARISONS, EVENT_TYPES, LIMIT_UNITS, OUTCOMES, SPECIAL_KINDS } from './codes.ts';

export * from './codes.ts';

/** Longest accepted line, in bytes of UTF-8. */
export const MAX_LINE_BYTES = 65_536;

const choice = <T extends readonly string[]>(values: T, description: string) =>
  Type.Enum([...values] as unknown as T, { description });
/** Without control characters, and without blanks at its ends: nobody sees them, and the code would be another. */
const CODE = '^[^\\s\\u0000-\\u001f\\u007f]([^\\u0000-\\u001f\\u007f]*[^\\s\\u0000-\\u001f\\u007f])?$';
const code = (description: string, maxLength = 64) =>
  Type.String({ minLength: 1, maxLength, pattern: CODE, description });
const moment = (description: string) => Type.String({ minLength: 8, maxLength: 40, description });

export const CaseEvent = Type.Object(
  {
    source: code('Who sent it: the code of the sending system.'),
    event_id: code('Unique within the source, the same when the event is sent again.', 128),
    revision: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 4_294_967_295, description: 'Data version 数据版本号; the highest wins.' }),
    ),
    retracted: Type.Optional(Type.Boolean({ description: 'True when this revision takes the event back.' })),
    type: choice(EVENT_TYPES, 'What happened.'),
    case_id: code(
      'Case number 办件编号, the same in every event of the case and in every revision of an event. An event sent for the ' +
        'wrong case is taken back there (`retracted`, a higher revision) and sent anew for the right one.',
      128,
    ),
    occurred_at: moment('When it happened.'),
    recorded_at: Type.Optional(moment('When it was entered into the source system.')),

    centre: Type.Optional(code('Centre where it happened.')),
    department: Type.Optional(code('Department 窗口单位 where it happened.')),
    window: Type.Optional(code('Window 窗口 where it happened.')),
    staff: Type.Optional(code('Staff code of who did it; never a name.')),
    owner_department: Type.Optional(code('Department that must decide the case (受办分离), where it differs.')),
    item: Type.Optional(code('Item code 事项编码.')),
    case_kind: Type.Optional(choice(CASE_KINDS, 'Case kind, where the source states it; else the item says.')),
    channel: Type.Optional(choice(CHANNELS, 'Channel it came by.')),

    stage: Type.Optional(code('Stage 环节: 1 承办, 2 审核, 3 批准, or a code of the item.')),
    outcome: Type.Optional(choice(OUTCOMES, 'Outcome of `decided`.')),
    reason: Type.Optional(Type.String({ maxLength: 2000, description: 'Reason given.' })),

    special_kind: Type.Optional(choice(SPECIAL_KINDS, 'Kind of special procedure.')),
    special_id: Type.Optional(code('Links special_started with its special_finished; else they pair in order.')),
    granted: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 3650, description: 'special_started: time asked for or granted.' }),
    ),
    granted_unit: Type.Optional(choice(LIMIT_UNITS, 'Unit of `granted`; working_days unless told.')),

    due_at: Type.Optional(
      moment(
        'Promised completion 承诺办结时间 sent by the source; wins over the item’s limit. Told with an extension ' +
          'that says what it grants, after the decision, or before the acceptance of a case taken up anew, it changes nothing.',
      ),
    ),
    due_by: Type.Optional(choice(DUE_COMPARISONS, 'How `due_at` is compared; day unless told.')),

    rating: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 5, description: 'Satisfaction 1 非常满意 … 5 非常不满意.' }),
    ),
    fee: Type.Optional(Type.Number({ minimum: 0, maximum: 1e9, description: 'Fee charged, yuan.' })),
    applicant_token: Type.Optional(code('Pseudonym of the applicant; never a name or number.', 128)),
  },
  { additionalProperties: false, $id: 'CaseEvent', description: 'One event in the life of a case.' },
);
export type CaseEvent = Static<typeof CaseEvent>;

/** Fields an event of a type must carry beyond the always required ones. */
export const REQUIRED_BY_TYPE: Partial<Record<CaseEvent['type'], readonly (keyof CaseEvent)[]>> = {
  stage_started: ['stage'],
  stage_finished: ['stage'],
  special_started: ['special_kind'],
  decided: ['outcome'],
  rated: ['rating'],
};
