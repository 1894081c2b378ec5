/** One case, whole: the clock day by day, its stops, its events, as of now and as of an earlier moment. */
import { CaseDetail, type ClockDay, OverdueRow } from '@mingcha/analytics';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cityEvents, openSmallCity, type SmallCity } from './small-city.ts';

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity();
});
afterAll(() => city?.close());

async function open(caseId: string, query = ''): Promise<CaseDetail> {
  const answer = await city.server.inject({ url: `/api/v1/cases/${encodeURIComponent(caseId)}${query}` });
  expect(answer.statusCode, answer.body).toBe(200);
  const detail = answer.json();
  expect([...Value.Errors(CaseDetail, detail)].slice(0, 3)).toEqual([]);
  return detail;
}
const counted = (days: readonly ClockDay[]) =>
  days.filter(({ role }) => role === 'counted').map(({ day }) => day.slice(5));

describe('a case', () => {
  it('decided early shows the days it used', async () => {
    const detail = await open('early');
    expect(detail.case).toMatchObject({
      verdict: 'early',
      statutory_verdict: 'early',
      used: 2,
      promised_limit: 5,
      due_on: '2026-03-09',
      grade: null,
      counting: 'whole_days',
      centre_name: '东县政务大厅',
      county_name: '东县',
    });
    expect(counted(detail.days)).toEqual(['03-03', '03-04']);
    expect(detail.days.find(({ is_decided }) => is_decided)?.day).toBe('2026-03-04');
    expect(detail.days.find(({ is_due }) => is_due)).toMatchObject({ day: '2026-03-09', role: 'after' });
  });

  it('open and late shows by how much', async () => {
    const detail = await open('open-late');
    // Neither clock is judged before there is a decision: late it is by its grade.
    const judged = { verdict: '', statutory_verdict: '' };
    expect(detail.case).toMatchObject({ grade: 'yellow', remaining: -2, used: 7, state: 'accepted', ...judged });
    expect(counted(detail.days)).toHaveLength(7);
    expect(detail.days.find(({ is_today }) => is_today)?.day).toBe('2026-03-11');
  });

  it('stopped shows since when and why', async () => {
    const detail = await open('stopped');
    expect(detail.case).toMatchObject({
      grade: 'stopped',
      state: 'stopped',
      stopped_since: '2026-03-04',
      due_on: null,
    });
    expect(detail.stops).toEqual([{ from_at: '2026-03-04T02:00:00.000Z', to_at: null, reason: '现场勘验' }]);
    expect(counted(detail.days)).toEqual(['03-03', '03-04']);
    expect(detail.days.find(({ role }) => role === 'stopped')?.name).toBe('现场勘验');
  });

  it('as of an earlier moment shows nothing that came after it', async () => {
    const now = await open('late');
    expect(now.case).toMatchObject({ state: 'delivered', verdict: 'overdue', outcome: 'completed', grade: null });
    const { case: then, days } = await open('late', '?as_of=2026-03-10T12:00:00%2B08:00');
    expect(then).toMatchObject({ state: 'accepted', grade: 'yellow', decided_at: null, delivered_at: null });
    expect([then.verdict, then.statutory_verdict, then.outcome]).toEqual(['', '', '']);
    expect(days.some(({ is_decided }) => is_decided)).toBe(false);
    expect(days.find(({ is_today }) => is_today)?.day).toBe('2026-03-10');
  });

  it('whose papers came is on no clock as of a moment before they did', async () => {
    const event = (type: string, at: string) => ({
      ...{ source: 'hall', event_id: `papers-${type}`, case_id: 'papers', type, occurred_at: at, item: 'permit' },
    });
    await city.engine.intake.submit([
      event('applied', '2026-03-02T09:00:00+08:00'),
      event('supplement_requested', '2026-03-03T09:00:00+08:00'),
      event('supplement_received', '2026-03-10T09:00:00+08:00'),
    ]);
    expect((await open('papers')).case).toMatchObject({ clock_from_on: '2026-03-10', flags: ['accepted_with_papers'] });
    const { case: then, days } = await open('papers', '?as_of=2026-03-05T12:00:00%2B08:00');
    expect(then).toMatchObject({ clock_from_on: null, flags: [] });
    expect(days).toEqual([]);
  });

  it('shows every event once, with what it says', async () => {
    const detail = await open('stopped');
    expect(detail.events.map(({ type }) => type)).toEqual(['applied', 'accepted', 'special_started']);
    expect(detail.events[0]?.detail).toMatchObject({ channel: 'web', item: 'permit' });
    expect(detail.events.every(({ is_current, is_retracted }) => is_current && !is_retracted)).toBe(true);
  });

  it('keeps superseded and retracted events in sight', async () => {
    const [application, acceptance] = cityEvents().filter(({ case_id }) => case_id === 'open-fine');
    const later = { ...acceptance, revision: 1, occurred_at: '2026-03-11T09:00:00+08:00' };
    const retracted = { ...application, revision: 1, retracted: true };
    await city.engine.intake.submit([later, retracted]);
    await city.engine.intake.settled();
    const { events, days } = await open('open-fine');
    const seen = events.map(({ type, revision, is_current, is_retracted }) => [
      type,
      revision,
      is_current,
      is_retracted,
    ]);
    expect(seen).toHaveLength(4);
    expect(seen).toContainEqual(['accepted', 0, false, false]);
    expect(seen).toContainEqual(['accepted', 1, true, false]);
    expect(seen).toContainEqual(['applied', 1, true, true]);
    expect(days[0]).toMatchObject({ day: '2026-03-11', role: 'start' });
  });

  it('of an unknown item has no due day and says why', async () => {
    const detail = await open('unlisted');
    expect(detail.case).toMatchObject({ limit_source: 'none', due_on: null, grade: 'no_limit' });
    expect(detail.case.flags).toContain('item_not_on_file');
  });

  it('has its statutory limit in the unit of the law, which need not be that of the promise', async () => {
    expect((await open('early')).case).toMatchObject({ statutory_limit: 20, statutory_unit: 'working_days' });
    expect((await open('instant')).case).toMatchObject({
      limit_unit: 'working_days',
      statutory_limit: 5,
      statutory_unit: 'calendar_days',
      statutory_due_on: '2026-03-08',
    });
    expect((await open('unlisted')).case).toMatchObject({ statutory_limit: null, statutory_unit: '' });
  });

  it('promised to the hour by its source runs in plain hours, day and night', async () => {
    const [, acceptance] = cityEvents().filter(({ case_id }) => case_id === 'open-fine');
    const due = { due_at: '2026-03-09T10:00:00+08:00', due_by: 'moment' };
    const promised = { event_id: 'hours', case_id: 'to-the-hour', occurred_at: '2026-03-06T10:00:00+08:00' };
    await city.engine.intake.submit([{ ...acceptance, ...promised, ...due }]);
    await city.engine.intake.settled();
    const detail = await open('to-the-hour');
    expect(detail.case).toMatchObject({ limit_unit: 'hours', promised_limit: 72, used: 127.5, remaining: -55.5 });
    expect(detail.days.find(({ day }) => day === '2026-03-08')).toMatchObject({ role: 'counted', ordinal: 2 });
    const { rows } = (await city.server.inject({ url: '/api/v1/overdue?limit=100' })).json();
    const row = rows.find(({ case_id }: { case_id: string }) => case_id === 'to-the-hour');
    expect([...Value.Errors(OverdueRow, row)]).toEqual([]);
  });

  it('nobody knows is 404 in a sentence', async () => {
    const answer = await city.server.inject({ url: '/api/v1/cases/none' });
    expect(answer.statusCode).toBe(404);
    expect(answer.json().detail).toContain('There is no case none');
    // Acknowledged is stored, and counted a little later.
    expect(answer.json().detail).toContain('if one of this case was sent just now, ask again');
  });
});

describe('case numbers', () => {
  const begin = async (text: string, query = '') =>
    (await city.server.inject({ url: `/api/v1/case-numbers?begin=${encodeURIComponent(text)}${query}` })).json();

  it('are found by their beginning, the last first, with what tells them apart', async () => {
    const { rows, has_more } = await begin('open-');
    const ids = rows.map((row: { case_id: string }) => row.case_id);
    expect(ids).toContain('open-late');
    expect(ids).toEqual([...ids].sort().reverse());
    expect(ids.every((id: string) => id.startsWith('open-'))).toBe(true);
    expect(has_more).toBe(false);
    expect(rows.find((row: { case_id: string }) => row.case_id === 'open-late').item_name).not.toBe('');
  });

  it('are not found by their end, nor by signs a pattern would mean something by', async () => {
    expect((await begin('-late')).rows).toEqual([]);
    expect((await begin('open%')).rows).toEqual([]);
  });

  it('ask for four signs at least', async () => {
    expect(await begin('ope')).toMatchObject({ status: 400 });
  });

  it('begin with what had been received by then', async () => {
    expect((await begin('open-', '&as_of=2020-01-01T00:00:00Z')).rows).toEqual([]);
  });
});
