import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openStore, type Store } from '@mingcha/sql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryError, importDirectory, importText } from './import-directory.ts';
import { DIRECTORY_TABLES } from './tables.ts';

const FILES = {
  'regions.csv': 'region,name,parent,level,valid_from\n4306,岳阳市,,city,2020-01-01',
  'centres.csv': 'centre,name,region,calendar,valid_from\nC1,市政务中心,4306,hall,2020-01-01',
  'departments.csv': 'department,name,centre,valid_from\nD1,市场监管局,C1,2020-01-01',
  'windows.csv': 'window,name,department,centre,valid_from\nW1,"一号 ""食品"" 窗口",D1,,2020-01-01',
  'staff.csv': 'staff,name,window,department,is_chief_representative,valid_from\nS1,张三,W1,D1,true,2020-01-01',
  'responsibilities.csv': 'role,region,centre,department,person,valid_from\nleader,,,D1,李四,2020-01-01',
  'items.csv': `item,name,item_type,department,case_kind,promised_limit,promised_unit,statutory_limit,statutory_unit,fee,is_online,valid_from
I1,许可,01,D1,commitment,5,working_days,20,working_days,12.50,true,2020-01-01
I2,盖章,,D1,instant,,,,,,false,2020-01-01`,
  'item_stages.csv': 'item,stage,name,position,limit,unit,valid_from\nI1,1,承办,1,2,working_days,2020-01-01',
  'calendars.csv':
    'calendar,zone,counting,standard_day_hours,hours,valid_from\nhall,Asia/Shanghai,whole_days,7.5,09:00-12:00 13:00-17:30,2020-01-01',
  'calendar_days.csv': 'calendar,day,is_working,name\nhall,2026-03-07,true,无休日',
  'settings.csv': 'key,region,value,valid_from\nweight.early,,25,2020-01-01',
};

