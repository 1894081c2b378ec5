/** What the review says of numbers, in both languages: nothing, one, ties, what is absent, and what cannot be compared. */
import { describe, expect, it } from 'vitest';
import type { MonthlyReview, RectificationRow, ReviewFigure, ReviewUnit, StageTimeRow } from '../contract/index.ts';
import { type Clause, numbersOf, tellerOf } from './clauses.ts';
import { subjectOf } from './screens.ts';
import { tellCards, tellEarly, tellRank, tellSpeed } from './tell-levels.ts';
import { tellAllCards, tellRates, tellVolume } from './tell-opening.ts';
import { tellDone, tellStars, tellTasks } from './tell-people.ts';
import { tellBasis, tellOverdue, tellQuality, tellStages } from './tell-work.ts';
import en from './templates-en.ts';
import zh from './templates-zh.ts';

const tellers = { zh: tellerOf('zh', 'Asia/Shanghai'), en: tellerOf('en', 'Asia/Shanghai') };
const both = (clause: Clause) => [tellers.zh.tell(clause), tellers.en.tell(clause)];
const chinese = (clauses: readonly Clause[]) => clauses.map((clause) => tellers.zh.tell(clause));
const said: Clause[] = [];
function told<T extends { title: Clause; points: readonly Clause[] }>(result: T): T {
  said.push(result.title, ...result.points);
  const subjects = result.points.map(subjectOf);
  expect(new Set(subjects).size, `points that share a name: ${subjects}`).toBe(subjects.length);
  return result;
}

const figure = (
  id: ReviewFigure['id'],
  now: number[] | null,
  before: number[] | null = null,
  year: number[] | null = null,
) => {
  const part = (of: number[] | null) => (of === null ? null : { numerator: of[0]!, denominator: of[1] ?? null });
  return { id, now: part(now), before: part(before), year_before: part(year) };
};
const opening = (figures: ReviewFigure[], is_running = false) => ({
  month: '2026-02',
  is_running,
  periods: {
    now: { from: '2026-02-01', to: '2026-02-10' },
    before: { from: '2026-01-01', to: '2026-01-31' },
    year_before: { from: '2025-02-01', to: '2025-02-28' },
  },
  figures,
});

