/** What a trial would do to the order of departments by their cards: every rule's cards count, the trial's in place of its own. */

import { CARD_GRADES, CARD_STATES } from '../contract/codes.ts';
import type { Simulation } from '../contract/index.ts';
import { isInEffect } from '../supervision/card.ts';
import { type CardCounts, type Deductions, deductionOf, placesByCards } from '../supervision/card-order.ts';
import { cardList } from './cards.ts';
import type { Reader } from './reader.ts';
import { filterConditions } from './scope.ts';
import type { Select } from './select.ts';
import type { Trial } from './simulation.ts';

interface Row {
  department: string;
  department_name: string;
  /** Cards in effect of the other rules, found in the period. */
  other_notice: number;
  other_yellow: number;
  other_red: number;
  /** Of the rule tried. */
  in_force: number;
  tried: number;
}

const IN_EFFECT = CARD_STATES.filter(isInEffect);

/** The departments whose cards or place change, the one that moves furthest first; `select`: the trial's cases. */
export async function trialOrder(
  reader: Reader,
  { rule, from, to, filters }: Trial,
  select: Select,
  asOf: Date,
): Promise<Simulation['order']> {
  const { item: _item, window: _window, staff: _staff, ...places } = filters;
  const others = cardList({ states: IN_EFFECT, grades: [], from, to }, filters);
  const { where, parameters } = filterConditions(places);
  // A card people took back stays so, whichever threshold found it.
  const takenBack = `select case_id from card_events where rule = {tried_rule:String} and action in ('cancel', 'revoke')`;
  const { rows } = await reader.rows<Row>(
    `select
      department, dictGetOrDefault('unit', 'name', ('department', department), '') as department_name,
      toUInt32(sum(notice)) as other_notice, toUInt32(sum(yellow)) as other_yellow, toUInt32(sum(red)) as other_red,
      toUInt32(sum(own_in_force)) as in_force, toUInt32(sum(own_tried)) as tried
    from (
      select code as department, 0 as notice, 0 as yellow, 0 as red, 0 as own_in_force, 0 as own_tried
      from (select code, department, centre, county from dictionary('unit') where level = 'department')
      where ${['true', ...where].join(' and ')}
      union all
      select department, countIf(grade = 'notice'), countIf(grade = 'yellow'), countIf(grade = 'red'), 0, 0
      from ${others.from} where ${(others.where ?? []).join(' and ')} and rule != {tried_rule:String}
      group by department
      union all
      select department, 0, 0, 0, countIf(is_in_force_within), countIf(is_tried_within)
      from ${select.from} where case_id not in (${takenBack})
      group by department
    )
    where department != ''
    group by department order by department`,
    { ...parameters, ...others.parameters, ...select.parameters, tried_rule: rule.id },
    asOf,
  );
  const {
    rows: [points],
  } = await reader.rows<Deductions>(
    `select ${CARD_GRADES.map((grade) => `deduction_points('${grade}', {to_day:Date}) as ${grade}`).join(', ')}`,
    { to_day: to },
    asOf,
  );
  const counts = (row: Row, own: number): CardCounts => {
    const all = { notice: row.other_notice, yellow: row.other_yellow, red: row.other_red };
    return { ...all, [rule.grade]: all[rule.grade] + own };
  };
  const inForce = rows.map((row) => counts(row, row.in_force));
  const tried = rows.map((row) => counts(row, row.tried));
  const placeInForce = placesByCards(inForce, points!);
  const placeTried = placesByCards(tried, points!);
  const changed = rows.flatMap(({ department, department_name, in_force, tried: own }, index) => {
    const [before, after] = [inForce[index]!, tried[index]!];
    const [place, place_tried] = [placeInForce[index]!, placeTried[index]!];
    if (in_force === own && place === place_tried) return [];
    const stands = (of: CardCounts, at: number) => ({ ...of, deduction: deductionOf(of, points!), place: at });
    return [{ department, department_name, in_force: stands(before, place), tried: stands(after, place_tried) }];
  });
  const moved = ({ in_force, tried: then }: (typeof changed)[number]) => Math.abs(then.place - in_force.place);
  return {
    departments: rows.length,
    points: points!,
    changed: changed.sort(
      (a, b) => moved(b) - moved(a) || a.tried.place - b.tried.place || (a.department < b.department ? -1 : 1),
    ),
  };
}
