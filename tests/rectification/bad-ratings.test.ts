/** Bad ratings flow into the ledger by themselves: once, whatever happens, and out of it when they are put right. */
import { openBadRatings, openCards, openLedger, openSupervisor } from '@mingcha/analytics';
import { readRules } from '@mingcha/sql';
import { afterEach, describe, expect, it } from 'vitest';
import { cityEvents, type Event, NOW, openSmallCity, type SmallCity } from '../api/small-city.ts';

const RULES = (await readRules()).filter(({ id }) => id === 'bad_rating_unresolved');
let city: SmallCity;
afterEach(() => city?.close());

/** As a process started anew would. */
function supervisor(now = NOW) {
  const { store } = city.engine;
  const options = { store, clock: () => now, onFault: (error: unknown) => expect.fail(String(error)) };
  const ledger = openLedger(options);
  const { follow } = openBadRatings({ store, ledger, rules: RULES });
  return { ledger, run: openSupervisor({ ...options, cards: openCards(options), rules: RULES, follow }) };
}
async function arrive(...events: Event[]): Promise<void> {
  const answers = await city.engine.intake.submit(events);
  expect(answers.filter(({ status }) => status !== 'stored')).toEqual([]);
  await city.engine.intake.settled();
}
const rated = (caseId: string, rating: number, at: string, id = `rated-${caseId}`): Event => ({
  source: 'hall',
  event_id: id,
  type: 'rated',
  case_id: caseId,
  occurred_at: at,
  rating,
});
const entries = async () =>
  (await city.server.inject({ url: '/api/v1/rectifications?as_of=2026-04-30T09:00:00%2B08:00' })).json().rows;
const stored = () =>
  city.engine.store.query<{ case_id: string; action: string; actor: string; reason: string }>(
    'select case_id, action, actor, reason from rectification_events final order by case_id, sequence',
  );

describe('a bad rating', () => {
  it('opens one entry, due by the fifteenth working day, however often it is looked for', async () => {
    city = await openSmallCity();
    await supervisor().run.run();
    // Rated 4 on Monday 9 March; the Qingming holiday is in April.
    expect(await entries()).toMatchObject([
      {
        origin: 'bad_rating',
        case_id: 'on-time',
        state: 'opened',
        rating: 4,
        department: 'food',
        person: '李工',
        due_on: '2026-03-30',
        opened_by: '',
        lamp: 'overdue',
      },
    ]);
    const both = [supervisor(), supervisor()];
    await Promise.all(both.map(({ run }) => run.run()));
    await supervisor().run.run();
    expect(await stored()).toHaveLength(1);
  });

  it('that was put right closes its entry with that event as its proof, also after a restart', async () => {
    city = await openSmallCity();
    await supervisor().run.run();
    const at = '2026-03-11T16:00:00+08:00';
    const right = { source: 'hall', event_id: 'right', type: 'rating_resolved', case_id: 'on-time', occurred_at: at };
    await arrive(right);
    await supervisor().run.run();
    await supervisor().run.run();
    const [entry] = await entries();
    expect(entry).toMatchObject({ state: 'closed', is_in_time: true, last_actor: '', proofs: 1 });
    const url = `/api/v1/rectifications/${entry.rectification_id}`;
    const { actions } = (await city.server.inject({ url })).json();
    expect(actions.at(-1)).toMatchObject({ proof: 'rating_resolved 2026-03-11T08:00:00.000Z' });
    expect(await stored()).toHaveLength(2);
  });

  it('that was put right by its day is in time, though the event came a day later', async () => {
    city = await openSmallCity();
    await supervisor().run.run();
    const at = '2026-03-30T16:00:00+08:00';
    await arrive({ source: 'hall', event_id: 'right', type: 'rating_resolved', case_id: 'on-time', occurred_at: at });
    await supervisor(new Date('2026-03-31T02:00:00Z')).run.run();
    expect(await entries()).toMatchObject([
      { state: 'closed', due_on: '2026-03-30', closed_at: '2026-03-31T02:00:00.000Z', is_in_time: true },
    ]);
    const url = '/api/v1/rectifications/summary?as_of=2026-03-31T18:00:00%2B08:00';
    expect((await city.server.inject({ url })).json()).toMatchObject({
      closed_this_month: 1,
      closed_in_time_this_month: 1,
    });
  });

  it('that a better one follows is closed; one that was a mistake is cancelled, and opened again if it was none', async () => {
    const events = [...cityEvents(), rated('late', 5, '2026-03-11T15:40:00+08:00')];
    city = await openSmallCity({ events });
    await supervisor().run.run();
    const better = rated('late', 2, '2026-03-12T09:00:00+08:00', 'better');
    const mistake = { ...rated('withdrawn', 5, '2026-03-10T09:00:00+08:00'), revision: 1 };
    await arrive(better, mistake);
    await supervisor().run.run();
    await arrive({ ...mistake, rating: 1, revision: 2 });
    await supervisor().run.run();
    const acts = async (caseId: string) =>
      (await stored()).flatMap(({ case_id, action }) => (case_id === caseId ? [action] : []));
    expect(await acts('late')).toEqual(['open', 'close']);
    expect(await acts('withdrawn')).toEqual(['open', 'cancel']);
    await arrive({ ...mistake, revision: 3 });
    await supervisor().run.run();
    expect(await acts('withdrawn')).toEqual(['open', 'cancel', 'open']);
  });

  it('closed by people on proof stays closed while nothing new comes', async () => {
    city = await openSmallCity();
    const { ledger, run } = supervisor();
    await run.run();
    const [entry] = await ledger.ofCases(['on-time']);
    const act = {
      action: 'close',
      actor: '王督查',
      reason: '已核实',
      sequence: 1,
      detail: { proof: '电话回访满意' },
    } as const;
    await ledger.act(entry!.rectification_id, act);
    await arrive({ ...rated('on-time', 5, '2026-03-09T18:00:00+08:00', 'again') });
    await supervisor().run.run();
    expect((await stored()).map(({ action }) => action)).toEqual(['open', 'close']);
  });

  it('whose entry a person cancelled is not opened again, whatever else arrives about the case', async () => {
    city = await openSmallCity();
    const { ledger, run } = supervisor();
    await run.run();
    const [entry] = await ledger.ofCases(['on-time']);
    const act = { action: 'cancel', actor: '王督查', reason: '恶意差评，经核实', sequence: 1 } as const;
    await ledger.act(entry!.rectification_id, act);
    await arrive({ ...rated('on-time', 5, '2026-03-09T18:00:00+08:00', 'again') });
    await supervisor().run.run();
    expect((await stored()).map(({ action }) => action)).toEqual(['open', 'cancel']);
  });

  it('of history opens no entry that was due more than thirty days before supervision began', async () => {
    const old = [...cityEvents(), rated('late', 5, '2026-03-02T09:00:00+08:00')];
    city = await openSmallCity({ events: old });
    // Due on 23 and 30 March: thirty days before 25 April is 26 March.
    await supervisor(new Date('2026-04-25T02:00:00Z')).run.run();
    expect((await stored()).map(({ case_id }) => case_id)).toEqual(['on-time']);
  });
});