describe('the opening', () => {
  it.each([
    [
      [120],
      [100],
      '2026年2月办结120件，比上月多20.0%',
      '120 cases decided in February 2026, 20.0% more than the month before',
    ],
    [[1], [3], '2026年2月办结1件，比上月少66.6%', '1 case decided in February 2026, 66.6% fewer than the month before'],
    [[7], [7], '2026年2月办结7件，与上月持平', '7 cases decided in February 2026, as many as the month before'],
    [[7], null, '2026年2月办结7件', '7 cases decided in February 2026'],
    [[7], [0], '2026年2月办结7件', '7 cases decided in February 2026'],
    [[0], [9], '2026年2月没有办结的件', 'Nothing was decided in February 2026'],
    [null, null, '2026年2月没有办结的件', 'Nothing was decided in February 2026'],
  ])('of %j decided after %j', (now, before, zhSaid, enSaid) => {
    const { title } = told(tellVolume(opening([figure('decided', now, before)])));
    expect(both(title)).toEqual([zhSaid, enSaid]);
  });

  it('compares with the year before, or says that there is nothing to compare with', () => {
    const points = (year: number[] | null) =>
      chinese(told(tellVolume(opening([figure('decided', [120], [100], year)]))).points);
    expect(points([100])).toEqual(['比上年同月的100件多20.0%']);
    expect(points([150])).toEqual(['比上年同月的150件少20.0%']);
    expect(points([120])).toEqual(['与上年同月持平']);
    expect(points(null)).toEqual(['没有上年同月的数据可比']);
    expect(points([0])).toEqual(['没有上年同月的数据可比']);
  });

  it('tells what came in, how long it took, and that a running month is not over', () => {
    const figures = [
      figure('decided', [12]),
      figure('received', [20], [1]),
      figure('accepted', [18]),
      figure('online_share', [5, 20]),
      figure('handling', [1.5], [1]),
    ];
    expect(chinese(told(tellVolume(opening(figures, true))).points)).toEqual([
      '没有上年同月的数据可比',
      '收件20件，网上申办占25.0%；受理18件',
      '办结用时中位数1.5个工作日，上月1个工作日',
      '本月还没结束：数字截至2026年2月10日，与上月同样多的天数相比',
    ]);
  });

  it.each([
    [[61, 100], [60, 100], '提前办结率61.0%，比上月升1.0个百分点', '61.0% early, up 1.0 points on the month before'],
    [[59, 100], [60, 100], '提前办结率59.0%，比上月降1.0个百分点', '59.0% early, down 1.0 points on the month before'],
    [[3, 5], [60, 100], '提前办结率60.0%，与上月持平', '60.0% early, as in the month before'],
    [[0, 5], null, '提前办结率0.0%', '0.0% early'],
    [[2, 3], [0, 0], '提前办结率66.6%', '66.6% early'],
    [
      [0, 0],
      [1, 1],
      '本月没有办结的承诺件，提前办结率无从谈起',
      'No commitment case was completed, so there is no early rate',
    ],
  ])('of an early rate of %j after %j', (now, before, zhSaid, enSaid) => {
    expect(both(told(tellRates(opening([figure('early_rate', now, before)]))).title)).toEqual([zhSaid, enSaid]);
  });

  it('says of the other rates what there is, and never 0 or 100 over nothing', () => {
    expect(chinese(told(tellRates(opening([]))).points)).toEqual(['本月没有办结有时限的件', '本月没有收到评价']);
    const figures = [
      figure('within_limit_rate', [9, 10]),
      figure('overdue', [1]),
      figure('speed_up', [30, 50]),
      figure('speed_up_statutory', [0, 0]),
      figure('satisfaction', [1, 1]),
    ];
    expect(chinese(told(tellRates(opening(figures))).points)).toEqual([
      '期内办结率90.0%，超期办结1件',
      '用时比承诺压缩60.0%，比法定压缩–',
      '满意率100.0%（1件评价）',
    ]);
    expect(chinese(told(tellRates(opening([figure('within_limit_rate', [4, 4])]))).points)[0]).toBe(
      '有时限的4件全部在期内办结',
    );
    const slow = [figure('speed_up', [-5, 50]), figure('speed_up_statutory', [20, 100])];
    expect(chinese(told(tellRates(opening(slow))).points).slice(1, 3)).toEqual([
      '用时超过承诺时限，多用10.0%',
      '用时比法定压缩20.0%',
    ]);
    const lawless = [figure('speed_up', [5, 50]), figure('speed_up_statutory', [-20, 100])];
    expect(chinese(told(tellRates(opening(lawless))).points).slice(1, 3)).toEqual([
      '用时比承诺压缩10.0%',
      '用时超过法定时限，多用20.0%',
    ]);
  });

  it('counts cards issued and taken back side by side', () => {
    expect(both(tellAllCards({ issued: 0, taken_back: 0, yellow: 0, red: 0 }))[0]).toBe('本月没有发出监察牌');
    expect(both(tellAllCards({ issued: 4, taken_back: 1, yellow: 2, red: 1 }))).toEqual([
      '生效的红牌1张、黄牌2张；发出4张，撤销、取消或失效1张',
      'Cards in effect: 1 red, 2 yellow; issued: 4; revoked, cancelled or lapsed: 1',
    ]);
  });
});

const NOTHING_COUNTED = {
  on_file: true,
  department: '',
  department_name: '',
  county: '',
  county_name: '',
  rank: null,
  is_tied: false,
  previous_rank: null,
  movement: null,
  unranked_reason: '',
  score: null,
  ...Object.fromEntries(
    [
      'completed_with_limit early on_time overdue commitment_completed commitment_early',
      'used_days_sum promised_days_sum statutory_used_days_sum statutory_days_sum',
      'rated satisfied cards_issued cards_taken_back cards_notice cards_yellow cards_red',
    ]
      .join(' ')
      .split(' ')
      .map((name) => [name, 0]),
  ),
};
const unit = (name: string, more: Partial<ReviewUnit> = {}): ReviewUnit =>
  ({ ...NOTHING_COUNTED, unit: name, unit_name: name, ...more }) as ReviewUnit;
const ranked = (name: string, rank: number, score: number, previous: number | null = null) =>
  unit(name, { rank, score, previous_rank: previous, movement: previous === null ? null : previous - rank });
const level = (...units: ReviewUnit[]): MonthlyReview['levels'][number] => ({ level: 'departments', units });

