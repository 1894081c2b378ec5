import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDirectory, type Directory } from './check-directory.ts';
import { readDirectoryFiles } from './read-directory.ts';

const GOOD: Record<string, string> = {
  'regions.csv': `region,name,parent,level,valid_from
4306,岳阳市,,city,2020-01-01
430602,岳阳楼区,4306,county,2020-01-01
430602001,东茅岭街道,430602,township,2020-01-01
430602001001,观音阁社区,430602001,village,2020-01-01`,
  'centres.csv':
    'centre,name,region,calendar,valid_from\nC1,市政务中心,4306,hall,2020-01-01\nC2,区中心,430602,,2020-01-01',
  'departments.csv': 'department,name,centre,valid_from\nD1,市场监管局,C1,2020-01-01',
  'windows.csv': 'window,name,department,centre,valid_from\nW1,一号窗口,D1,C1,2020-01-01\nW2,综合窗口,,C1,2020-01-01',
  'staff.csv': 'staff,name,window,department,is_chief_representative,valid_from\nS1,张三,W1,D1,true,2020-01-01',
  'items.csv': `item,name,item_type,department,case_kind,promised_limit,promised_unit,statutory_limit,statutory_unit,fee,is_online,valid_from
I1,食品经营许可,01,D1,commitment,5,working_days,20,working_days,,true,2020-01-01
I1,食品经营许可,01,D1,commitment,3,working_days,20,working_days,12.50,true,2026-01-01
I2,盖章,,D1,instant,,,,,0,false,2020-01-01`,
  'item_stages.csv':
    'item,stage,name,position,limit,unit,valid_from\nI1,1,承办,1,2,working_days,2020-01-01\nI1,2,审核,2,,,2020-01-01',
  'calendars.csv':
    'calendar,zone,counting,standard_day_hours,hours,valid_from\nhall,Asia/Shanghai,whole_days,7.5,09:00-12:00 13:00-17:30,2020-01-01',
  'calendar_days.csv': 'calendar,day,is_working,name\nhall,2026-03-07,true,无休日\ndefault,2026-03-08,是,开放日',
  'settings.csv': 'key,region,value,valid_from\nweight.early,,25,2020-01-01\nweight.early,430602,30,2020-01-01',
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-directory-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function check(files: Record<string, string | Buffer>, stored: Directory = new Map()) {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { directory, mistakes } = checkDirectory(await readDirectoryFiles([folder]), stored);
  return {
    directory,
    mistakes: mistakes.map(({ file, line, field, message }) => ({
      at: `${file.slice(folder.length + 1)}:${line}:${field}`,
      message,
    })),
  };
}

/** GOOD with one piece of a file replaced, which must be there. */
function changed(file: string, from: string, to: string) {
  expect(GOOD[file]).toContain(from);
  return { ...GOOD, [file]: GOOD[file]!.replace(from, to) };
}

describe('a directory', () => {
  it('reads files a spreadsheet separated by semicolons or tabs, told by their first line', async () => {
    for (const separator of [';', '\t']) {
      const text = GOOD['departments.csv']!.replaceAll(',', separator);
      const { directory, mistakes } = await check({ ...GOOD, 'departments.csv': `\ufeff${text}` });
      expect(mistakes).toEqual([]);
      expect(directory.get('departments')).toEqual([expect.objectContaining({ department: 'D1', name: '市场监管局' })]);
    }
  });

  it('promises no longer than the law allows, as far as both are told in one unit', async () => {
    const longer = await check(
      changed('items.csv', 'I1,食品经营许可,01,D1,commitment,5,', 'I1,食品经营许可,01,D1,commitment,21,'),
    );
    expect(longer.mistakes).toEqual([
      {
        at: 'items.csv:2:promised_limit',
        message: 'Is 21, more than the 20 the law allows (statutory_limit); correct one of them.',
      },
    ]);
    const other = await check(
      changed('items.csv', '5,working_days,20,working_days', '21,calendar_days,20,working_days'),
    );
    expect(other.mistakes).toEqual([]);
  });

  it('without mistakes becomes typed rows, a limit left out being none', async () => {
    const { directory, mistakes } = await check(GOOD);
    expect(mistakes).toEqual([]);
    expect(directory.get('items')).toEqual([
      expect.objectContaining({ item: 'I1', promised_limit: 5, fee: null, is_online: true, valid_from: '2020-01-01' }),
      expect.objectContaining({ item: 'I1', promised_limit: 3, fee: 12.5, valid_from: '2026-01-01' }),
      expect.objectContaining({ item: 'I2', promised_limit: null, promised_unit: '', statutory_limit: null, fee: 0 }),
    ]);
    expect(directory.get('calendar_days')).toContainEqual({
      calendar: 'default',
      day: '2026-03-08',
      is_working: true,
      name: '开放日',
    });
    expect([...directory.values()].flat()).toHaveLength(20);
  });

  it.each<[string, Record<string, string>, string, RegExp]>([
    [
      'an unknown department',
      changed('windows.csv', 'D1,C1', 'D9,C1'),
      'windows.csv:2:department',
      /no “D9” in departments; add it to departments\.csv/,
    ],
    [
      'a level that skips one',
      changed('regions.csv', '430602,township', '4306,township'),
      'regions.csv:4:parent',
      /“4306” is a city, and the parent of a township: it must be a county/,
    ],
    [
      'a county without its city',
      changed('regions.csv', '4306,county', ',county'),
      'regions.csv:3:parent',
      /name the city/,
    ],
    [
      'a region in itself',
      changed('regions.csv', '岳阳市,,city', '岳阳市,430602001,city'),
      'regions.csv:2:parent',
      /lies in itself/,
    ],
    [
      'an unknown level',
      changed('regions.csv', ',village,', ',hamlet,'),
      'regions.csv:5:level',
      /one of city, county, township, village/,
    ],
    [
      'an impossible day',
      changed('departments.csv', '2020-01-01', '2023-02-29'),
      'departments.csv:2:valid_from',
      /write it like/,
    ],
    [
      'the same code and day twice',
      changed('items.csv', '2026-01-01', '2020-01-01'),
      'items.csv:3:item',
      /stand in line 2 already/,
    ],
    [
      'an unknown unit',
      changed('items.csv', '5,working_days', '5,days'),
      'items.csv:2:promised_unit',
      /working_days, calendar_days, working_hours/,
    ],
    [
      'a limit without unit',
      changed('items.csv', '5,working_days', '5,'),
      'items.csv:2:promised_unit',
      /name its unit/,
    ],
    [
      'a limit that is no number',
      changed('items.csv', '5,working_days', 'five,working_days'),
      'items.csv:2:promised_limit',
      /whole number/,
    ],
    [
      'overlapping hours',
      changed('calendars.csv', '13:00-17:30', '11:00-17:30'),
      'calendars.csv:2:hours',
      /begins before/,
    ],
    [
      'a calendar without hours, which no store could lay out',
      changed('calendars.csv', '09:00-12:00 13:00-17:30', ''),
      'calendars.csv:2:hours',
      /Is empty/,
    ],
    [
      'an unknown zone',
      changed('calendars.csv', 'Asia/Shanghai', 'Asia/Beijing'),
      'calendars.csv:2:zone',
      /no time zone/,
    ],
    ['a missing name', changed('centres.csv', 'C1,市政务中心', 'C1,'), 'centres.csv:2:name', /Is empty/],
    [
      'an unknown column',
      changed('staff.csv', 'is_chief_representative', 'is_chief'),
      'staff.csv:1:is_chief',
      /is not known/,
    ],
    [
      'a missing column',
      changed('centres.csv', 'centre,name,region', 'centre,name,regio'),
      'centres.csv:1:region',
      /is missing/,
    ],
    [
      'a row with too few columns',
      changed('staff.csv', 'S1,张三,W1', 'S1,W1'),
      'staff.csv:2:',
      /5 columns, the header has 6/,
    ],
    [
      'a flag that is none',
      changed('staff.csv', 'true', 'maybe'),
      'staff.csv:2:is_chief_representative',
      /neither true nor false/,
    ],
    [
      'a window of nowhere',
      changed('windows.csv', 'W2,综合窗口,,C1', 'W2,综合窗口,,'),
      'windows.csv:3:department',
      /so is the centre/,
    ],
    [
      'a closure of an unknown calendar',
      changed('calendar_days.csv', 'hall', 'hell'),
      'calendar_days.csv:2:calendar',
      /no “hell” in calendars/,
    ],
    ['a misspelt file', { ...GOOD, 'item.csv': 'item\nI1' }, 'item.csv:1:', /did you mean items\.csv/],
  ])('with %s is refused with file, line, field and remedy', async (_, files, at, message) => {
    const { mistakes } = await check(files);
    expect(mistakes.map((mistake) => mistake.at)).toContain(at);
    expect(mistakes.find((mistake) => mistake.at === at)!.message).toMatch(message);
  });

  it('shows all its mistakes at once, file by file', async () => {
    const files = {
      ...changed('windows.csv', 'D1,C1', 'D9,C1'),
      ...{ 'staff.csv': GOOD['staff.csv']!.replace('true', 'maybe') },
    };
    expect((await check(files)).mistakes.map(({ at }) => at)).toEqual([
      'staff.csv:2:is_chief_representative',
      'windows.csv:2:department',
    ]);
  });

  it('may refer to what is on file already', async () => {
    const stored: Directory = new Map([
      ['departments', [{ department: 'D9', name: '公安局', centre: 'C1', valid_from: '2020-01-01' }]],
    ]);
    const { mistakes } = await check(
      { 'windows.csv': 'window,name,department,valid_from\nW9,九号,D9,2020-01-01' },
      stored,
    );
    expect(mistakes).toEqual([]);
  });

  it('is the same from one YAML, whose mistakes have lines, too', async () => {
    await writeFile(
      join(folder, 'all.yaml'),
      `departments:
  - { department: D1, name: 市场监管局, centre: C1, valid_from: 2020-01-01 }
items:
  - item: "001"
    name: 许可
    department: D1
    promised_limit: 5
    promised_unit: working_days
    valid_from: 2020-01-01
  - item: "002"
    nam: 许可
    department: D7
    valid_from: 2020-01-01
`,
    );
    const stored: Directory = new Map([['centres', [{ centre: 'C1' }]]]);
    const { directory, mistakes } = checkDirectory(await readDirectoryFiles([join(folder, 'all.yaml')]), stored);
    expect(directory.get('items')![0]).toMatchObject({ item: '001', promised_limit: 5, is_online: false });
    expect(mistakes.map(({ line, field }) => [line, field])).toEqual([
      [10, 'name'],
      [10, 'department'],
      [11, 'items[1].nam'],
    ]);
  });

  it('is read from GBK, as older office programs save it', async () => {
    // 局 in GBK is BE D6.
    const bytes = Buffer.concat([
      Buffer.from('department,name,centre,valid_from\nD1,'),
      Buffer.from([0xbe, 0xd6]),
      Buffer.from(',C1,2020-01-01'),
    ]);
    const stored: Directory = new Map([['centres', [{ centre: 'C1' }]]]);
    const { directory } = await check({ 'departments.csv': bytes }, stored);
    expect(directory.get('departments')![0]).toMatchObject({ name: '局' });
  });

  it('leaves other files of a folder alone, and says which', async () => {
    for (const [name, text] of Object.entries({ ...GOOD, 'ledger.json': '{}', 'events.csv': 'x' })) {
      await writeFile(join(folder, name), text);
    }
    const { unread, mistakes } = await readDirectoryFiles([folder]);
    expect(mistakes).toEqual([]);
    expect(unread.map((file) => file.slice(folder.length + 1))).toEqual(['events.csv', 'ledger.json']);
  });

  it('that is an empty folder is refused with the names its files have', async () => {
    const { mistakes } = await readDirectoryFiles([folder]);
    expect(mistakes).toMatchObject([
      { file: folder, message: expect.stringMatching(/There is no directory file in .*regions\.csv, calendars\.csv/) },
    ]);
  });

  it('names a file that cannot be read beside the mistakes of those that can', async () => {
    await mkdir(join(folder, 'items.csv'));
    await writeFile(join(folder, 'windows.csv'), 'window,nom');
    const { mistakes } = await readDirectoryFiles([folder]);
    expect(mistakes[0]).toMatchObject({
      file: join(folder, 'items.csv'),
      message: expect.stringMatching(/^is a folder/),
    });
    expect(mistakes.at(-1)).toMatchObject({ file: join(folder, 'windows.csv') });
  });
});
