/** What the columns of published rows are called, for sentences about them. */
import { COMPONENTS } from '../contract/codes.ts';
import type { Difference, Sentence } from '../contract/index.ts';
import { codesOf } from '../words/codes-of-columns.ts';
import { columnTitle } from '../words/columns.ts';
import { type Speech, speechOf } from '../words/speech.ts';

const COLUMNS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  period: ['统计期', 'period'],
  rank: ['名次', 'rank'],
  is_tied: ['并列', 'tied'],
  previous_rank: ['上期名次', 'rank in the period before'],
  movement: ['升降', 'movement'],
  unranked_reason: ['不参与排名的原因', 'reason for not being ranked'],
  score: ['综合得分', 'score'],
  unit: ['单位', 'unit'],
  unit_name: ['单位名称', 'name of the unit'],
  on_file: ['是否在名录', 'on file'],
  department: ['所属部门', 'department'],
  department_name: ['所属部门名称', 'name of the department'],
  county: ['县市区', 'county'],
  county_name: ['县市区名称', 'name of the county'],
  received: ['收件数', 'received'],
  accepted: ['受理数', 'accepted'],
  refused: ['不予受理数', 'refused'],
  decided: ['作出决定数', 'decided'],
  completed: ['办结数', 'completed'],
  delivered: ['送达数', 'delivered'],
  withdrawn: ['撤回数', 'withdrawn'],
  commitment_completed: ['承诺件办结数', 'commitment cases completed'],
  early: ['提前办结数', 'early'],
  on_time: ['按时办结数', 'on time'],
  overdue: ['超期办结数', 'overdue'],
  cards_issued: ['发牌数', 'cards issued'],
  cards_taken_back: ['撤销及失效牌数', 'cards taken back'],
  cards_notice: ['有效预警数', 'notices in effect'],
  cards_yellow: ['有效黄牌数', 'yellow cards in effect'],
  cards_red: ['有效红牌数', 'red cards in effect'],
  deduction: ['牌扣分', 'points taken off'],
  limit_source: ['时限来源', 'source of the limit'],
  limit_unit: ['时限单位', 'unit of the limit'],
  promised_limit: ['承诺时限', 'promised limit'],
  used: ['已用时间', 'time used'],
  verdict: ['时限评判', 'verdict'],
  statutory_unit: ['法定时限单位', 'unit of the statutory limit'],
  statutory_limit: ['法定时限', 'statutory limit'],
  statutory_used: ['按法定时限已用时间', 'time used against the statutory limit'],
  statutory_verdict: ['法定时限评判', 'verdict against the statutory limit'],
  working_days_used: ['已用工作日', 'working days used'],
  timed_events: ['注明录入时间的事件数', 'events that say when they were recorded'],
  timely_events: ['及时录入的事件数', 'events recorded in time'],
  row: ['整行', 'the whole row'],
};
const COMPONENT: Readonly<Record<(typeof COMPONENTS)[number], readonly [string, string]>> = {
  early: ['提前办结', 'early'],
  within_limit: ['期内办结', 'within limit'],
  speed_up: ['提速', 'speed-up'],
  satisfaction: ['满意', 'satisfaction'],
  data_quality: ['数据质量', 'data quality'],
  workload: ['业务量', 'workload'],
};
const OF_COMPONENT: Readonly<Record<string, readonly [string, string]>> = {
  numerator: ['分子', 'numerator'],
  denominator: ['分母', 'denominator'],
  weight: ['权重', 'weight'],
  points: ['得分', 'points'],
};
const PARTS: Readonly<Record<string, readonly [string, string]>> = {
  departments: ['部门榜', 'board of departments'],
  windows: ['窗口榜', 'board of windows'],
  counties: ['县市区榜', 'board of counties'],
  staff: ['工作人员榜', 'board of staff'],
  all: ['总计', 'totals'],
  county: ['按县市区', 'by county'],
  department: ['按部门', 'by department'],
  cases: ['办件', 'cases'],
};

const both = ([zh, en]: readonly [string, string]): Sentence => ({ zh, en });

export function columnWords(column: string): Sentence {
  const [, component, of] = /^(.*)_(numerator|denominator|weight|points)$/.exec(column) ?? [];
  if (component !== undefined && of !== undefined && (COMPONENTS as readonly string[]).includes(component)) {
    const [zh, en] = COMPONENT[component as (typeof COMPONENTS)[number]];
    return { zh: `${zh}${OF_COMPONENT[of]![0]}`, en: `${en} ${OF_COMPONENT[of]![1]}` };
  }
  const [, base = column, before] = /^(.*?)(_previous)?$/.exec(column) ?? [];
  const [zh, en] = COLUMNS[base] ?? [asInLists(base, ZH), asInLists(base, EN).toLowerCase()];
  return before === undefined ? { zh, en } : { zh: `上期${zh}`, en: `${en} in the period before` };
}

const [ZH, EN] = [speechOf('zh', 'UTC'), speechOf('en', 'UTC')];

/** As the column is called on pages and in spreadsheets. */
const asInLists = (column: string, speech: Speech): string =>
  columnTitle('', column, speech.language) ?? speech.code('measure', column);

type Value = Difference['published'];

/** Columns that hold codes under another name than in lists: whose words say them. */
const CODES: Readonly<Record<string, string>> = {
  statutory_verdict: 'verdict',
  statutory_unit: 'limit_unit',
  outcome: 'outcome',
  channel: 'channel',
};

/** Decimals of a score or a rate that anybody reads; what differs behind them is said in full. */
const DECIMALS = 4;

/** What a published value was and is; moments in the zones of the speeches. */
export function changeWords(column: string, was: Value, is: Value, [zh, en] = [ZH, EN]): [was: Sentence, is: Sentence] {
  const rounded = [was, is].map((value) => (typeof value === 'number' ? Number(value.toFixed(DECIMALS)) : value));
  const [before, after] = rounded[0] === rounded[1] ? [was, is] : (rounded as [Value, Value]);
  const words = (value: Value): Sentence => ({ zh: valueWords(column, value, zh), en: valueWords(column, value, en) });
  return [words(before), words(after)];
}

function valueWords(column: string, value: Value, speech: Speech): string {
  const isZh = speech.language === 'zh';
  if (value === null || value === '') return isZh ? '无' : 'nothing';
  if (typeof value === 'boolean') return isZh ? (value ? '是' : '否') : value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (column.endsWith('_at')) return speech.moment(value);
  const named = CODES[column] ?? column;
  const codes = codesOf('', named) ?? named;
  return typeof codes === 'string' ? speech.code(codes, value) : (codes[value]?.[isZh ? 0 : 1] ?? value);
}

export function partWords(part: string): Sentence {
  return both(PARTS[part] ?? [part, part]);
}
