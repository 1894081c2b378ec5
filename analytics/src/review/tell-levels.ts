/** The sentences of one level of the review: first and last, rates, speed-up, cards and satisfaction. */
import type { ReviewLevel, ReviewLevelCode, ReviewUnit } from '../contract/index.ts';
import { permille } from '../words/rates.ts';
import type { Clause, Value } from './clauses.ts';
import type { Told } from './tell-opening.ts';
import type { Noun } from './templates.ts';

export const NOUN_OF: Readonly<Record<ReviewLevelCode, Noun>> = {
  departments: 'department',
  chiefs: 'chief',
  staff: 'clerk',
  counties: 'county',
};
export const KIND_OF: Readonly<Record<ReviewLevelCode, { zh: string; en: string }>> = {
  departments: { zh: '部门', en: 'departments' },
  chiefs: { zh: '首席代表', en: 'chief representatives' },
  staff: { zh: '窗口工作人员', en: 'window staff' },
  counties: { zh: '县市区', en: 'counties' },
};

type Named = Pick<ReviewUnit, 'unit' | 'unit_name' | 'department' | 'department_name'>;
/** A person's name says little without where they sit. */
export function nameOf(row: Named): Value {
  const name = row.unit_name || row.unit;
  const within = row.department_name || row.department;
  return within === '' ? { text: name } : { words: { zh: `${name}（${within}）`, en: `${name} (${within})` } };
}

type Ratio = (unit: ReviewUnit) => readonly [numerator: number, denominator: number];
export const EARLY: Ratio = (unit) => [unit.commitment_early, unit.commitment_completed];
export const WITHIN: Ratio = (unit) => [unit.early + unit.on_time, unit.completed_with_limit];
export const SPEED: Ratio = (unit) => [unit.promised_days_sum - unit.used_days_sum, unit.promised_days_sum];
export const STATUTORY: Ratio = (unit) => [
  unit.statutory_days_sum - unit.statutory_used_days_sum,
  unit.statutory_days_sum,
];
export const SATISFIED: Ratio = (unit) => [unit.satisfied, unit.rated];

/** Units with enough cases to be ranked: one case early of one is no finding. */
const ranked = (units: readonly ReviewUnit[]) => units.filter(({ unranked_reason: why }) => why === '');
/** Ratings from which on a unit is named for them [a choice of ours]. */
export const LEAST_RATINGS = 5;

/** Units that have the rate, the highest first; of equal ones the larger sample, then the name. Null where there is none. */
function spread(units: readonly ReviewUnit[], ratio: Ratio) {
  const rated = units.flatMap((unit) => {
    const [numerator, denominator] = ratio(unit);
    const tenths = permille(numerator, denominator);
    return tenths === null
      ? []
      : [{ unit, tenths, exact: numerator / denominator, parts: [numerator, denominator] as const }];
  });
  rated.sort(
    (a, b) => b.exact - a.exact || b.parts[1] - a.parts[1] || a.unit.unit_name.localeCompare(b.unit.unit_name, 'zh'),
  );
  const [best, worst] = [rated[0], rated.at(-1)];
  return best === undefined || worst === undefined ? null : { best, worst, n: rated.length };
}