describe('a level', () => {
  it.each([
    [[], '本月没有部门达到排名条件', 'None of the departments can be ranked this month'],
    [[ranked('A', 1, 90)], '只有A达到排名条件，90.00分', 'Only A can be ranked, with 90.00'],
    [
      [ranked('A', 1, 90), ranked('B', 2, 80.5)],
      'A居首（90.00分），B居末（80.50分）',
      'First: A, 90.00; last: B, 80.50',
    ],
    [
      [ranked('A', 1, 90), ranked('B', 1, 90), ranked('C', 3, 7)],
      'A、B居首（90.00分），C居末（7.00分）',
      'First: A, B, 90.00; last: C, 7.00',
    ],
    [
      [ranked('A', 1, 90), ranked('B', 1, 90)],
      '2个部门得分相同，都是90.00分',
      'All share one score of 90.00: 2 departments',
    ],
  ])('with the ranks of %#', (units, zhSaid, enSaid) => {
    expect(both(told(tellRank(level(...units))).title)).toEqual([zhSaid, enSaid]);
  });

  it('names only three of many who share a place', () => {
    const units = ['A', 'B', 'C', 'D'].map((name) => ranked(name, 1, 90));
    expect(tellers.zh.tell(tellRank(level(...units, ranked('E', 5, 1))).title)).toBe(
      'A、B、C等4个部门居首（90.00分），E居末（1.00分）',
    );
    expect(tellers.en.tell(tellRank(level(...units, ranked('E', 5, 1))).title)).toContain('A, B, C and 1 more');
  });

  it('tells who rose and fell most, that nobody moved, or that there is nothing to move from', () => {
    const points = (...units: ReviewUnit[]) => chinese(told(tellRank(level(...units))).points);
    expect(points(ranked('A', 1, 9, 3), ranked('B', 2, 8, 1), ranked('C', 3, 7, 2))).toEqual([
      '升得最多：A，由第3位到第1位',
      '降得最多：C，由第2位到第3位',
    ]);
    expect(points(ranked('A', 1, 9, 1), ranked('B', 2, 8, 2))).toEqual(['与上月相比，名次没有变化']);
    expect(points(ranked('A', 1, 9), ranked('B', 2, 8))).toEqual(['上月没有排名可比']);
    expect(points(unit('A', { unranked_reason: 'too_few' }), unit('B', { unranked_reason: 'no_cases' }))).toEqual([
      '1个部门承诺件办结太少，不参与排名',
      '1个部门本月无业务',
    ]);
  });

  const early = (name: string, n: number, of: number) => unit(name, { commitment_early: n, commitment_completed: of });
  it.each([
    [[], '本月没有部门办结了足够多的承诺件，不比提前办结率'],
    [[early('A', 1, 2), early('B', 0, 0)], '只有A办结了足够多的承诺件，提前办结率50.0%'],
    [[early('A', 1, 2), early('B', 2, 4)], '2个部门的提前办结率都是50.0%'],
    [[early('A', 0, 4), early('B', 3, 4), early('C', 0, 0)], '提前办结率最高B（75.0%），最低A（0.0%）'],
  ])('with the early rates of %#', (units, zhSaid) => {
    expect(tellers.zh.tell(told(tellEarly(level(...units))).title)).toBe(zhSaid);
  });

  it('tells who completed late', () => {
    const point = (...units: ReviewUnit[]) => chinese(told(tellEarly(level(...units))).points);
    const even = ['A', 'B'].map((name) => unit(name, { completed_with_limit: 3, overdue: 1 }));
    expect(point(...even)).toEqual(['2个部门有超期办结，各1件']);
    expect(point()).toEqual(['本月没有办结有时限的件']);
    expect(point(unit('A', { completed_with_limit: 3 }))).toEqual(['1个部门全部在期内办结']);
    expect(
      point(unit('A', { completed_with_limit: 3, overdue: 1 }), unit('B', { completed_with_limit: 3, overdue: 2 })),
    ).toEqual(['2个部门有超期办结，最多的是B（2件）']);
  });

  const used = (name: string, days: number, promised: number) =>
    unit(name, { used_days_sum: days, promised_days_sum: promised });
  it.each([
    [[], '本月没有部门办结了足够多的承诺件，不比提速'],
    [[used('A', 2, 5)], '只有A办结了足够多的承诺件，用时比承诺压缩60.0%'],
    [[used('A', 2, 5), used('B', 5, 5)], '比承诺时限压缩最多的是A（60.0%），最少的是B（0.0%）'],
    [[used('A', 2, 5), used('B', 6, 5)], 'B用时超过承诺时限，多用20.0%；压缩最多的是A（60.0%）'],
    [[used('A', 2, 5), used('B', 4, 10)], '2个部门比承诺时限都压缩60.0%'],
    [[used('A', 6, 5)], '只有A办结了足够多的承诺件，用时超过承诺时限，多用20.0%'],
    [[used('A', 6, 5), used('B', 12, 10)], '2个部门用时都超过承诺时限，多用20.0%'],
    [[used('A', 6, 5), used('B', 9, 5)], '各部门用时都超过承诺时限，多用最多的是B（80.0%），最少的是A（20.0%）'],
  ])('with the speed of %#', (units, zhSaid) => {
    expect(tellers.zh.tell(told(tellSpeed(level(...units))).title)).toBe(zhSaid);
  });

  it('tells the speed against the law apart', () => {
    const lawful = (name: string, days: number, of: number) =>
      unit(name, { statutory_used_days_sum: days, statutory_days_sum: of });
    const point = (...units: ReviewUnit[]) => chinese(told(tellSpeed(level(...units))).points);
    expect(point()).toEqual(['没有办结登记了法定时限的件']);
    expect(point(lawful('A', 2, 20))).toEqual(['与法定时限相比，A压缩90.0%']);
    expect(point(lawful('A', 2, 20), lawful('B', 10, 20))).toEqual([
      '与法定时限相比，压缩最多A（90.0%），最少B（50.0%）',
    ]);
  });

  it('tells cards issued and taken back, and who satisfied least', () => {
    const none = told(tellCards(level(unit('A'))));
    expect([tellers.zh.tell(none.title), ...chinese(none.points)]).toEqual(['本月没有部门被发牌', '没有收到评价']);
    const some = told(
      tellCards(
        level(
          unit('A', { cards_issued: 3, cards_taken_back: 1, cards_yellow: 2, rated: 10, satisfied: 9 }),
          unit('B', { cards_issued: 1, cards_red: 1, rated: 2, satisfied: 2 }),
        ),
      ),
    );
    expect([tellers.zh.tell(some.title), ...chinese(some.points)]).toEqual([
      '发牌4张，涉及2个部门，A最多（3张）',
      '其中撤销、取消或失效1张；生效的红牌1张、黄牌2张、预警0张',
      '评价满5件的，满意率最低A：90.0%（10件评价）',
    ]);
    expect(chinese(told(tellCards(level(unit('B', { rated: 5, satisfied: 5 })))).points)).toEqual([
      '评价满5件的1个部门满意率都是100%',
    ]);
  });

  it('names nobody for a rate over too few cases or ratings', () => {
    const few = unit('A', {
      unranked_reason: 'too_few',
      commitment_early: 1,
      commitment_completed: 1,
      used_days_sum: 1,
      promised_days_sum: 5,
    });
    expect(told(tellEarly(level(few))).title.key).toBe('early.none');
    expect(told(tellSpeed(level(few))).title.key).toBe('speed.none');
    const { points } = told(tellCards(level(unit('A', { rated: 1 }))));
    expect(chinese(points)).toEqual(['没有收满5件评价的，不比满意率']);
  });

  it('names people with where they sit', () => {
    const clerk = { ...ranked('张工', 1, 90), department: 'plan', department_name: '规划局' };
    expect(both(tellRank({ level: 'staff', units: [clerk] }).title)).toEqual([
      '只有张工（规划局）达到排名条件，90.00分',
      'Only 张工 (规划局) can be ranked, with 90.00',
    ]);
  });
});

