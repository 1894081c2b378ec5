/** The overdue list and its lamps: the same out of the open cases alone and with those closed since, and which is read when. */
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type Event, openSmallCity, type SmallCity } from './small-city.ts';

/** The city's latest case was closed on 11 March at 15:00 in Shanghai. */
const SINCE = '2026-03-11T15:00:00+08:00';
const BEFORE = '2026-03-11T14:59:59+08:00';

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity();
});
afterAll(() => city?.close());
afterEach(() => {
  vi.restoreAllMocks();
});

async function answer(path: string): Promise<string> {
  const { statusCode, body } = await city.server.inject({ url: `/api/v1${path}` });
  expect(statusCode, body).toBe(200);
  return body;
}
const listed = async (asOf: string) =>
  (JSON.parse(await answer(`/overdue?as_of=${encodeURIComponent(asOf)}`)) as { rows: { case_id: string }[] }).rows.map(
    (row) => row.case_id,
  );
const file = (asOf: string) => answer(`/overdue?format=csv&as_of=${encodeURIComponent(asOf)}`);
const lamps = async (asOf: string) =>
  JSON.parse(await answer(`/overdue/summary?as_of=${encodeURIComponent(asOf)}`)) as Record<string, number>;

async function tell(event: Event): Promise<void> {
  await city.engine.intake.submit([{ source: 'hall', event_id: JSON.stringify(event), ...event }]);
  await city.engine.intake.settled();
}

/** Statements over open cases, and whether each of them looked for those closed since. */
function overheard(way: 'lines' | 'stream', onFirst: () => Promise<void> = async () => undefined): boolean[] {
  const { store } = city.engine;
  const found: boolean[] = [];
  const read: (...given: never[]) => Promise<never> = store[way] as never;
  vi.spyOn(store, way).mockImplementation((async (statement: string, ...given: never[]) => {
    if (!statement.includes('from open_cases')) return read(statement as never, ...given);
    found.push(statement.includes('closed_at >'));
    const answered = found.length === 1 && way === 'stream' ? undefined : await read(statement as never, ...given);
    if (found.length === 1) await onFirst();
    return answered ?? read(statement as never, ...given);
  }) as never);
  return found;
}

it('a case is on the list and in the lamps up to the moment it was closed, and not from it on', async () => {
  expect(await listed(BEFORE)).toEqual(['open-red', 'late', 'open-late', 'open-soon']);
  expect(await listed(SINCE)).toEqual(['open-red', 'open-late', 'open-soon']);
  expect([await lamps(BEFORE), await lamps(SINCE)]).toMatchObject([{ yellow: 2 }, { yellow: 1 }]);
  expect((await file(BEFORE)).trim().split('\n')).toHaveLength(5);
  expect((await file(SINCE)).trim().split('\n')).toHaveLength(4);
});

it('looks for cases closed since only where there is one', async () => {
  const found = overheard('lines');
  // Other moments than those above, whose answers may still serve.
  await listed('2026-03-11T15:00:01+08:00');
  expect(found).toEqual([false]);
  await listed('2026-03-11T14:59:58+08:00');
  expect(found).toEqual([false, true]);
});

it.each([
  ['lines', listed],
  ['stream', file],
] as const)('is read again when a case was closed after the moment while it was read (%s)', async (way, read) => {
  await city.again();
  const moment = '2026-03-11T15:30:00+08:00';
  const expected = await read('2026-03-11T15:29:59+08:00');
  const closes: Event = { case_id: 'open-red', type: 'decided', occurred_at: '2026-03-11T16:00:00+08:00' };
  const found = overheard(way, () => tell({ ...closes, outcome: 'completed' }));
  expect(await read(moment)).toEqual(expected);
  expect(found).toEqual([false, true]);
});