export function tellRank({ level, units }: ReviewLevel): Told {
  const noun = NOUN_OF[level];
  const kind: Value = { words: KIND_OF[level] };
  const placed = units.filter((unit) => unit.rank !== null && unit.score !== null);
  const counted = (count: number): Value => ({ count, of: noun });
  const points: Clause[] = [...movers(placed)];
  const few = units.filter(({ unranked_reason: why }) => why === 'too_few').length;
  const idle = units.filter(({ unranked_reason: why }) => why === 'no_cases').length;
  if (few > 0) points.push({ key: 'rank.too_few', values: { n: counted(few) } });
  if (idle > 0) points.push({ key: 'rank.no_cases', values: { n: counted(idle) } });

  const [first, last] = [placed[0], placed.at(-1)];
  if (first === undefined || last === undefined) return { title: { key: 'rank.none', values: { kind } }, points };
  const score = { score: first.score! };
  if (placed.length === 1) return { title: { key: 'rank.only', values: { first: nameOf(first), score } }, points };
  if (last.rank === first.rank) {
    return { title: { key: 'rank.all_tied', values: { n: counted(placed.length), score } }, points };
  }
  const firsts = placed.filter(({ rank }) => rank === first.rank);
  const lasts = placed.filter(({ rank }) => rank === last.rank);
  const together = (those: readonly ReviewUnit[]): Value =>
    those.length === 1 ? nameOf(those[0]!) : { names: those.map(({ unit, unit_name }) => unit_name || unit), of: noun };
  return {
    title: {
      key: 'rank.first_last',
      values: { first: together(firsts), score, last: together(lasts), last_score: { score: last.score! } },
    },
    points,
  };
}

function movers(ranked: readonly ReviewUnit[]): Clause[] {
  const moved = ranked.filter((unit) => unit.movement !== null);
  if (moved.length === 0) return ranked.length === 0 ? [] : [{ key: 'rank.no_before', values: {} }];
  const by = [...moved].sort((a, b) => b.movement! - a.movement! || a.rank! - b.rank!);
  const [up, down] = [by[0]!, by.at(-1)!];
  if (up.movement === 0 && down.movement === 0) return [{ key: 'rank.still', values: {} }];
  const said = (key: 'rank.rose' | 'rank.fell', unit: ReviewUnit): Clause => ({
    key,
    values: { unit: nameOf(unit), from: { number: unit.previous_rank! }, to: { number: unit.rank! } },
  });
  return [
    ...(up.movement! > 0 ? [said('rank.rose', up)] : []),
    ...(down.movement! < 0 ? [said('rank.fell', down)] : []),
  ];
}

export function tellEarly({ level, units }: ReviewLevel): Told {
  const noun = NOUN_OF[level];
  const points: Clause[] = [];
  const limited = units.filter(({ completed_with_limit: n }) => n > 0);
  const late = limited.filter(({ overdue }) => overdue > 0).sort((a, b) => b.overdue - a.overdue);
  if (limited.length === 0) points.push({ key: 'within.none', values: {} });
  else if (late.length === 0) points.push({ key: 'within.all', values: { n: { count: limited.length, of: noun } } });
  else {
    const most = late[0]!.overdue;
    const values = { n: { count: late.length, of: noun }, late: { count: most, of: 'case' } } as const;
    const isEven = late.length > 1 && late.every(({ overdue }) => overdue === most);
    points.push(
      isEven
        ? { key: 'within.late_even', values }
        : { key: 'within.late', values: { ...values, unit: nameOf(late[0]!) } },
    );
  }
  const found = spread(ranked(units), EARLY);
  if (found === null) return { title: { key: 'early.none', values: { kind: { words: KIND_OF[level] } } }, points };
  const { best, worst, n } = found;
  const rate = { rate: best.parts };
  if (n === 1) return { title: { key: 'early.only', values: { best: nameOf(best.unit), rate } }, points };
  if (best.tenths === worst.tenths) {
    return { title: { key: 'early.same', values: { n: { count: n, of: noun }, rate } }, points };
  }
  const values = { best: nameOf(best.unit), rate, worst: nameOf(worst.unit), worst_rate: { rate: worst.parts } };
  return { title: { key: 'early.spread', values }, points };
}

