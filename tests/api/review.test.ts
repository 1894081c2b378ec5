/** 月讲评 over HTTP: its numbers are those of the marts, tasks go to the ledger, edits and comments stay and never overwrite. */
import {
  app,
  createServer,
  type DataQuality,
  type MonthlyReview,
  MonthlyReview as MonthlyReviewSchema,
  openCards,
  openSupervisor,
  type PeriodStatistics,
  type Ranking,
  REVIEW_CHAPTERS,
  type ReviewRanks,
  ReviewRanks as ReviewRanksSchema,
  type ReviewSentence,
} from '@mingcha/analytics';
import { readRules } from '@mingcha/sql';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, openSmallCity, type SmallCity } from './small-city.ts';

const MONTH = '2026-03';
let city: SmallCity;
let review: MonthlyReview;
beforeAll(async () => {
  city = await openSmallCity({
    directory: {
      'settings.csv':
        'key,region,value,valid_from\nranking_minimum,,1,2020-01-01\nstar_minimum,,1,2020-01-01\nstar_ratings,,1,2020-01-01\n',
    },
  });
  const { store } = city.engine;
  const options = { clock: () => NOW, onFault: (error: unknown) => expect.fail(String(error)) };
  const rules = (await readRules()).filter(({ id }) => id === 'promised_limit');
  await openSupervisor({ ...options, store, cards: openCards({ ...options, store }), rules }).run();
  review = await get(`/monthly-review?month=${MONTH}`);
});
afterAll(() => city?.close());

async function get<T>(path: string, status = 200): Promise<T> {
  const answer = await city.server.inject({ url: `/api/v1${path}` });
  expect(answer.statusCode, answer.body).toBe(status);
  return answer.json() as T;
}
async function post<T>(path: string, payload: object, status = 200, language = 'en'): Promise<T> {
  const headers = { 'accept-language': language };
  const answer = await city.server.inject({ method: 'POST', url: `/api/v1${path}`, payload, headers });
  expect(answer.statusCode, answer.body).toBe(status);
  return answer.json() as T;
}
const figure = (id: string) => review.figures.find((each) => each.id === id)?.now;
const screen = (id: string, of = review) => of.screens.find((each) => each.id === id)!;
const levelOf = (level: string) => review.levels.find((each) => each.level === level)!.units;

