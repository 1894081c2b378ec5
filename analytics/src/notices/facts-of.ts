/** The figures of a notice by the names its template uses. */
import type { CardGrade, RankingRow } from '../contract/index.ts';
import type { PeriodKind } from '../periods/period.ts';
import { sayPeriod } from '../words/period-words.ts';
import { permille } from '../words/rates.ts';
import { speechOf } from '../words/speech.ts';
import type { Comparing, Fact } from './fact.ts';
import type { NoticeFigures, PeriodFigures } from './figures.ts';
import { PERIOD_WORDS } from './period-words.ts';
import type { Totals } from './totals.ts';
import { FACTS, type FactName, type MeasureName } from './vocabulary.ts';

/** Counts as they are, rates in tenths of a percent. */
export const MEASURES_OF: Readonly<Record<MeasureName, (totals: Totals) => number | null>> = {
  收件: (t) => t.received,
  受理: (t) => t.accepted,
  办结: (t) => t.decided,
  正常办结: (t) => t.completed,
  不予受理: (t) => t.refused,
  承诺件收件: (t) => t.commitment_received,
  承诺件办结: (t) => t.commitment_completed,
  提前办结: (t) => t.early,
  按时办结: (t) => t.on_time,
  超期办结: (t) => t.overdue,
  期末在办: (t) => t.open_at_end,
  期末超期: (t) => t.overdue_open_at_end,
  评价: (t) => t.rated,
  提前办结率: (t) => permille(t.commitment_early, t.commitment_completed),
  期内办结率: (t) => permille(t.early + t.on_time, t.completed_with_limit),
  承诺提速: (t) => permille(t.promised_days_sum - t.used_days_sum, t.promised_days_sum),
  法定提速: (t) => permille(t.statutory_days_sum - t.statutory_used_days_sum, t.statutory_days_sum),
  即办件率: (t) => permille(t.instant_accepted, t.instant_accepted + t.commitment_accepted),
  网办率: (t) => permille(t.online_received, t.received),
  满意率: (t) => permille(t.satisfied, t.rated),
  好评率: (t) => permille(t.praised, t.rated),
  录入及时率: (t) => permille(t.timely_events, t.timed_events),
};
export const measureNames = Object.keys(MEASURES_OF) as MeasureName[];

type Of = (figures: PeriodFigures) => number | null;
const cards =
  (grade: CardGrade, which: 'issued' | 'taken_back'): Of =>
  (of) =>
    of.cards.find((row) => row.grade === grade)?.[which] ?? 0;
const covered =
  (what: string): Of =>
  (of) => {
    const row = of.coverage.find(({ coverage }) => coverage === what);
    return row === undefined ? null : permille(row.numerator, row.denominator);
  };
const OF_PERIOD = {
  承诺件平均用时: ({ commitment: { cases, days_sum: sum } }) =>
    cases === 0 ? null : Math.round((sum * 10) / cases) / 10,
  预警: cards('notice', 'issued'),
  黄牌: cards('yellow', 'issued'),
  红牌: cards('red', 'issued'),
  撤销预警: cards('notice', 'taken_back'),
  撤销黄牌: cards('yellow', 'taken_back'),
  撤销红牌: cards('red', 'taken_back'),
  部门覆盖率: covered('department'),
  事项覆盖率: covered('item'),
  流程覆盖率: covered('process'),
  迟录: ({ quality }) => quality.late,
  未在册: ({ quality }) => quality.not_on_file,
  冲突: ({ quality }) => quality.conflicts,
  缺环节: ({ quality }) => quality.completed - quality.stages_complete,
  拒收: ({ rejects }) => rejects,
} as const satisfies Partial<Record<FactName, Of>>;

export const fact = (
  name: FactName,
  now: Fact['now'],
  before: number | null = null,
  year: number | null = null,
): Fact => {
  const term: { kind: Fact['kind']; unit?: string } = FACTS[name];
  return { kind: term.kind, unit: term.unit ?? '', now, before, year_before: year };
};