let folder: string;
let store: Store;
let reloads = 0;
const effects = {
  reload: async () => {
    reloads += 1;
  },
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-import-'));
  store = await openStore(`file:${join(folder, 'store')}`);
  await migrate(store);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const path = (name: string) => join(folder, name);
const paths = () => Object.keys(FILES).map(path);
async function write(files: Partial<typeof FILES>) {
  for (const [name, text] of Object.entries(files)) await writeFile(path(name), text);
}
beforeEach(() => write(FILES));

async function rowsStored(): Promise<number> {
  let rows = 0;
  for (const { stored } of DIRECTORY_TABLES) {
    const [found] = await store.query<{ n: number }>(`select toUInt32(count()) as n from ${stored}`);
    rows += found!.n;
  }
  return rows;
}

describe('importing a directory', () => {
  it('stores every row once, and nothing when the same files come again', async () => {
    const first = await importDirectory(store, paths(), effects);
    const rows = await rowsStored();
    expect(first.tables.map(({ table, changed }) => [table, changed])).toEqual(
      DIRECTORY_TABLES.map(({ name }) => [name, name === 'items' ? 2 : 1]),
    );
    // There are no cases yet that would be counted otherwise.
    expect(importText(first)).toMatch(/items: 2 rows, 2 new or changed\.\n(?![\s\S]*rebuild)/);
    await store.command("insert into case_events (case_id, source, event_id) values ('C-1', 'hall', 'E1')");

    // What is derived is made anew also when nothing changed: the import before may have been killed before it.
    expect(reloads).toBe(1);
    const second = await importDirectory(store, paths(), effects);
    expect(second.changed).toBe(0);
    expect(reloads).toBe(2);
    expect(importText(second)).toContain('Nothing changed: all of it was on file.');
    expect(await rowsStored()).toBe(rows);
    const items = await store.query(
      'select item, promised_limit, promised_unit, fee, is_online from items where item = {item:String}',
      { item: 'I1' },
    );
    expect(items).toEqual([
      { item: 'I1', promised_limit: 5, promised_unit: 'working_days', fee: 12.5, is_online: true },
    ]);
  });

  it('leaves a move on a day to come for an import on that day, as places and calendars have one state', async () => {
    const moved =
      '\nW1,搬走的窗口,,C1,2027-01-01\nW2,新窗口,D1,,2027-01-01\nW2,后改的窗口,D1,,2027-03-01\nW1,再搬的窗口,,C1,2027-02-01';
    await write({ 'windows.csv': `${FILES['windows.csv']}${moved}` });
    const on = (day: string) =>
      importDirectory(store, [path('windows.csv')], { ...effects, clock: () => new Date(`${day}T00:00:00+08:00`) });
    await on('2026-12-31');
    const first = await on('2026-12-31');
    expect(first.later).toEqual([{ table: 'windows', rows: 3, from: '2027-01-01' }]);
    expect(importText(first)).toContain(
      'windows: 3 of the rows change something from 2027-01-01 on and were left out; import them again then.\nNothing changed: all else was on file.',
    );
    const windows = () =>
      store.query('select window, argMax(name, valid_from) as name from windows final group by window order by window');
    expect(await windows()).toEqual([
      { window: 'W1', name: '一号 "食品" 窗口' },
      { window: 'W2', name: '新窗口' },
    ]);
    expect(await on('2027-01-01')).toMatchObject({ changed: 1, changesFacts: true, later: [{ from: '2027-02-01' }] });
    expect(await windows()).toContainEqual({ window: 'W1', name: '搬走的窗口' });
    await store.command("alter table windows delete where valid_from > '2026-12-31' settings mutations_sync = 2");
  });

  it('adds a row that takes effect on a later day, and replaces one of the same day', async () => {
    await write({
      'items.csv': FILES['items.csv']
        .replace('许可,01', '食品许可,01')
        .concat('\nI1,许可,01,D1,commitment,3,working_days,20,working_days,12.50,true,2026-01-01'),
    });
    const changed = await importDirectory(store, paths(), effects);
    expect(changed.tables.filter(({ changed: some }) => some > 0)).toEqual([{ table: 'items', rows: 3, changed: 2 }]);
    const newest = await store.query(
      'select name, promised_limit, valid_from from items where item = {item:String} order by version desc limit 1 by valid_from',
      { item: 'I1' },
    );
    expect(newest).toHaveLength(2);
    expect(newest).toContainEqual({ name: '食品许可', promised_limit: 5, valid_from: '2020-01-01' });
    expect(newest).toContainEqual({ name: '许可', promised_limit: 3, valid_from: '2026-01-01' });
    expect((await importDirectory(store, paths(), effects)).changed).toBe(0);
  });

  // The item is I1 of 2026, promised in 3 days; what is not replaced stays as it is on file.
  it.each([
    [
      'a name',
      'items.csv',
      'I1,食品经营许可,01,D1,commitment,5,working_days,20,working_days,12.50,true,2020-01-01',
      false,
    ],
    [
      'a name from a day on',
      'items.csv',
      'I1,经营许可,01,D1,commitment,3,working_days,20,working_days,12.50,true,2026-06-01',
      false,
    ],
    ['a fee', 'items.csv', 'I1,许可,01,D1,commitment,5,working_days,20,working_days,15,true,2020-01-01', false],
    ['a limit', 'items.csv', 'I1,许可,01,D1,commitment,4,working_days,20,working_days,15,true,2020-01-01', true],
    [
      'a limit from a day on',
      'items.csv',
      'I1,许可,01,D1,commitment,2,working_days,20,working_days,15,true,2026-07-01',
      true,
    ],
    ['a new item', 'items.csv', 'I3,备案,01,D1,commitment,5,working_days,20,working_days,15,true,2020-01-01', true],
    ['why a day is worked', 'calendar_days.csv', 'hall,2026-03-07,true,延时服务', false],
    ['a closure', 'calendar_days.csv', 'hall,2026-03-06,false,搬迁', true],
    ['hours', 'calendars.csv', 'hall,Asia/Shanghai,whole_days,7.5,09:00-12:00 13:30-18:00,2020-01-01', true],
    ['a weight', 'settings.csv', 'weight.early,,30,2020-01-01', false],
    ['what counts as entered in time', 'settings.csv', 'entry_timeliness_hours,,48,2020-01-01', true],
    ['the name of a centre', 'centres.csv', 'C1,市政务服务中心,4306,hall,2020-01-01', false],
  ] as const)('advises a rebuild only where facts change: %s', async (_, name, row, isAdvised) => {
    await write({ [name]: `${FILES[name].split('\n')[0]}\n${row}` });
    const done = await importDirectory(store, [path(name)], effects);
    expect(done.changed).toBe(1);
    expect(importText(done).includes('mingcha rebuild')).toBe(isAdvised);
  });

  it('wins over what is on file even when the clock was put back', async () => {
    await write({ 'departments.csv': FILES['departments.csv'].replace('市场监管局', '市场监督管理局') });
    await importDirectory(store, [path('departments.csv')], {
      ...effects,
      clock: () => new Date('2001-01-01T00:00:00Z'),
    });
    const [department] = await store.query<{ name: string }>(
      'select name from departments order by version desc limit 1 by department, valid_from',
    );
    expect(department!.name).toBe('市场监督管理局');
  });

  it('writes nothing when one row has a mistake, and names it', async () => {
    const reloadsBefore = reloads;
    const rows = await rowsStored();
    await write({
      'settings.csv': FILES['settings.csv'].concat('\nweight.late,,1,2020-01-01'),
      'windows.csv': FILES['windows.csv'].replace(',D1,', ',D9,'),
    });
    const failed = importDirectory(store, paths(), effects);
    await expect(failed).rejects.toThrow(DirectoryError);
    await expect(failed).rejects.toThrow(
      /1 mistake; nothing was imported:\n.*windows\.csv line 2, department: There is no “D9”/,
    );
    expect(await rowsStored()).toBe(rows);
    expect(reloads).toBe(reloadsBefore);
  });
});