describe('the review of a month', () => {
  it('is as the contract says, chapter after chapter, half an hour in all', () => {
    expect([...Value.Errors(MonthlyReviewSchema, review)].slice(0, 3)).toEqual([]);
    expect([...new Set(review.screens.map(({ chapter }) => chapter))]).toEqual([...REVIEW_CHAPTERS]);
    expect(review.screens.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(30 * 60);
    const ids = review.screens.flatMap(({ title, points }) => [title, ...points]).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(review).toMatchObject({
      is_running: true,
      has_data: true,
      periods: { now: { from: '2026-03-01', to: '2026-03-11' } },
    });
  });

  it('opens with the numbers of the period statistics', async () => {
    const { rows } = await get<PeriodStatistics>(`/period-statistics?period=${MONTH}&by=all`);
    const [row] = rows;
    expect(figure('decided')).toEqual({ numerator: row!.decided, denominator: null });
    expect(figure('received')).toEqual({ numerator: row!.received, denominator: null });
    expect(figure('early_rate')).toEqual({ numerator: row!.commitment_early, denominator: row!.commitment_completed });
    expect(figure('within_limit_rate')).toEqual({
      numerator: row!.early + row!.on_time,
      denominator: row!.completed_with_limit,
    });
    expect(figure('satisfaction')).toEqual({ numerator: row!.satisfied, denominator: row!.rated });
    // By hand: early 2 of 5, on time 5 of 5, late 7 of 5; one of three early.
    expect(figure('early_rate')).toEqual({ numerator: 1, denominator: 3 });
    expect(figure('speed_up')).toEqual({ numerator: 15 - 14, denominator: 15 });
    expect(screen('opening.rates').title.text.zh).toBe('提前办结率33.3%');
    expect(screen('opening.rates').title.numbers).toEqual([{ name: 'rate', value: 1, of: 3 }]);
  });

  it.each([
    ['departments', 'department'],
    ['counties', 'county'],
  ])('has the ranking and the counts of the marts on the level of the %s', async (board, by) => {
    const ranking = await get<Ranking>(`/ranking?period=${MONTH}&board=${board}`);
    const counts = await get<PeriodStatistics>(`/period-statistics?period=${MONTH}&by=${by}`);
    const units = levelOf(board);
    expect(units.map(({ unit, rank, score, cards_issued }) => [unit, rank, score, cards_issued])).toEqual(
      ranking.rows.map(({ unit, rank, score, cards_issued }) => [unit, rank, score, cards_issued]),
    );
    for (const row of counts.rows.filter(({ unit }) => unit !== '')) {
      const { decided, early, overdue, rated, statutory_days_sum } = row;
      const told = units.find(({ unit }) => unit === row.unit);
      expect(told).toMatchObject({ decided, early, overdue, rated, statutory_days_sum });
    }
  });

  it('ranks chief representatives among themselves, and nobody twice', () => {
    expect(
      levelOf('chiefs')
        .map(({ unit }) => unit)
        .sort(),
    ).toEqual(['s-food', 's-plan']);
    expect(levelOf('staff')).toEqual([]);
    expect(screen('staff.rank').title.text.zh).toBe('本月没有窗口工作人员达到排名条件');
  });

  it('has the places of half a year, those of each month as its own review has them', async () => {
    const history = await get<ReviewRanks>(`/monthly-review/ranks?month=${MONTH}`);
    expect([...Value.Errors(ReviewRanksSchema, history)].slice(0, 3)).toEqual([]);
    expect(history.months).toEqual(['2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03']);
    const february = await get<MonthlyReview>('/monthly-review?month=2026-02');
    for (const [of, at] of [
      [review, 5],
      [february, 4],
    ] as const) {
      for (const { level, ranked, units } of history.levels) {
        const own = of.levels.find((each) => each.level === level)!.units.filter(({ rank }) => rank !== null);
        expect(units.flatMap(({ unit, ranks }) => (ranks[at] === null ? [] : [[unit, ranks[at]]])).sort()).toEqual(
          own.map(({ unit, rank }) => [unit, rank]).sort(),
        );
        expect(ranked[at]).toBe(own.length);
      }
    }
    expect(history.levels.every(({ units }) => units.length === 0)).toBe(false);
  });

  it('names the overdue cases one by one, the open ones first', async () => {
    expect(review.overdue).toMatchObject({ completed_late: 1, open_late: 2 });
    expect(review.overdue.cases.map(({ case_id, is_open, over }) => [case_id, is_open, over])).toEqual([
      ['open-red', true, null],
      ['open-late', true, null],
      ['late', false, 2],
    ]);
    expect(screen('overdue').title.text.zh).toBe('超期3件：办结超期1件，期末仍未办结2件');
  });

  it('has the data quality of its own page', async () => {
    const { rows } = await get<DataQuality>('/data-quality?from=2026-03-01&to=2026-03-11');
    const sum = (name: 'events' | 'late' | 'conflicts') => rows.reduce((n, row) => n + row[name], 0);
    expect(review.quality.now).toMatchObject({ events: sum('events'), late: sum('late'), conflicts: sum('conflicts') });
  });

  it('says in words where nothing happened, and compares with nothing that is not there', async () => {
    const empty = await get<MonthlyReview>('/monthly-review?month=2025-06');
    expect([...Value.Errors(MonthlyReviewSchema, empty)].slice(0, 3)).toEqual([]);
    expect(empty).toMatchObject({ has_data: false, is_running: false });
    expect(screen('opening.volume', empty).title.text.zh).toBe('2025年6月没有办结的件');
    expect(screen('stages', empty).title.text.zh).toBe('本月办结的件没有报送环节');
  });

  it('narrows to a department, and refuses what is no month', async () => {
    const plan = await get<MonthlyReview>(`/monthly-review?month=${MONTH}&department=plan`);
    expect(plan.figures.find(({ id }) => id === 'decided')?.now?.numerator).toBe(1);
    await get('/monthly-review?month=2026-13', 400);
    await get('/monthly-review', 400);
  });
});

describe('a task given in the meeting', () => {
  it('goes to the ledger with its unit and day, is told this month, and asked for the next', async () => {
    const task = {
      origin: 'meeting',
      meeting: MONTH,
      actor: '王主任',
      reason: '三月讲评交办',
      task: '补齐告知单',
      department: 'plan',
      due_on: '2026-03-20',
    };
    const { entry } = await post<{ entry: { rectification_id: string } }>('/rectifications', task);
    const ledger = await get<{ rows: object[] }>('/rectifications?origin=meeting');
    expect(ledger.rows).toMatchObject([
      { rectification_id: entry.rectification_id, meeting: MONTH, due_on: '2026-03-20' },
    ]);
    const now = await get<MonthlyReview>(`/monthly-review?month=${MONTH}`);
    expect(now.tasks.map(({ rectification_id }) => rectification_id)).toEqual([entry.rectification_id]);
    expect(now.done).toEqual([]);
    expect(screen('tasks', now).title.text.zh).toBe('本次交办1项，涉及规划局');
    const next = await get<MonthlyReview>('/monthly-review?month=2026-04');
    expect(next.done.map(({ rectification_id }) => rectification_id)).toEqual([entry.rectification_id]);
    expect(screen('done', next).title.text.zh).toBe('上月交办1项，已销号0项');
  });

  it('names a meeting only where it comes from one', async () => {
    const wrong = { origin: 'manual', meeting: MONTH, actor: '王', reason: '登记', task: '补齐', department: 'plan' };
    const { errors } = await post<{ errors: object[] }>('/rectifications', wrong, 400);
    expect(errors).toMatchObject([{ parameter: 'meeting' }]);
  });
});

describe('a sentence written otherwise', () => {
  const edit = (sentence: ReviewSentence, more: object = {}) => ({
    month: MONTH,
    sentence: sentence.id,
    language: 'zh',
    original: sentence.text.zh,
    text: '提前办结率三成三',
    actor: '王主任',
    sequence: 0,
    ...more,
  });
  const title = async () => screen('opening.rates', await get<MonthlyReview>(`/monthly-review?month=${MONTH}`)).title;

  it('stands marked beside what the numbers say, and the second of two editors is told', async () => {
    const before = screen('opening.rates').title;
    await post('/monthly-review/edits', edit(before));
    // Who got no answer asks again.
    await post('/monthly-review/edits', edit(before));
    expect(await title()).toMatchObject({
      text: { zh: '提前办结率33.3%' },
      edits: { zh: { text: '提前办结率三成三', actor: '王主任', at: NOW.toISOString(), is_outdated: false }, en: null },
      sequences: { zh: 1, en: 0 },
    });
    const second = edit(before, { text: '三分之一提前', actor: '李副主任' });
    const { detail } = await post<{ detail: string }>('/monthly-review/edits', second, 409, 'zh');
    expect(detail).toContain('王主任于2026年3月11日 17:30改为“提前办结率三成三”');
    expect((await title()).edits.zh?.text).toBe('提前办结率三成三');
    await post('/monthly-review/edits', { ...second, sequence: 1 });
    expect((await title()).edits.zh).toMatchObject({ text: '三分之一提前', actor: '李副主任' });
  });

  it('goes back to the original, and says when the numbers under it changed', async () => {
    const { id, text } = screen('overdue').title;
    await post('/monthly-review/edits', { ...edit(screen('overdue').title), original: '超期2件', text: '两件超期' });
    const now = await get<MonthlyReview>(`/monthly-review?month=${MONTH}`);
    expect(screen('overdue', now).title).toMatchObject({ id, text, edits: { zh: { is_outdated: true } } });
    await post('/monthly-review/edits', { ...edit(screen('overdue').title), text: null, sequence: 1 });
    const restored = await get<MonthlyReview>(`/monthly-review?month=${MONTH}`);
    expect(screen('overdue', restored).title).toMatchObject({ edits: { zh: null }, sequences: { zh: 2 } });
  });

  it('belongs to the review of those it was written for', async () => {
    const plan = await get<MonthlyReview>(`/monthly-review?month=${MONTH}&department=plan`);
    await post('/monthly-review/edits', { ...edit(screen('basis', plan).title), department: 'plan' });
    const of = async (query: string) =>
      screen('basis', await get<MonthlyReview>(`/monthly-review?month=${MONTH}${query}`)).title;
    expect((await of('&department=plan')).edits.zh?.text).toBe('提前办结率三成三');
    expect((await of('')).edits.zh).toBeNull();
  });

  it.each([
    ['sentence', { sentence: 'x y' }],
    ['text', { text: ' ' }],
    ['actor', { actor: '' }],
  ])('with a wrong %s is 400', async (parameter, wrong) => {
    const sentence = screen('stages').title;
    const { errors } = await post<{ errors: object[] }>('/monthly-review/edits', { ...edit(sentence), ...wrong }, 400);
    expect(errors).toMatchObject([{ parameter }]);
  });
});

describe('a comment', () => {
  const comment = {
    month: MONTH,
    form: 'discipline',
    text: '规划局两件超期，请说明',
    actor: '赵书记',
    screen: 'overdue',
  };
  it('is taken under its form, once, without numbers of persons, and stays when withdrawn', async () => {
    const first = await post<{ comment_id: string }>('/monthly-review/comments', comment);
    expect(await post('/monthly-review/comments', comment)).toEqual(first);
    await post('/monthly-review/comments', { ...comment, form: 'media', text: '来电 13812345678' });
    const { comments } = await get<MonthlyReview>(`/monthly-review?month=${MONTH}`);
    expect(comments).toMatchObject([
      { form: 'discipline', text: '规划局两件超期，请说明', actor: '赵书记', screen: 'overdue', withdrawn: null },
      { form: 'media', text: '来电 [phone removed]' },
    ]);
    const path = `/monthly-review/comments/${first.comment_id}/withdrawal`;
    await post(path, { month: MONTH, reason: '说错了单位', actor: '赵书记' });
    await post(path, { month: MONTH, reason: '重复', actor: '李督查' }, 409);
    const after = await get<MonthlyReview>(`/monthly-review?month=${MONTH}`);
    expect(after.comments[0]).toMatchObject({ withdrawn: { actor: '赵书记', reason: '说错了单位' } });
    expect(screen('tasks', after).points.map(({ text }) => text.zh)).toContain('讲评意见1条');
    await post(
      `/monthly-review/comments/${'0'.repeat(32)}/withdrawal`,
      { month: MONTH, reason: '无', actor: '王' },
      404,
    );
  });
});

describe('what the meeting did', () => {
  it('is there after a restart, and in the handout', async () => {
    const server = createServer();
    await server.register(app, { ...city.engine, clock: () => NOW });
    const answer = await server.inject({ url: `/api/v1/monthly-review?month=${MONTH}` });
    const { comments, screens } = answer.json() as MonthlyReview;
    expect(comments.map(({ form }) => form)).toEqual(['discipline', 'media']);
    expect(screens.find(({ id }) => id === 'opening.rates')?.title.edits.zh?.text).toBe('三分之一提前');
    const pdf = await server.inject({ url: `/api/v1/monthly-review/handout?month=${MONTH}` });
    expect([pdf.statusCode, pdf.headers['content-type'], pdf.rawPayload.subarray(0, 5).toString()]).toEqual([
      200,
      'application/pdf',
      '%PDF-',
    ]);
    expect(pdf.headers['content-disposition']).toContain(`filename="monthly-review-${MONTH}.pdf"`);
    await server.close();
  });
});

describe('a month that runs', () => {
  it('is held against the month before until the same hour of the same day', async () => {
    const seen = ['10:00:00', '16:00:00'].map((time, index) => ({
      source: 'hall',
      event_id: `february-${index}`,
      type: index === 0 ? 'applied' : 'accepted',
      case_id: 'february',
      occurred_at: `2026-02-11T${time}+08:00`,
      recorded_at: `2026-02-11T${time}+08:00`,
    }));
    await city.engine.intake.submit(seen);
    await city.engine.intake.settled();
    const before = async (hour: number) => {
      const moment = encodeURIComponent(`2026-03-11T${hour}:00:00+08:00`);
      return (await get<MonthlyReview>(`/monthly-review?month=${MONTH}&as_of=${moment}`)).quality.before?.events;
    };
    expect([await before(12), await before(17)]).toEqual([1, 2]);
  });
});