export function comparingOf(kind: PeriodKind): Comparing {
  return { before: PERIOD_WORDS[kind].before, year_before: '上年同期' };
}

/** Every name has its fact; `now` is null where there is nothing to say. */
export function factsOf(figures: NoticeFigures): Record<FactName, Fact> {
  const { now, previous, year_before: yearBefore, office, whole, period, ranking } = figures;
  const speech = speechOf('zh', figures.zone);
  const words = PERIOD_WORDS[whole.kind];
  const compared = (name: FactName, of: Of) =>
    fact(name, of(now), previous && of(previous), yearBefore && of(yearBefore));
  const unranked = (reason: RankingRow['unranked_reason']) =>
    ranking.filter(({ unranked_reason: why }) => why === reason);
  const names = (rows: readonly { unit_name: string; unit: string }[]) =>
    rows.map(({ unit_name: name, unit }) => name || unit).join('、');
  const latest = figures.qualityByDepartment
    .filter(({ late, department }) => late > 0 && department !== '')
    .toSorted((a, b) => b.late - a.late)
    .slice(0, 3);
  const busiest = figures.counties
    .filter(({ unit }) => unit !== '')
    .toSorted((a, b) => b.now.received - a.now.received)[0];
  const measures = Object.fromEntries(
    measureNames.map((name) => [name, compared(name, ({ totals }) => MEASURES_OF[name](totals))]),
  ) as Record<MeasureName, Fact>;
  const ofPeriod = Object.fromEntries(
    Object.entries(OF_PERIOD).map(([name, of]) => [name, compared(name as FactName, of)]),
  ) as Record<keyof typeof OF_PERIOD, Fact>;
  return {
    期间: fact(
      '期间',
      `${sayPeriod(whole, speech)}${period.to < whole.to ? `（截至${speech.day(period.to, whole.from.slice(0, 4))}）` : ''}`,
    ),
    年: fact('年', figures.today.slice(0, 4)),
    本期: fact('本期', words.now),
    上期: fact('上期', words.before),
    下期: fact('下期', words.next),
    期末: fact('期末', speech.day(period.to, whole.from.slice(0, 4))),
    区域: fact('区域', office.area || '全市'),
    中心: fact('中心', office.centre || null),
    数据截至: fact('数据截至', speech.moment(figures.asOf.toISOString())),
    数据收至: fact('数据收至', figures.watermark === null ? null : speech.moment(figures.watermark)),
    计时口径: fact('计时口径', office.counting.map((each) => COUNTING[each] ?? each).join('、') || null),
    起草日: fact('起草日', speech.day(figures.today)),
    ...measures,
    ...ofPeriod,
    参评单位: fact('参评单位', unranked('').length),
    件数不足单位: fact('件数不足单位', unranked('too_few').length),
    无业务单位: fact('无业务单位', unranked('no_cases').length),
    无业务单位名单: fact('无业务单位名单', names(unranked('no_cases')) || null),
    件数不足单位名单: fact('件数不足单位名单', names(unranked('too_few')) || null),
    收件最多: fact('收件最多', busiest && busiest.now.received > 0 ? busiest.name : null),
    无办件事项: fact('无办件事项', figures.uncoveredItems),
    迟录最多: fact(
      '迟录最多',
      latest.map(({ department, department_name: name, late }) => `${name || department}${late}条`).join('、') || null,
    ),
    失联来源: fact('失联来源', figures.silent.map(({ source }) => source).join('、') || null),
    失联来源数: fact('失联来源数', figures.silent.length),
    在办整改: fact('在办整改', figures.tasks.length),
    逾期整改: fact('逾期整改', figures.tasks.filter(({ lamp }) => lamp === 'overdue').length),
    销号整改: fact('销号整改', figures.tasksClosed),
  };
}

const COUNTING: Readonly<Record<string, string>> = { whole_days: '按整日计', working_seconds: '按工作时间计' };