export function tellSpeed({ level, units }: ReviewLevel): Told {
  const noun = NOUN_OF[level];
  const lawful = spread(ranked(units), STATUTORY);
  const points: Clause[] = [];
  if (lawful === null) points.push({ key: 'speed.statutory_none', values: {} });
  else {
    const values = { best: nameOf(lawful.best.unit), rate: { rate: lawful.best.parts } };
    const worst = { worst: nameOf(lawful.worst.unit), worst_rate: { rate: lawful.worst.parts } };
    points.push(
      lawful.n === 1
        ? { key: 'speed.statutory_one', values }
        : { key: 'speed.statutory', values: { ...values, ...worst } },
    );
  }
  const found = spread(ranked(units), SPEED);
  if (found === null) return { title: { key: 'speed.none', values: { kind: { words: KIND_OF[level] } } }, points };
  const { best, worst, n } = found;
  const rate = { rate: best.parts };
  const over = { rate: [-worst.parts[0], worst.parts[1]] } as const;
  // The only one, or all alike: what was saved, or taken beyond the limit.
  const isSlow = best.tenths < 0;
  const amount = isSlow ? { over } : { rate };
  if (n === 1) {
    const values = { best: nameOf(best.unit), ...amount };
    return { title: { key: isSlow ? 'speed.only_slow' : 'speed.only', values }, points };
  }
  if (best.tenths === worst.tenths) {
    const values = { n: { count: n, of: noun }, ...amount };
    return { title: { key: isSlow ? 'speed.same_slow' : 'speed.same', values }, points };
  }
  const names = { best: nameOf(best.unit), worst: nameOf(worst.unit) };
  if (isSlow) {
    const best_over = { rate: [-best.parts[0], best.parts[1]] } as const;
    const kind = { words: KIND_OF[level] };
    return { title: { key: 'speed.all_slow', values: { ...names, kind, over, best_over } }, points };
  }
  if (worst.tenths < 0) return { title: { key: 'speed.slow', values: { ...names, rate, over } }, points };
  return { title: { key: 'speed.spread', values: { ...names, rate, worst_rate: { rate: worst.parts } } }, points };
}

export function tellCards({ level, units }: ReviewLevel): Told {
  const sum = (of: (unit: ReviewUnit) => number) => units.reduce((all, unit) => all + of(unit), 0);
  const card = (count: number): Value => ({ count, of: 'card' });
  const issued = sum((unit) => unit.cards_issued);
  const points: Clause[] = [];
  if (issued > 0) {
    points.push({
      key: 'cards.taken_back',
      values: {
        taken_back: { number: sum((unit) => unit.cards_taken_back) },
        red: { number: sum((unit) => unit.cards_red) },
        yellow: { number: sum((unit) => unit.cards_yellow) },
        notice: { number: sum((unit) => unit.cards_notice) },
      },
    });
  }
  const enough = units.filter(({ rated: n }) => n >= LEAST_RATINGS);
  const rated = spread(enough, SATISFIED);
  if (rated === null && units.some(({ rated: n }) => n > 0)) {
    points.push({ key: 'cards.few_ratings', values: { least: { number: LEAST_RATINGS } } });
  } else if (rated === null) points.push({ key: 'cards.unrated', values: {} });
  else if (rated.worst.parts[0] === rated.worst.parts[1]) {
    const values = { least: { number: LEAST_RATINGS }, n: { count: rated.n, of: NOUN_OF[level] } } as const;
    points.push({ key: 'cards.satisfied', values });
  } else {
    const { unit, parts } = rated.worst;
    points.push({
      key: 'cards.satisfaction',
      values: {
        least: { number: LEAST_RATINGS },
        unit: nameOf(unit),
        rate: { rate: parts },
        n: { count: parts[1], of: 'rating' },
      },
    });
  }
  if (issued === 0) return { title: { key: 'cards.none', values: { kind: { words: KIND_OF[level] } } }, points };
  const carded = units.filter((unit) => unit.cards_issued > 0).sort((a, b) => b.cards_issued - a.cards_issued);
  const values = {
    issued: card(issued),
    n: { count: carded.length, of: NOUN_OF[level] },
    unit: nameOf(carded[0]!),
    most: card(carded[0]!.cards_issued),
  };
  return { title: { key: 'cards.most', values }, points };
}