describe('the work', () => {
  const late = (more: object) => ({
    item: 'x',
    item_name: '许可',
    department: 'plan',
    department_name: '规划局',
    limit_unit: 'working_days',
    due_on: '2026-02-03',
    is_open: false,
    over: 2,
    ...more,
  });
  type Cases = MonthlyReview['overdue']['cases'];

  it('has overdue cases or none, the open ones apart', () => {
    const none = { completed_late: 0, open_late: 0, cases: [] };
    expect(both(told(tellOverdue(none)).title)).toEqual(['本月没有超期的件', 'No case was overdue this month']);
    const cases = [
      late({ is_open: true, over: null }),
      late({ over: 1, department: 'food', department_name: '市监局' }),
    ];
    const some = told(tellOverdue({ completed_late: 1, open_late: 1, cases: cases as Cases }));
    expect(both(some.title)).toEqual([
      '超期2件：办结超期1件，期末仍未办结1件',
      '2 cases overdue: 1 case completed overdue, 1 case still open at the end',
    ]);
    expect(chinese(some.points)).toEqual([
      '最早到期而未办结：许可，2026年2月3日到期（规划局）',
      '办结的件中超期最久：许可，超期1个工作日（市监局）',
    ]);
    const one = [late({ department: 'food', department_name: '市监局' })] as Cases;
    expect(both(told(tellOverdue({ completed_late: 1, open_late: 0, cases: one })).title)).toEqual([
      '超期1件，都已办结',
      '1 case overdue, all of them completed',
    ]);
    const open = [
      late({ is_open: true }),
      late({ is_open: true }),
      late({ is_open: true, department: 'food' }),
    ] as Cases;
    const three = told(tellOverdue({ completed_late: 0, open_late: 3, cases: open }));
    expect([tellers.zh.tell(three.title), chinese(three.points).at(-1)]).toEqual([
      '超期3件，期末都还没有办结',
      '规划局最多，2件',
    ]);
    const cut = told(tellOverdue({ completed_late: 9, open_late: 0, cases: [late({})] as Cases }));
    expect(chinese(cut.points).at(-1)).toBe('逐件列出前1件，其余8件见办件清单');
  });

  const stage = (code: string, days: number, more: Partial<StageTimeRow> = {}): StageTimeRow => ({
    unit: '',
    unit_name: '',
    stage: code,
    stage_name: '',
    cases: 1,
    times: 1,
    days_sum: days,
    days_median: days,
    days_most: days,
    times_with_limit: 0,
    times_late: 0,
    ...more,
  });
  it('has stages, named by the item or by the standard, or none', () => {
    expect(both(told(tellStages({ all: [], before: [], departments: [] })).title)[0]).toBe('本月办结的件没有报送环节');
    expect(told(tellStages({ all: [stage('1', 0)], before: [], departments: [] })).title).toEqual({
      key: 'stages.same_day',
      values: {},
    });
    const all = [stage('2', 6, { times_with_limit: 4, times_late: 1 }), stage('1', 2)];
    const unitRow = stage('2', 1, { unit: 'plan', unit_name: '规划局', times: 1 });
    const some = told(tellStages({ all, before: [stage('2', 4)], departments: [unitRow] }));
    expect(both(some.title)).toEqual([
      '“审核”最费时：占各环节工作日的75.0%',
      'Review costs most time: 75.0% of the working days of all stages',
    ]);
    expect(chinese(some.points)).toEqual([
      '最集中在规划局的“审核”：1次，共1个工作日',
      '“审核”中位数6个工作日，上月4个工作日',
      '超过环节自身时限1次，占有时限环节的25.0%',
    ]);
  });

  it('has data entered late, in time, or not saying when', () => {
    const counts = {
      events: 0,
      timed: 0,
      late: 0,
      conflicts: 0,
      not_on_file: 0,
      completed: 0,
      stages_complete: 0,
      rejects: 0,
    };
    const title = (now: object) =>
      tellers.zh.tell(told(tellQuality({ now: { ...counts, ...now }, before: null, departments: [] })).title);
    expect(title({})).toBe('本月没有收到事件');
    expect(title({ events: 3 })).toBe('没有一条事件报了录入时间，录入及时率无从谈起');
    expect(title({ events: 3, timed: 2 })).toBe('报了录入时间的2条全部及时');
    expect(title({ events: 3, timed: 3, late: 1 })).toBe('1条没有及时录入，录入及时率66.6%');
    const department = { ...counts, department: 'plan', department_name: '规划局', late: 1 };
    const before = { ...counts, events: 1, timed: 4, late: 1 };
    const all = { ...counts, events: 3, timed: 3, late: 1, completed: 2, stages_complete: 1 };
    expect(chinese(told(tellQuality({ now: all, before, departments: [department] })).points)).toEqual([
      '迟录最多：规划局，1条',
      '录入及时率上月75.0%',
      '同版本冲突0条，名录无此项0条，拒收0条',
      '环节齐全的办结件占50.0%',
    ]);
  });

  it('says what it stands on', () => {
    const { title, points } = told(tellBasis({ as_of: '2026-03-01T01:00:00.000Z', watermark: null }));
    expect([tellers.zh.tell(title), ...chinese(points)].slice(0, 2)).toEqual([
      '以上数字截至2026年3月1日 09:00',
      '还没有收到事件',
    ]);
  });
});

