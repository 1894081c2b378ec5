/**
 * Words for codes that only lists, spreadsheets and documents show; those the dashboard shows too are terms (terms-zh.ts), which
 * a column is sent to by the name of their group.
 */
type Words = Readonly<Record<string, readonly [zh: string, en: string]>>;

const LIMIT_UNIT: Words = {
  working_days: ['工作日', 'working days'],
  calendar_days: ['自然日', 'calendar days'],
  working_hours: ['工作小时', 'working hours'],
  hours: ['小时', 'hours'],
};
const LIMIT_SOURCE: Words = { event: ['事件', 'event'], item: ['事项目录', 'item'], none: ['没有', 'none'] };
const PLACE: Words = {
  overdue: ['已超期', 'overdue'],
  instant: ['即办件', 'instant'],
  before: ['本旬之前到期', 'due before'],
  due: ['十个工作日内到期', 'due in the ten days'],
  later: ['以后到期', 'due later'],
  no_limit: ['没有时限', 'no limit'],
  stopped: ['停钟', 'stopped'],
};
const UNRANKED: Words = { too_few: ['承诺件办结太少', 'too few completed'], no_cases: ['无业务', 'no cases'] };
const FINDING: Words = {
  late_entry: ['迟录', 'entered late'],
  conflict: ['同版本冲突', 'conflict'],
  not_on_file: ['名录无此项', 'not on file'],
  stages_missing: ['环节缺失', 'stages missing'],
  reject: ['拒收', 'refused'],
};
const COVERAGE: Words = {
  department: ['部门全覆盖', 'departments'],
  item: ['事项全覆盖', 'items'],
  process: ['流程全覆盖', 'process'],
};
const WHAT: Words = { department: ['部门', 'department'], item: ['事项', 'item'] };
const KNOWN_TO: Words = { a: ['仅甲', 'a only'], b: ['仅乙', 'b only'], both: ['两边', 'both'] };
const SOURCE_STATE: Words = {
  heard: ['正常', 'heard'],
  silent: ['静默', 'silent'],
  not_judged: ['暂不判断', 'not judged'],
};
const HANDLING: Words = {
  given: ['填写', 'given'],
  unit: ['本单位事件', 'events of the unit'],
  all: ['各单位事件', 'events of all units'],
  none: ['看不出', 'unknown'],
};
const DAY_KIND: Words = {
  workday: ['工作日', 'workday'],
  makeup: ['调休上班', 'make-up workday'],
  weekend: ['周末', 'weekend'],
  holiday: ['节假日', 'holiday'],
  opening: ['本中心加班', 'own opening'],
  closure: ['本中心闭馆', 'own closure'],
};
const LAMP: Words = {
  overdue: ['超期', 'overdue'],
  due_soon: ['即将到期', 'due soon'],
  open: ['在办', 'open'],
  closed: ['已销号', 'closed'],
  cancelled: ['已撤项', 'cancelled'],
};
const WEEKDAY: Words = {
  1: ['星期一', 'Monday'],
  2: ['星期二', 'Tuesday'],
  3: ['星期三', 'Wednesday'],
  4: ['星期四', 'Thursday'],
  5: ['星期五', 'Friday'],
  6: ['星期六', 'Saturday'],
  7: ['星期日', 'Sunday'],
};

const PHASE: Words = { before: ['事前', 'before'], during: ['事中', 'during'], after: ['事后', 'after'] };
const ABOUT: Words = { work: ['办理', 'work'], data: ['数据', 'data'] };
const SCOPE: Words = {
  everywhere: ['全部', 'everywhere'],
  county: ['县市区', 'county'],
  case_kind: ['办件类型', 'case kind'],
  department: ['部门', 'department'],
  item: ['事项', 'item'],
};
const RULE_UNIT: Words = {
  ...LIMIT_UNIT,
  minutes: ['分钟', 'minutes'],
  percent: ['%', '%'],
  times: ['次', 'times'],
  multiple: ['倍', 'times as much'],
  cases: ['件', 'cases'],
};

/** By `Row.column`, else by column: words, or the group of terms that has them. */
const CODES: Readonly<Record<string, Words | string>> = {
  grade: 'grade',
  'CardRow.grade': 'card_grade',
  state: 'case_state',
  'CardRow.state': 'card_state',
  'RectificationRow.state': 'rect_state',
  'ThresholdRow.grade': 'card_grade',
  'ThresholdRow.finding': ABOUT,
  'ThresholdRow.unit': RULE_UNIT,
  phase: PHASE,
  scope: SCOPE,
  'SourceRow.state': SOURCE_STATE,
  verdict: 'verdict',
  case_kind: 'case_kind',
  flags: 'flag',
  card_grade: 'card_grade',
  card_state: 'card_state',
  type: 'event',
  'CardRow.last_action': 'card_done',
  'RectificationRow.last_action': 'rect_act',
  origin: 'rect_origin',
  limit_unit: LIMIT_UNIT,
  limit_source: LIMIT_SOURCE,
  place: PLACE,
  unranked_reason: UNRANKED,
  finding: FINDING,
  coverage: COVERAGE,
  what: WHAT,
  known_to: KNOWN_TO,
  handling_origin: HANDLING,
  kind: DAY_KIND,
  lamp: LAMP,
  weekday: WEEKDAY,
};

/** Where the words for a column's codes are; undefined for a column that holds none. */
export function codesOf(row: string, column: string): Words | string | undefined {
  return CODES[`${row}.${column}`] ?? CODES[column];
}
