import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { reloadDirectory } from './directory.ts';
import { migrate } from './migrate.ts';
import { ensureFacts } from './rebuild.ts';
import { openStore, type Store } from './store.ts';

const release = vi.hoisted(() => ({ isNewer: false }));
vi.mock('./calendar.ts', async (original) => {
  const calendar = await original<typeof import('./calendar.ts')>();
  const moved = (day: string) => (release.isNewer && day === '2026-05-01' ? '2026-05-13' : day);
  const readListedDays = () => calendar.readListedDays().map((listed) => ({ ...listed, day: moved(listed.day) }));
  return { ...calendar, readListedDays };
});

let folder: string;
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-directory-'));
  store = await openStore(`file:${folder}`);
  await migrate(store);
  await reloadDirectory(store);
});

afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const daysLaidOut = async () =>
  (await store.query('select toUInt32(count()) as rows, toUInt32(uniqExact(key)) as days from calendar_days'))[0];
const tablesBeside = () =>
  store.query("select name from system.tables where database = currentDatabase() and name like '%_next%'");

test('two processes laying out the calendars at once leave them whole, and nothing beside them', async () => {
  const whole = await daysLaidOut();
  let isFirst = true;
  const slow: Store = {
    ...store,
    async command(statement, parameters) {
      if (isFirst && statement.startsWith('insert into calendar_days')) {
        isFirst = false;
        // The other begins and ends while this one is about to write.
        await reloadDirectory(store);
      }
      return store.command(statement, parameters);
    },
  };
  await reloadDirectory(slow);
  expect(isFirst).toBe(false);
  expect(await daysLaidOut()).toEqual(whole);
  expect(await tablesBeside()).toEqual([]);
});

test('what a process left behind that was killed while laying out is dropped once it is an hour old', async () => {
  const now = Math.floor(Date.now() / 1000);
  const [before, long, lately] = [
    'calendar_days_next',
    `zone_offsets_next_${now - 3700}_dead`,
    `zone_offsets_next_${now - 60}_dead`,
  ];
  for (const name of [before, long, lately]) await store.command(`create table ${name} as zone_offsets`);
  await reloadDirectory(store);
  expect(await tablesBeside()).toEqual([{ name: lately }]);
});

test('a release that moves a listed day has it in the calendar, and facts computed by it', async () => {
  const roles = async () => {
    const rows = await store.query<{ role: string }>(
      "select toString(role) as role from calendar_days where day in ('2026-05-01', '2026-05-13') order by day",
    );
    return rows.map(({ role }) => role);
  };
  await ensureFacts(store);
  expect(await ensureFacts(store)).toBeUndefined();
  expect(await roles()).toEqual(['holiday', 'workday']);
  release.isNewer = true;
  await reloadDirectory(store);
  expect(await roles()).toEqual(['workday', 'holiday']);
  expect(await ensureFacts(store)).toEqual({ cases: 0 });
});
