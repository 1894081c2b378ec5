/** What a reader needs to look at data that end in the past: where they end, whose days they are, what happened last. */
import type { CardDetail, Centres, DataSpan, LiveNewest, Overdue } from '@mingcha/analytics';
import { CalendarRow, CentreRow, LiveNewest as LiveNewestSchema } from '@mingcha/analytics';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, openSmallCity, type SmallCity } from './small-city.ts';

const BOSTON = 'boston,America/New_York,whole_days,8,09:00-17:00,2020-01-01';

let city: SmallCity;
let now = NOW;
beforeAll(async () => {
  city = await openSmallCity({
    clock: () => now,
    directory: {
      'calendars.csv': `calendar,zone,counting,standard_day_hours,hours,valid_from\n${BOSTON}\n`,
      'centres.csv': `centre,name,region,calendar,valid_from
hall,东县政务大厅,430100,default,2020-01-01
boston,Boston 311,430100,boston,2020-01-01
`,
    },
  });
});
afterAll(() => city?.close());

async function get<T>(path: string): Promise<T> {
  const answer = await city.server.inject({ url: `/api/v1${path}` });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<T>();
}
const at = (moment: string) => `as_of=${encodeURIComponent(moment)}`;

describe('from when to when there are data', () => {
  it('reaches from the first receipt to the last thing that happened, in days of the centre', async () => {
    const span = await get<DataSpan>('/data-span');
    expect(span).toMatchObject({
      first_on: '2026-01-05',
      last_on: '2026-03-11',
      last_at: '2026-03-11T07:30:00.000Z',
    });
  });

  it('ends, as of a moment, with what had happened by then', async () => {
    const span = await get<DataSpan>(`/data-span?${at('2026-03-04T12:00:00+08:00')}`);
    // A case was accepted in the morning; the first decision came in the afternoon.
    expect(span).toMatchObject({ last_on: '2026-03-04', last_at: '2026-03-04T02:00:00.000Z' });
  });

  it('keeps to the unit asked for, and has no day where nothing ever happened', async () => {
    expect(await get<DataSpan>('/data-span?department=plan')).toMatchObject({ last_on: '2026-03-05' });
    expect(await get<DataSpan>('/data-span?department=idle')).toMatchObject({
      first_on: null,
      last_on: null,
      last_at: null,
    });
  });

  it('says the zone of one place, and the default one where centres lie in several', async () => {
    const zoneOf = async (query: string) => (await get<DataSpan>(`/data-span?${query}`)).zone;
    expect(await zoneOf('centre=boston')).toBe('America/New_York');
    expect(await zoneOf('')).toBe('Asia/Shanghai');
  });
});

it('tells of every centre the calendar and the zone its days are of', async () => {
  const { rows } = await get<Centres>('/centres');
  for (const row of rows) expect([...Value.Errors(CentreRow, row)]).toEqual([]);
  expect(rows.map(({ centre, calendar, zone }) => [centre, calendar, zone])).toEqual([
    ['boston', 'boston', 'America/New_York'],
    ['hall', 'default', 'Asia/Shanghai'],
  ]);
});

it('tells of every day when it begins and when the centre is open', async () => {
  const { rows } = await get<{ rows: CalendarRow[] }>('/calendar?from=2026-03-06&to=2026-03-07&centre=boston');
  for (const row of rows) expect([...Value.Errors(CalendarRow, row)]).toEqual([]);
  expect(rows.map(({ starts_at, opening_hours }) => [starts_at, opening_hours])).toEqual([
    ['2026-03-06T05:00:00.000Z', '09:00-17:00'],
    ['2026-03-07T05:00:00.000Z', ''],
  ]);
});

