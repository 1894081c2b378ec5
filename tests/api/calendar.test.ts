/** The working calendar as the API tells it: holidays, make-up workdays, a centre's own days, and whose calendar it is. */
import type { Calendar, CalendarRow } from '@mingcha/analytics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSmallCity, type SmallCity } from './small-city.ts';

const HOURS = 'Asia/Shanghai,whole_days,8,09:00-12:00 13:00-18:00,2020-01-01';
const CENTRES = `centre,name,region,calendar,valid_from
hall,东县政务大厅,430100,seven,2020-01-01
`;
const DIRECTORY = {
  'calendars.csv': `calendar,zone,counting,standard_day_hours,hours,valid_from\nseven,${HOURS}\n`,
  'calendar_days.csv': `calendar,day,is_working,name
seven,2026-03-07,true,无休日
seven,2026-03-09,false,停电
`,
};

let city: SmallCity;
async function days(query: string): Promise<CalendarRow[]> {
  const answer = await city.server.inject({ url: `/api/v1/calendar?${query}` });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<Calendar>().rows;
}
const kinds = (rows: CalendarRow[]) => rows.map(({ day, kind, name }) => `${day.slice(5)} ${kind} ${name}`.trim());

describe('a city where all work by one calendar of their own', () => {
  beforeAll(async () => {
    city = await openSmallCity({ directory: { ...DIRECTORY, 'centres.csv': CENTRES } });
  });
  afterAll(() => city?.close());

  it('has holidays off and the Saturday that makes up for them at work', async () => {
    const rows = await days('from=2026-02-13&to=2026-02-16');
    expect(kinds(rows)).toEqual(['02-13 workday', '02-14 makeup 春节', '02-15 holiday 春节', '02-16 holiday 春节']);
    expect(rows.map(({ is_working }) => is_working)).toEqual([true, true, false, false]);
  });

  it('has its own opening days and closures', async () => {
    const rows = await days('from=2026-03-06&to=2026-03-10');
    const expected = ['03-06 workday', '03-07 opening 无休日', '03-08 weekend', '03-09 closure 停电', '03-10 workday'];
    expect(kinds(rows)).toEqual(expected);
    expect(rows.findLast(({ day, is_working }) => is_working && day < '2026-03-10')?.day).toBe('2026-03-07');
    expect(new Set(rows.map(({ calendar }) => calendar))).toEqual(new Set(['seven']));
  });

  it('says which days nobody has announced yet', async () => {
    const rows = await days('from=2026-12-31&to=2027-01-01');
    expect(rows.map(({ day, is_known }) => [day, is_known])).toEqual([
      ['2026-12-31', true],
      ['2027-01-01', false],
    ]);
  });
});

describe('a city of two calendars', () => {
  beforeAll(async () => {
    const second = 'plain,西县政务大厅,430200,,2020-01-01\n';
    city = await openSmallCity({
      directory: {
        ...DIRECTORY,
        'regions.csv': `region,name,parent,level,valid_from
430000,明察市,,city,2020-01-01
430100,东县,430000,county,2020-01-01
430200,西县,430000,county,2020-01-01
`,
        'centres.csv': CENTRES + second,
      },
    });
  });
  afterAll(() => city?.close());

  it.each([
    ['centre=hall', 'seven'],
    ['department=food', 'seven'],
    ['window=food-2', 'seven'],
    ['staff=s-plan', 'seven'],
    ['county=430100', 'seven'],
    ['county=430200', 'default'],
    ['centre=plain', 'default'],
    ['county=430100&centre=plain', 'default'],
    ['item=unknown-item', 'default'],
    ['item=permit', 'default'],
    ['', 'default'],
  ])('answers %s by the calendar %s', async (unit, calendar) => {
    const [saturday] = await days(`from=2026-03-07&to=2026-03-07&${unit}`);
    expect(saturday).toMatchObject({ calendar, is_working: calendar === 'seven' });
  });
});