describe('people and tasks', () => {
  const star = (name: string) => ({ staff: name, staff_name: name, department: 'plan', department_name: '规划局' });
  const stars = (candidates: object[]) =>
    ({
      minimum_completed: 20,
      minimum_rated: 5,
      candidates,
      ruled_out: [{ reason: 'card', staff: 1 }],
    }) as unknown as MonthlyReview['stars'];
  it.each([
    [[], '本月没有人符合服务之星条件', 'Nobody qualifies as a service star this month'],
    [[star('张工')], '张工（规划局）符合服务之星条件', '张工 (规划局) qualifies as a service star'],
    [
      [star('张工'), star('李工')],
      '2名工作人员符合服务之星条件，张工（规划局）居首',
      '2 members of staff qualify as service stars, 张工 (规划局) first',
    ],
  ])('with the candidates of %#', (candidates, zhSaid, enSaid) => {
    const { title, points } = told(tellStars(stars(candidates)));
    expect(both(title)).toEqual([zhSaid, enSaid]);
    expect(chinese(points)[0]).toContain('办结承诺件至少20件、评价至少5件，');
    expect(chinese(points)[1]).toBe('1名工作人员因有牌、0名工作人员因有超期办结落选');
  });

  const entry = (state: string, more: object = {}) =>
    ({
      state,
      lamp: state,
      department_name: '规划局',
      department: 'plan',
      due_on: '2026-03-10',
      is_in_time: null,
      meeting: '2026-01',
      ...more,
    }) as RectificationRow;
  it.each([
    [[], '上月讲评没有交办任务', []],
    [[entry('closed')], '上月交办的1项全部销号', []],
    [[entry('closed', { is_in_time: false }), entry('closed')], '上月交办的2项全部销号', ['其中1项过了期限才完成']],
    [
      [entry('closed'), entry('in_hand', { lamp: 'overdue' }), entry('opened', { lamp: 'open' }), entry('cancelled')],
      '上月交办4项，已销号1项',
      ['1项过了期限还没有完成：规划局', '1项还在期限内办理', '1项已撤项'],
    ],
    [
      [entry('closed'), entry('in_hand', { meeting: '2025-12' })],
      '上月交办的1项全部销号',
      ['更早交办的还有1项没有销号'],
    ],
    [
      [entry('in_hand', { meeting: '2025-11', lamp: 'overdue' }), entry('opened', { meeting: '2025-12' })],
      '上月讲评没有交办任务',
      ['更早交办的还有2项没有销号，其中1项过了期限'],
    ],
  ])('with the tasks of last month of %#', (rows, title, points) => {
    const result = told(tellDone(rows, '2026-01'));
    expect(tellers.zh.tell(result.title)).toBe(title);
    expect(chinese(result.points)).toEqual(points);
  });

  it('asks for tasks until there are some', () => {
    expect(tellers.zh.tell(told(tellTasks([], 0)).title)).toBe('下月要做什么？现场交办');
    const { title, points } = told(tellTasks([entry('opened'), entry('opened', { due_on: '2026-03-05' })], 2));
    expect(both(title)).toEqual(['本次交办2项，涉及规划局', '2 tasks given in this review, to 规划局']);
    expect(chinese(points)).toEqual(['最早2026年3月5日到期', '讲评意见2条']);
  });
});

describe('sentences', () => {
  it('come with every number they use', () => {
    const { title } = tellRates(opening([figure('early_rate', [61, 100], [60, 100])]));
    expect(numbersOf(title)).toEqual([
      { name: 'rate', value: 61, of: 100 },
      { name: 'points', value: 1, of: null },
    ]);
  });

  it('have the same slots in both languages, all of them filled wherever they are said', () => {
    const slots = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
    for (const key of Object.keys(zh) as (keyof typeof zh)[]) expect(slots(en[key]), key).toEqual(slots(zh[key]));
    for (const clause of said)
      for (const text of both(clause)) expect(text, clause.key).not.toMatch(/[{}]|undefined|NaN|null/);
  });
});
