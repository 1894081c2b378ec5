/**
 * Every list there is, as a report. Routes find themselves here by their path, and the command line by the name; a list that is
 * missing here comes neither as a spreadsheet nor on paper, and a test says so.
 */
import { dispatchPage } from './dispatch-page.ts';
import type { Report } from './report.ts';

const PERIOD_RATES = [
  ...(['early_rate', 'within_limit_rate', 'speed_up', 'statutory_speed_up', 'satisfaction', 'praise'] as const),
  ...(['instant_share', 'online_share', 'entry_timeliness'] as const),
] as const;
const RANKED = [
  ...['rank', 'is_tied', 'movement', 'unit_name', 'score', 'commitment_completed', 'early_share'],
  ...['within_limit_share', 'speed_up_share', 'satisfaction_share', 'cards_issued', 'cards_taken_back'],
  ...['deduction', 'unranked_reason'],
] as const;
const RANKED_RATES = ['early_share', 'within_limit_share', 'speed_up_share', 'satisfaction_share'] as const;
const CASE = ['case_id', 'item_name', 'department_name', 'window_name'] as const;

export const REPORTS = {
  'daily-statistics': {
    path: '/daily-statistics',
    title: { zh: '日统计', en: 'Daily statistics' },
    period: 'days',
    rates: PERIOD_RATES,
    printed: [
      ...['day', 'unit_name', 'received', 'accepted', 'decided', 'overdue', 'open_at_end', 'overdue_open_at_end'],
      ...['early_rate', 'within_limit_rate', 'speed_up', 'satisfaction'],
    ],
    unlessTold: { by: 'department' },
  },
  'period-statistics': {
    path: '/period-statistics',
    title: { zh: '周期统计', en: 'Statistics of a period' },
    period: 'period',
    rates: PERIOD_RATES,
    printed: [
      ...['unit_name', 'received', 'received_previous?', 'received_year_before?', 'completed', 'completed_previous?'],
      ...['completed_year_before?', 'overdue', 'open_at_end', 'early_rate', 'within_limit_rate', 'speed_up'],
      ...['satisfaction'],
    ],
    unlessTold: { by: 'department' },
  },
  ranking: {
    path: '/ranking',
    title: { zh: '排名', en: 'Ranking' },
    period: 'period',
    rates: RANKED_RATES,
    printed: RANKED,
    unlessTold: { board: 'departments' },
  },
  'weekly-ranking': {
    path: '/weekly-ranking',
    title: { zh: '周排名', en: 'Weekly ranking' },
    period: 'week',
    rates: RANKED_RATES,
    printed: RANKED,
    unlessTold: { board: 'departments' },
  },
  'early-completion': {
    path: '/early-completion',
    title: { zh: '提前办结率', en: 'Early completion' },
    period: 'days',
    rates: ['of_commitment', 'of_all', 'of_received', 'within_limit_share'],
    printed: [
      ...['unit_name', 'of_commitment_numerator', 'of_commitment_denominator', 'of_commitment', 'of_all'],
      ...['of_received', 'within_limit_share'],
    ],
    unlessTold: { by: 'department' },
  },
  dispatch: {
    path: '/dispatch',
    title: { zh: '旬调度', en: 'Ten-day dispatch' },
    period: 'ten_days',
    printed: [
      ...['help_rank', 'unit_name', 'shortfall', 'overdue', 'due_before'],
      ...['due_1', 'due_2', 'due_3', 'due_4', 'due_5', 'due_6', 'due_7', 'due_8', 'due_9', 'due_10', 'due_later'],
      ...['stopped', 'stopped_long', 'open_cases', 'decided_recent'],
    ],
    page: dispatchPage,
    unlessTold: { by: 'department' },
  },
  'dispatch-cases': {
    path: '/dispatch/cases',
    title: { zh: '旬调度办件', en: 'Cases of the ten-day dispatch' },
    period: 'ten_days',
    printed: [...CASE, 'place', 'due_on', 'remaining', 'limit_unit', 'age_days', 'stood_days'],
  },
  'window-advice': {
    path: '/window-advice',
    title: { zh: '窗口建议', en: 'Windows to open' },
    period: 'days',
    printed: [
      ...['unit_name', 'weekday', 'hour', 'arrivals_per_hour', 'handling_minutes', 'windows_open', 'wait_now'],
      ...['windows_advised', 'wait_advised'],
    ],
    unlessTold: { by: 'department' },
  },
  overdue: {
    path: '/overdue',
    title: { zh: '监察：超期与将到期办件', en: 'Watch: cases overdue or due soon' },
    period: 'none',
    printed: ['grade', ...CASE, 'staff_name', 'accepted_at', 'due_on', 'remaining', 'limit_unit', 'card_grade'],
  },
  cases: {
    path: '/cases',
    title: { zh: '办件清单', en: 'Cases behind a number' },
    period: 'days',
    printed: [...CASE, 'staff_name', 'accepted_at', 'decided_at', 'used', 'promised_limit', 'limit_unit', 'verdict'],
    unlessTold: { measure: 'received' },
  },
  cards: {
    path: '/cards',
    title: { zh: '监察牌', en: 'Supervision cards' },
    period: 'days',
    printed: ['grade', 'state', 'case_id', 'department_name', 'issued_at', 'sentence_{language}', 'last_action'],
  },
  rules: {
    path: '/thresholds',
    title: { zh: '规则与时限', en: 'Rules and thresholds' },
    period: 'none',
    printed: [
      ...[
        'grade',
        'rule_name_{language}',
        'parameter_{language}',
        'value',
        'unit',
        'for_whom_{language}',
        'valid_from',
      ],
      ...['set_by', 'source_{language}'],
    ],
  },
  rectifications: {
    path: '/rectifications',
    title: { zh: '整改台账', en: 'Rectification ledger' },
    period: 'none',
    printed: [
      ...['lamp', 'task_{language}', 'department_name', 'person', 'origin', 'state', 'due_on', 'days_left'],
      ...['is_in_time'],
    ],
  },
  'data-quality': {
    path: '/data-quality',
    title: { zh: '数据质量', en: 'Data quality' },
    period: 'days',
    rates: ['entered_in_time', 'all_stages'],
    printed: [
      ...['source', 'department_name', 'events', 'late', 'entered_in_time', 'conflicts', 'not_on_file', 'completed'],
      ...['all_stages', 'rejects'],
    ],
    unlessTold: { by: 'source,department' },
  },
  'data-quality-findings': {
    path: '/data-quality/:finding',
    title: { zh: '数据问题明细', en: 'Findings in the data' },
    period: 'days',
    printed: ['finding', 'day', 'source', 'event_id', 'case_id', 'department_name', 'problem', 'remedy'],
    unlessTold: { finding: 'all' },
  },
  'source-findings': {
    path: '/sources/:source/findings',
    title: { zh: '退回数据源的清单', en: 'Findings for a source' },
    period: 'days',
    printed: ['event_id', 'case_id', 'field', 'problem', 'remedy'],
  },
  sources: {
    path: '/sources',
    title: { zh: '数据源', en: 'Sources' },
    period: 'none',
    printed: ['source', 'state', 'last_heard_at', 'last_event_at', 'present_gap', 'usual_gap', 'events'],
  },
  coverage: {
    path: '/coverage',
    title: { zh: '三个全覆盖', en: 'Coverage' },
    period: 'days',
    rates: ['covered'],
    printed: ['coverage', 'numerator', 'denominator', 'covered'],
  },
  uncovered: {
    path: '/coverage/:what',
    title: { zh: '没有业务的部门或事项', en: 'Departments or items without business' },
    period: 'days',
    printed: ['what', 'code', 'name', 'department_name'],
    unlessTold: { what: 'department' },
  },
  reconciliation: {
    path: '/reconciliation',
    title: { zh: '两源对账', en: 'Reconciliation of two sources' },
    period: 'week',
    printed: ['department_name', 'only_a', 'only_b', 'both'],
  },
  'reconciliation-cases': {
    path: '/reconciliation/cases',
    title: { zh: '两源对账办件', en: 'Cases of a reconciliation' },
    period: 'week',
    printed: [...CASE, 'known_to', 'received_at', 'first_a_at', 'first_b_at'],
  },
  'reject-codes': {
    path: '/reject-codes',
    title: { zh: '拒收原因', en: 'Why lines were refused' },
    period: 'days',
    printed: ['source', 'code', 'lines', 'open', 'fields', 'problem', 'remedy'],
  },
  rejects: {
    path: '/rejects',
    title: { zh: '拒收的行', en: 'Refused lines' },
    period: 'none',
    printed: ['last_refused_at', 'source', 'line', 'code', 'field', 'message', 'replayed_at'],
  },
  centres: {
    path: '/centres',
    title: { zh: '政务服务中心', en: 'Service centres' },
    period: 'none',
    printed: ['centre', 'centre_name', 'county', 'calendar', 'zone', 'calendar_known_until'],
  },
  departments: {
    path: '/departments',
    title: { zh: '窗口单位', en: 'Departments' },
    period: 'none',
    printed: ['department', 'department_name', 'centre', 'county', 'chief_representative_name'],
  },
  units: {
    path: '/units',
    title: { zh: '名录', en: 'Directory' },
    period: 'none',
    printed: ['code', 'name', 'department', 'centre', 'county'],
    unlessTold: { level: 'department' },
  },
  calendar: {
    path: '/calendar',
    title: { zh: '工作日历', en: 'Working calendar' },
    period: 'days',
    printed: ['day', 'is_working', 'kind', 'name', 'opening_hours', 'is_known'],
  },
} as const satisfies Record<string, Report>;
export type ReportId = keyof typeof REPORTS;

const BY_PATH = new Map<string, Report>(Object.values(REPORTS).map((report) => [report.path, report]));

/** The report of a route, by its path under the API's prefix. */
export function reportOf(path: string): Report {
  const report = BY_PATH.get(path);
  if (report === undefined) throw new Error(`The list at ${path} is no report yet: add it to exports/reports.ts.`);
  return report;
}
