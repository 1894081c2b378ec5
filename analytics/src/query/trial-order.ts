/**
 * What a trial would do to the ranking of departments: their scores and ranks of the period as they are, and with the cards
 * that would not be there taken out and those that would be added. Cards count as they do in every ranking (cards_found).
 */

import { inlineView } from '@mingcha/sql';
import { CARD_GRADES, type CardGrade } from '../contract/codes.ts';
import type { RankingRow, Simulation } from '../contract/index.ts';
import { addDays, formatPeriod } from '../periods/period.ts';
import { placesOf } from '../scoring/places.ts';
import type { Reader } from './reader.ts';
import { filterArguments } from './scope.ts';
import { AS_OF, type Select } from './select.ts';
import type { Trial } from './simulation.ts';
import { ranking } from './statistics.ts';

interface Change {
  department: string;
  /** Cards of the rule in effect after the trial less those before. */
  more: number;
  before_supervision: number;
}

/** Every department. */
const ALL = 100_000;

/** The departments whose cards, score or rank change, the one that moves furthest first; `select`: the trial's cases. */
export async function trialOrder(
  reader: Reader,
  trial: Trial,
  select: Select,
  asOf: Date,
): Promise<Simulation['order']> {
  const { rule, from, to, filters } = trial;
  const { rows: changes } = await changedCards(reader, trial, select, asOf);
  const more = new Map(changes.map(({ department, more }) => [department, more]));
  const {
    rows: [points],
  } = await reader.rows<Record<CardGrade, number>>(
    `select ${CARD_GRADES.map((grade) => `deduction_points('${grade}', {from_day:Date}) as ${grade}`).join(', ')}`,
    { from_day: from },
    asOf,
  );
  // Movement is not asked for: a day stands for the period before.
  const [dayBefore, name] = [addDays(from, -1), formatPeriod({ kind: 'custom', from, to })];
  const board = ranking(name, { from, to }, { from: dayBefore, to: dayBefore }, 'departments', filters);
  const { rows } = await reader.list<RankingRow>(board, { limit: ALL, cursor: undefined, asOf });
  const tried = rows.map((row) => {
    const own = more.get(row.unit) ?? 0;
    const column = `cards_${rule.grade}` as const;
    return { ...row, [column]: row[column] + own, deduction: row.deduction + own * points![rule.grade] };
  });
  const [inForce, after] = [placesOf(rows), placesOf(tried)];
  const standing = (of: readonly RankingRow[], places: typeof inForce, index: number) => {
    const { cards_notice: notice, cards_yellow: yellow, cards_red: red, deduction } = of[index]!;
    const { rank, score } = places[index]!;
    return { notice, yellow, red, deduction, rank, score: rank === null ? null : score };
  };
  const changed = rows.flatMap(({ unit: department, unit_name: department_name }, index) => {
    const [before, then] = [standing(rows, inForce, index), standing(tried, after, index)];
    if (!more.get(department) && before.rank === then.rank) return [];
    return [{ department, department_name, in_force: before, tried: then }];
  });
  const moved = ({ in_force, tried: then }: (typeof changed)[number]) =>
    Math.abs((then.rank ?? 0) - (in_force.rank ?? 0));
  return {
    departments: rows.filter(({ rank }) => rank !== null).length,
    before_supervision: changes.reduce((sum, change) => sum + change.before_supervision, 0),
    points: points!,
    changed: changed.sort(
      (a, b) =>
        moved(b) - moved(a) || (a.tried.rank ?? ALL) - (b.tried.rank ?? ALL) || (a.department < b.department ? -1 : 1),
    ),
  };
}

/** By department: how many cards of the rule the trial takes out or adds. */
function changedCards(reader: Reader, { rule, filters }: Trial, select: Select, asOf: Date) {
  const { text, parameters } = filterArguments(filters);
  const ofRule = `(
    select case_id, department, is_in_effect
    from ${inlineView(`cards_found(from_day={from_day:Date}, to_day={to_day:Date}, as_of=${AS_OF}, ${text})`)}
    where rule = {tried_rule:String} and grade = {tried_grade:String}
  )`;
  // A card people took back stays so, whichever threshold found it; before supervision began there were only those of the baseline.
  const takenBack = `select case_id from card_events where rule = {tried_rule:String} and action in ('cancel', 'revoke') and at <= ${AS_OF}`;
  const began = `(select toInt64(max(value)) from supervision_marks final where what = 'began')`;
  return reader.rows<Change>(
    `select department, toInt32(sum(more)) as more, toUInt32(sum(baseline)) as before_supervision
    from (
      select department, -1 as more, 0 as baseline
      from ${ofRule}
      where is_in_effect and case_id in (select case_id from ${select.from} where is_in_force_within and not is_tried_within)
      union all
      select department, toInt8(is_counted) as more, toInt8(not is_counted) as baseline
      from (
        select case_id, department, toUnixTimestamp64Milli(toDateTime64(assumeNotNull(found_at), 3, 'UTC')) >= ${began} as is_counted
        from ${select.from}
        where is_tried_within and not is_in_force_within
      )
      where case_id not in (select case_id from ${ofRule}) and case_id not in (${takenBack})
    )
    where department != ''
    group by department`,
    { ...select.parameters, ...parameters, tried_rule: rule.id, tried_grade: rule.grade },
    asOf,
  );
}