describe('what happened last', () => {
  it('begins with the newest event, and holds no event twice', async () => {
    const told = await get<LiveNewest>('/live/newest');
    expect([...Value.Errors(LiveNewestSchema, told)]).toEqual([]);
    expect(told.events.slice(0, 2).map(({ case_id, type }) => `${case_id} ${type}`)).toEqual([
      'late delivered',
      'late decided',
    ]);
    // A delivery names no item; its case does.
    expect(told.events[0]).toMatchObject({ department: 'food', item: 'licence' });
    expect(told.events.map(({ occurred_at }) => occurred_at)).toEqual(
      told.events
        .map(({ occurred_at }) => occurred_at)
        .sort()
        .reverse(),
    );
    expect(new Set(told.events.map((event) => JSON.stringify(event))).size).toBe(told.events.length);
  });

  it('looks as of its moment, also when that is long after the last event', async () => {
    const then = await get<LiveNewest>(`/live/newest?${at('2026-03-04T12:00:00+08:00')}`);
    expect(then.events[0]).toMatchObject({ case_id: 'stopped', type: 'special_started' });
    const later = await get<LiveNewest>(`/live/newest?${at('2026-09-01T12:00:00+08:00')}`);
    expect(later.events[0]).toMatchObject({ case_id: 'late', type: 'delivered' });
  });
});

describe('cards in force beside open cases', () => {
  const issue = async (case_id: string, grade: string) => {
    const payload = { case_id, grade, actor: '王督查', reason: '请说明' };
    const answer = await city.server.inject({ method: 'POST', url: '/api/v1/cards', payload });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json<CardDetail>();
  };
  const act = async ({ card }: CardDetail, action: string) => {
    const payload = { action, actor: '王督查', reason: '请说明', sequence: card.sequence };
    const url = `/api/v1/cards/${card.card_id}/actions`;
    const answer = await city.server.inject({ method: 'POST', url, payload });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json<CardDetail>();
  };
  const cards = async (query = '') =>
    Object.fromEntries(
      (await get<Overdue>(`/overdue?grade=all${query}`)).rows.map((row) => [
        row.case_id,
        `${row.card_grade} ${row.card_state}`.trim(),
      ]),
    );
  beforeAll(async () => {
    await act(await issue('open-late', 'yellow'), 'urge');
    await issue('open-late', 'notice');
    await issue('open-fine', 'notice');
    await act(await issue('open-soon', 'red'), 'cancel');
  });

  it('shows the gravest in force with its state, and none where it was taken back', async () => {
    expect(await cards()).toMatchObject({ 'open-late': 'yellow urged', 'open-fine': 'notice issued', 'open-soon': '' });
  });

  it('narrows to grades and states of that card', async () => {
    expect(Object.keys(await cards('&card=any')).sort()).toEqual(['open-fine', 'open-late']);
    expect(Object.keys(await cards('&card=notice'))).toEqual(['open-fine']);
    expect(Object.keys(await cards('&card_state=urged,appealed'))).toEqual(['open-late']);
    expect(await cards('&card=notice&card_state=urged')).toEqual({});
  });

  it('says which words may stand there', async () => {
    const answer = await city.server.inject({ url: '/api/v1/overdue?card=green' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors[0]).toMatchObject({ parameter: 'card', example: 'notice,yellow' });
  });

  it('tells what was done with them among the newest, the last first', async () => {
    const { cards: done } = await get<LiveNewest>('/live/newest');
    expect(done.map(({ action, grade }) => `${action} ${grade}`).sort()).toEqual(
      ['cancel red', 'issue notice', 'issue notice', 'issue red', 'issue yellow', 'urge yellow'].sort(),
    );
  });

  it('shows a card as it was at a moment, and none before it was issued', async () => {
    const { rows } = await get<{ rows: { card_id: string }[] }>('/cards?case_id=open-late&grade=yellow');
    const url = `/api/v1/cards/${rows[0]!.card_id}?${at('2026-03-01T00:00:00+08:00')}`;
    expect((await city.server.inject({ url })).statusCode).toBe(404);
    const now = await get<CardDetail>(`/cards/${rows[0]!.card_id}?${at('2026-03-12T00:00:00+08:00')}`);
    expect(now.card.state).toBe('urged');
  });
});

it('a threshold may count from the day it is where the day is youngest', async () => {
  // In Shanghai it is the 12th, in Boston still the 11th.
  const set = { parameter: 'working_days', value: 3, actor: '王督查', reason: '试行' };
  const asked = (valid_from: string) =>
    city.server.inject({
      method: 'POST',
      url: '/api/v1/rules/notice_before_due/settings',
      payload: { ...set, valid_from },
    });
  now = new Date('2026-03-11T17:00:00Z');
  expect((await asked('2026-03-11')).statusCode).toBe(200);
  expect((await asked('2026-03-10')).json().errors).toMatchObject([{ parameter: 'valid_from', example: '2026-03-11' }]);
});
