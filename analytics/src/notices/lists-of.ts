/** The rows of a notice's lists, by the names of their columns. No list names an applicant. */
import type { CaseRow, RankingRow, RectificationRow } from '../contract/index.ts';
import { dated } from '../words/dated.ts';
import { permille } from '../words/rates.ts';
import { type Speech, speechOf } from '../words/speech.ts';
import type { Fact } from './fact.ts';
import { MEASURES_OF, measureNames } from './facts-of.ts';
import type { NoticeFigures } from './figures.ts';
import { LISTS, type ListName } from './vocabulary.ts';

export interface ListRow {
  /** What tells the row from the others of its list, as long as it is about the same. */
  id: string;
  cells: Readonly<Record<string, Fact>>;
}
export type Lists = Readonly<Record<ListName, readonly ListRow[]>>;

type Compared = Pick<Fact, 'before' | 'year_before'> & { now: number | null };
type Values = Readonly<Record<string, Fact['now'] | Compared>>;

function rowOf(list: ListName, id: string, values: Values): ListRow {
  const columns: Readonly<Record<string, { kind: Fact['kind']; unit?: string }>> = LISTS[list].columns;
  const cells = Object.entries(values).map(([name, value]): [string, Fact] => {
    const { kind, unit = '' } = columns[name] ?? { kind: 'text' };
    const compared =
      typeof value === 'object' && value !== null ? value : { now: value, before: null, year_before: null };
    return [name, { kind, unit, ...compared }];
  });
  return { id, cells: Object.fromEntries(cells) };
}

export function listsOf(figures: NoticeFigures): Lists {
  const speech = speechOf('zh', figures.zone);
  const ranked = figures.ranking.filter(({ rank }) => rank !== null);
  const first = ranked.filter(({ rank }) => (rank ?? 0) <= 10);
  const last = ranked.slice(first.length).slice(-10);
  const ranks = (list: ListName, rows: readonly RankingRow[]) => rows.map((row) => rankedRow(list, row));
  return {
    县市区: countiesOf(figures),
    前十: ranks('前十', first),
    后十: ranks('后十', last),
    排名: ranks('排名', ranked),
    超期办件: lateCases(figures, speech),
    整改任务: figures.tasks.map((task, at) => taskRow(task, at, speech)),
  };
}

function countiesOf({ counties }: NoticeFigures): ListRow[] {
  // What belongs to no county is the city's own; where there are no counties it is everything, and no line of its own.
  const hasCounties = counties.some(({ unit }) => unit !== '');
  return counties
    .filter(({ unit }) => hasCounties || unit !== '')
    .map(({ unit, name, now, previous, year_before: yearBefore }) => {
      const measures = measureNames.map((measure) => {
        const of = MEASURES_OF[measure];
        return [measure, { now: of(now), before: previous && of(previous), year_before: yearBefore && of(yearBefore) }];
      });
      return rowOf('县市区', unit || 'city', {
        名称: unit === '' ? '市本级' : name,
        ...Object.fromEntries(measures),
      });
    });
}

function rankedRow(list: ListName, row: RankingRow): ListRow {
  const movement =
    row.movement === null
      ? '新进'
      : row.movement === 0
        ? '—'
        : `${row.movement > 0 ? '↑' : '↓'}${Math.abs(row.movement)}`;
  return rowOf(list, row.unit, {
    名次: `${row.is_tied ? '并列' : ''}${row.rank}`,
    名称: row.unit_name || row.unit,
    县市区: row.county_name || '市本级',
    得分: row.score,
    升降: movement,
    收件: row.received,
    办结: row.completed,
    承诺件办结: row.commitment_completed,
    提前办结率: permille(row.early_numerator, row.early_denominator),
    期内办结率: permille(row.within_limit_numerator, row.within_limit_denominator),
    承诺提速: permille(row.speed_up_numerator, row.speed_up_denominator),
    满意率: permille(row.satisfaction_numerator, row.satisfaction_denominator),
    黄牌: row.cards_yellow,
    红牌: row.cards_red,
    撤销牌: row.cards_taken_back,
  });
}

interface Late {
  row: CaseRow;
  isOpen: boolean;
  used: number | null;
  over: number | null;
}

/** What lapses with the period has used all of its limit but the last millisecond, from which it is looked at. */
const ALMOST = 0.001;

/** Cases open at the end of the period have used what they had used by then, though they may be decided since. */
function lateCases({ completedLate, openLate, clocksAtEnd }: NoticeFigures, speech: Speech): ListRow[] {
  const atEnd = new Map(clocksAtEnd.map((row) => [row.case_id, row]));
  const late = (row: CaseRow, isOpen: boolean): Late => {
    const used = (isOpen ? atEnd.get(row.case_id)?.used : row.used) ?? null;
    const over = used === null || row.promised_limit === null ? null : used - row.promised_limit;
    return { row, isOpen, used, over };
  };
  const all = [...openLate.map((row) => late(row, true)), ...completedLate.map((row) => late(row, false))];
  all.sort((a, b) => (b.over ?? 0) - (a.over ?? 0) || (a.row.case_id < b.row.case_id ? -1 : 1));
  return all.map(({ row, isOpen, used, over }, at) => {
    const amount = (value: number | null) => (value === null ? null : speech.amount(value, row.limit_unit));
    return rowOf('超期办件', row.case_id, {
      序: String(at + 1),
      办件编号: row.case_id,
      事项: row.item_name || row.item,
      单位: row.department_name || row.department,
      窗口: row.window_name || row.window,
      应办结: row.due_on === null ? null : speech.day(row.due_on),
      时限: row.promised_limit === 0 ? '当日' : amount(row.promised_limit),
      用时: amount(used),
      超期: over === null || over < -ALMOST ? null : amount(Math.max(0, over)),
      状态: isOpen ? '尚未办结' : '已办结',
    });
  });
}

function taskRow(task: RectificationRow, at: number, speech: Speech): ListRow {
  return rowOf('整改任务', task.rectification_id, {
    序: String(at + 1),
    任务: dated(task.task_zh, 'zh', (day) => speech.day(day)),
    责任单位: task.department_name || task.department || task.centre_name || task.centre,
    责任人: task.person,
    完成时限: speech.day(task.due_on),
    状态: `${speech.code('rect_state', task.state)}${task.lamp === 'overdue' ? '，已超期' : ''}`,
  });
}
