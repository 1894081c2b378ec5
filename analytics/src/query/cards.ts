/** Cards as rows: folded out of their actions by the same table that says what may follow what. */
import { CARD_ACTIONS, CARD_GRADES, CARD_STATES, CardRow } from '../contract/index.ts';
import { isInEffect, next } from '../supervision/card.ts';
import { actionsWhere, actsWhere } from '../supervision/kept-cards.ts';
import type { Reader } from './reader.ts';
import { type Filters, filterConditions } from './scope.ts';
import { AS_OF, type Select } from './select.ts';

export interface CardsAsked {
  states: readonly string[];
  grades: readonly string[];
  rule?: string;
  case_id?: string;
  /** ISO days, both included, of the moment the finding became true. */
  from?: string;
  to?: string;
  baseline?: boolean;
}

const list = (texts: readonly string[]) => `[${texts.map((text) => `'${text}'`).join(', ')}]`;
const STEPS = (['none', ...CARD_STATES] as const).flatMap((state) =>
  CARD_ACTIONS.flatMap((action) => {
    const to = next(state, action);
    return to === undefined ? [] : [[`${state} ${action}`, to] as const];
  }),
);
/** The state after all actions; what could not be done changes nothing. */
const STATE = `arrayFold(
  (state, step) -> transform(concat(state, ' ', step.2), ${list(STEPS.map(([step]) => step))}, ${list(STEPS.map(([, to]) => to))}, state),
  arraySort(groupArray((sequence, toString(action)))), 'none'
)`;

const text = (name: string) => `JSONExtractString(issue, '${name}') as ${name}`;
const nameOf = (level: string, column: string) =>
  `dictGetOrDefault('unit', 'name', ('${level}', ${column}), '') as ${column}_name`;

/** Rows of the contract, of the cards whose actions a condition on card_events lets through. */
const cardRows = (condition: string) => `(
  select
    *, ${nameOf('department', 'department')}, ${nameOf('window', 'window')}, ${nameOf('staff', 'staff')},
    ${nameOf('staff', 'chief_representative')}, ${nameOf('item', 'item')}
  from (
    select
      card_id, case_id, rule, rule_version, grade, state, sequence, issued_at, last_action, last_actor, last_at,
      parseDateTime64BestEffortOrNull(JSONExtractString(issue, 'found_at'), 3, 'UTC') as found_at,
      JSONExtractString(issue, 'sentence', 'zh') as sentence_zh, JSONExtractString(issue, 'sentence', 'en') as sentence_en,
      ${['county', 'centre', 'department', 'window', 'staff', 'chief_representative', 'item', 'case_kind', 'calendar', 'escalates'].map(text).join(', ')},
      toBool(JSONExtractBool(issue, 'baseline')) as is_baseline
    from (
      select
        card_id, any(case_id) as case_id, toString(any(rule)) as rule, argMaxIf(rule_version, sequence, action = 'issue') as rule_version,
        toString(any(grade)) as grade, ${STATE} as state, max(sequence) as sequence,
        argMaxIf(detail, sequence, action = 'issue') as issue, argMaxIf(at, sequence, action = 'issue') as issued_at,
        toString(argMax(action, sequence)) as last_action, argMax(actor, sequence) as last_actor, argMax(at, sequence) as last_at
      from (${actionsWhere(`at <= ${AS_OF} and ${condition}`)})
      group by card_id
      settings prefer_column_name_to_alias = 1
    )
  )
)`;

const IN_EFFECT = CARD_STATES.filter(isInEffect);

/**
 * The gravest card in force of each case of a statement of numbers, as of the moment, and its state: of two as grave, the one
 * furthest along. Columns carded (its number), card_grade, card_state.
 */
export const gravestCards = (numbers: string) => `(
  select
    case_id as carded, argMax(grade, weight) as card_grade, argMax(state, weight) as card_state
  from (
    select
      any(case_id) as case_id, toString(any(grade)) as grade, ${STATE} as state,
      indexOf(${list(CARD_GRADES)}, grade) * 10 + indexOf(${list(IN_EFFECT)}, state) as weight
    from (${actsWhere(`at <= ${AS_OF} and case_id in (${numbers})`)})
    group by card_id
  )
  where has(${list(IN_EFFECT)}, state)
  group by case_id
)`;

/** Cards, the newest findings first. */
export function cardList(asked: CardsAsked, filters: Filters): Select {
  const before = ['true'];
  const { where, parameters } = filterConditions(filters);
  const given: Select['parameters'] = { ...parameters };
  const condition = (on: string[], expression: string, name: string, value: string | readonly string[]) => {
    on.push(expression);
    given[name] = value;
  };
  if (asked.grades.length > 0)
    condition(before, 'has({grades:Array(String)}, toString(grade))', 'grades', asked.grades);
  if (asked.rule !== undefined) condition(before, 'rule = {rule:String}', 'rule', asked.rule);
  if (asked.case_id !== undefined) condition(before, OF_CASE, 'case_id', asked.case_id);
  if (asked.states.length > 0) condition(where, 'has({states:Array(String)}, state)', 'states', asked.states);
  const day = "toDate(local_time(dictGet('calendar_number', 'calendar_no', calendar), assumeNotNull(found_at)))";
  // The day is that of the card's centre; before its actions are read, cards of other weeks are left out.
  if (asked.from !== undefined) {
    condition(where, `${day} >= {from_day:Date}`, 'from_day', asked.from);
    before.push(issuedWhere(`${FOUND} >= toDateTime64({from_day:Date} - 1, 3, 'UTC')`));
  }
  if (asked.to !== undefined) {
    condition(where, `${day} <= {to_day:Date}`, 'to_day', asked.to);
    before.push(issuedWhere(`${FOUND} < toDateTime64({to_day:Date} + 2, 3, 'UTC')`));
  }
  if (asked.baseline !== undefined) where.push(asked.baseline ? 'is_baseline' : 'not is_baseline');
  return {
    from: cardRows(before.join(' and ')),
    row: CardRow,
    where,
    order: [
      { expression: '-ifNull(toUnixTimestamp64Milli(found_at), 0)', type: 'Int64' },
      { expression: 'card_id', type: 'String' },
    ],
    parameters: given,
  };
}

const COLUMNS = Object.keys(CardRow.properties);
const FOUND = "if(found_at > toDateTime64(0, 3, 'UTC'), found_at, at)";
const issuedWhere = (condition: string) =>
  `card_id in (select card_id from card_events where action = 'issue' and ${condition})`;
const OF_CASE = 'card_id in (select card_id from card_acts_of_cases where case_id = {case_id:String})';

/** All cards about one case, the newest finding first. Most have none, which is told sooner than what theirs would be. */
export async function cardsOfCase(reader: Reader, caseId: string, asOf?: Date): Promise<CardRow[]> {
  const any = 'select 1 from card_acts_of_cases where case_id = {case_id:String} limit 1';
  if ((await reader.look(any, { case_id: caseId }, asOf)).rows.length === 0) return [];
  const statement = `select ${COLUMNS.join(', ')} from ${cardRows(OF_CASE)} order by found_at desc, card_id`;
  return (await reader.look<CardRow>(statement, { case_id: caseId }, asOf)).rows;
}
