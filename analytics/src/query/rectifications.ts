/** Entries of the rectification ledger as rows: folded out of their actions by the table that says what may follow what. */
import {
  RECTIFICATION_ACTIONS,
  RECTIFICATION_STATES,
  RectificationRow,
  type RectificationSummary,
} from '../contract/index.ts';
import { nextState } from '../rectification/entry.ts';
import { entryActionsWhere } from '../rectification/kept-entries.ts';
import type { Reader } from './reader.ts';
import { type Filters, filterConditions } from './scope.ts';
import { AS_OF, type Select } from './select.ts';

export interface RectificationsAsked {
  states: readonly string[];
  lamps: readonly string[];
  origins: readonly string[];
  overdue?: boolean;
  case_id?: string;
  card_id?: string;
  /** ISO days, both included, of the closing. */
  closed_from?: string;
  closed_to?: string;
}

/** At most so many working days left is soon, as with the notices before a promised day. */
const SOON = 2;

const list = (texts: readonly string[]) => `[${texts.map((text) => `'${text}'`).join(', ')}]`;
const STEPS = (['none', ...RECTIFICATION_STATES] as const).flatMap((state) =>
  RECTIFICATION_ACTIONS.flatMap((action) => {
    const to = nextState(state, action);
    return to === undefined ? [] : [[`${state} ${action}`, to] as const];
  }),
);
/** The state after all actions; what could not be done changes nothing. */
const STATE = `arrayFold(
  (state, step) -> transform(concat(state, ' ', step.2), ${list(STEPS.map(([step]) => step))}, ${list(STEPS.map(([, to]) => to))}, state),
  arraySort(groupArray((sequence, toString(action)))), 'none'
)`;

const RUNNING = "state not in ('closed', 'cancelled')";
const nameOf = (level: string) => `dictGetOrDefault('unit', 'name', ('${level}', ${level}), '') as ${level}_name`;
const text = (name: string) => `JSONExtractString(opening, '${name}') as ${name}`;
const day = (moment: string) => `toDate(local_time(calendar_no, ${moment}))`;

/** Rows of the contract, of the entries whose actions a condition on rectification_events lets through. */
const entryRows = (condition: string) => `(
  select
    *, ${['centre', 'department', 'window', 'staff', 'item'].map(nameOf).join(', ')},
    toInt32(working_index(calendar_no, due_on) - working_index(calendar_no, counted_on)) as days_left,
    ${RUNNING} and counted_on > due_on and not (state = 'submitted' and reported_on <= due_on) as is_late,
    multiIf(
      state in ('closed', 'cancelled'), state, is_late, 'overdue',
      state != 'submitted' and days_left <= ${SOON}, 'due_soon', 'open'
    ) as lamp,
    if(state = 'closed', toBool(reported_on <= due_on), null) as is_in_time
  from (
    select
      *, ${day('if(closed_at is null, as_of, assumeNotNull(closed_at))')} as counted_on, least(${day('assumeNotNull(reported_at)')}, put_right_on) as reported_on
    from (
      select
        rectification_id, origin, case_id, card_id, state, sequence, proofs, opened_at, opened_by, last_action, last_actor, last_at,
        ${AS_OF} as as_of,
        JSONExtractString(opening, 'task', 'zh') as task_zh, JSONExtractString(opening, 'task', 'en') as task_en,
        ${['county', 'centre', 'department', 'window', 'staff', 'item', 'calendar'].map(text).join(', ')},
        dictGet('calendar_number', 'calendar_no', calendar) as calendar_no,
        JSONExtract(opening, 'rating', 'Nullable(UInt8)') as rating, ${text('meeting')},
        if(amended_person != '', amended_person, JSONExtractString(opening, 'person')) as person,
        toDate(if(amended_due != '', amended_due, JSONExtractString(opening, 'due_on'))) as due_on,
        if(state = 'closed', last_closed_at, null) as closed_at,
        -- It is in time by the first report since it was opened or last sent back, else by its closing, or by the day on which
        -- what closed it happened, though that arrived later.
        if(first_submitted_at is null, last_closed_at, first_submitted_at) as reported_at,
        ifNull(toDateOrNull(closed_by_event), toDate('2149-06-06')) as put_right_on
      from (
        select
          rectification_id, toString(any(origin)) as origin, any(case_id) as case_id, any(card_id) as card_id,
          ${STATE} as state, max(sequence) as sequence,
          argMaxIf(detail, sequence, action = 'open') as opening,
          argMaxIf(at, sequence, action = 'open') as opened_at, argMaxIf(actor, sequence, action = 'open') as opened_by,
          argMaxIf(JSONExtractString(detail, 'due_on'), sequence, action = 'amend' and JSONExtractString(detail, 'due_on') != '') as amended_due,
          argMaxIf(JSONExtractString(detail, 'person'), sequence, action = 'amend' and JSONExtractString(detail, 'person') != '') as amended_person,
          minOrNullIf(at, action = 'submit' and sequence > begun_with) as first_submitted_at,
          maxOrNullIf(at, action = 'close' and sequence > begun_with) as last_closed_at,
          argMaxIf(JSONExtractString(detail, 'put_right_on'), sequence, action = 'close' and sequence > begun_with) as closed_by_event,
          toUInt32(countIf(action in ('submit', 'attach', 'close') and (JSONExtractString(detail, 'proof') != '' or JSONLength(detail, 'links') > 0))) as proofs,
          toString(argMax(action, sequence)) as last_action, argMax(actor, sequence) as last_actor, argMax(at, sequence) as last_at
        from (
          select *, maxIf(sequence, action in ('open', 'send_back')) over (partition by rectification_id) as begun_with
          from (${entryActionsWhere(`at <= ${AS_OF} and ${condition}`)})
        )
        group by rectification_id
        settings prefer_column_name_to_alias = 1
      )
      where state != 'none'
    )
  )
)`;

const COLUMNS = Object.keys(RectificationRow.properties);
/** What is worst comes first. */
const LAMP_ORDER = ['overdue', 'due_soon', 'open', 'closed', 'cancelled'];

/** Entries, the worst first, then by due day; closed ones the newest first. */
export function rectificationList(asked: RectificationsAsked, filters: Filters): Select {
  const before = ['true'];
  const { where, parameters } = filterConditions(filters);
  const given: Select['parameters'] = { ...parameters };
  const oneOf = (on: string[], column: string, values: readonly string[]) => {
    if (values.length === 0) return;
    on.push(`has({${column}s:Array(String)}, toString(${column}))`);
    given[`${column}s`] = [...values];
  };
  oneOf(before, 'origin', asked.origins);
  oneOf(where, 'state', asked.states);
  oneOf(where, 'lamp', asked.lamps);
  for (const column of ['case_id', 'card_id'] as const) {
    const value = asked[column];
    if (value === undefined) continue;
    before.push(`${column} = {${column}:String}`);
    given[column] = value;
  }
  if (asked.overdue !== undefined) where.push(asked.overdue ? "lamp = 'overdue'" : "lamp != 'overdue'");
  const closedOn = 'toDate(local_time(calendar_no, assumeNotNull(closed_at)))';
  if (asked.closed_from !== undefined) {
    where.push(`closed_at is not null and ${closedOn} >= {closed_from:Date}`);
    given['closed_from'] = asked.closed_from;
  }
  if (asked.closed_to !== undefined) {
    where.push(`closed_at is not null and ${closedOn} <= {closed_to:Date}`);
    given['closed_to'] = asked.closed_to;
  }
  return {
    from: entryRows(before.join(' and ')),
    row: RectificationRow,
    where,
    order: [
      { expression: `toUInt8(indexOf(${list(LAMP_ORDER)}, lamp))`, type: 'UInt8' },
      {
        expression:
          'if(closed_at is null, toInt64(toUInt16(due_on)), -toUnixTimestamp64Milli(assumeNotNull(closed_at)))',
        type: 'Int64',
      },
      { expression: 'rectification_id', type: 'String' },
    ],
    parameters: given,
  };
}

/** One entry as a row. */
export async function rectificationRow(reader: Reader, id: string, asOf: Date): Promise<RectificationRow | undefined> {
  const statement = `select ${COLUMNS.join(', ')} from ${entryRows('rectification_id = {id:String}')}`;
  return (await reader.look<RectificationRow>(statement, { id }, asOf)).rows[0];
}

/** The lamps over the ledger, or over its entries of some origins. */
export async function rectificationSummary(
  reader: Reader,
  origins: RectificationsAsked['origins'],
  filters: Filters,
  asOf?: Date,
): Promise<RectificationSummary> {
  const { where, parameters } = filterConditions(filters);
  const before = origins.length > 0 ? 'has({origins:Array(String)}, toString(origin))' : 'true';
  const thisMonth = `state = 'closed' and toStartOfMonth(counted_on) = toStartOfMonth(${day(AS_OF)})`;
  const statement = `select
      toUInt32(countIf(${RUNNING})) as open, toUInt32(countIf(lamp = 'due_soon')) as due_soon,
      toUInt32(countIf(lamp = 'overdue')) as overdue, toUInt32(countIf(state = 'submitted')) as submitted,
      toUInt32(countIf(${thisMonth})) as closed_this_month,
      toUInt32(countIf(${thisMonth} and is_in_time)) as closed_in_time_this_month
    from ${entryRows(before)}${where.length > 0 ? ` where ${where.join(' and ')}` : ''}`;
  const { asOf: at, rows } = await reader.look<Omit<RectificationSummary, 'as_of'>>(
    statement,
    { ...parameters, ...(origins.length > 0 && { origins: [...origins] }) },
    asOf,
  );
  return { as_of: at.toISOString(), ...rows[0]! };
}
