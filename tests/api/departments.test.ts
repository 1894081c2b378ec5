/** Departments and who stands for them: the chief representative in office, whatever came before or is to come. */
import type { Departments, Units } from '@mingcha/analytics';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSmallCity, type SmallCity } from './small-city.ts';

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity({
    directory: {
      'departments.csv': `department,name,centre,valid_from
plan,规划局,hall,2020-01-01
food,市监局,hall,2020-01-01
idle,史志办,hall,2020-01-01
tax,税务局,hall,2020-01-01
`,
      // 张工 handed over to 王工, whose place is known by the window alone; 李工 stepped down; 赵工 begins on the 12th.
      'staff.csv': `staff,name,window,department,is_chief_representative,valid_from
s-zhang,张工,plan-1,plan,true,2020-01-01
s-zhang,张工,plan-1,plan,false,2025-06-01
s-wang,王工,plan-1,,true,2025-06-01
s-clerk,钱工,plan-1,plan,false,2025-09-01
s-li,李工,food-1,food,true,2020-01-01
s-li,李工,food-1,food,false,2026-01-01
s-old,孙工,,tax,true,2020-01-01
s-new,周工,,tax,true,2024-01-01
s-zhao,赵工,,idle,true,2026-03-12
`,
    },
  });
});
afterAll(() => city?.close());

async function chiefs(query = ''): Promise<Record<string, string>> {
  const answer = await city.server.inject({ url: `/api/v1/departments?${query}` });
  expect(answer.statusCode, answer.body).toBe(200);
  const { rows } = answer.json<Departments>();
  return Object.fromEntries(rows.map((row) => [row.department_name, row.chief_representative_name]));
}

it('names the one in office, the last named where there are two, and nobody where there is none', async () => {
  expect(await chiefs()).toEqual({ 规划局: '王工', 市监局: '', 史志办: '', 税务局: '周工' });
});

it('looks as of its moment, by the day at the centre', async () => {
  expect(await chiefs('department=idle&as_of=2026-03-11T23:59:00%2B08:00')).toEqual({ 史志办: '' });
  expect(await chiefs('department=idle&as_of=2026-03-12T00:00:00%2B08:00')).toEqual({ 史志办: '赵工' });
  expect(await chiefs('department=plan&as_of=2024-01-01T00:00:00%2B08:00')).toEqual({ 规划局: '张工' });
});

it('narrows to a county or centre', async () => {
  expect(Object.keys(await chiefs('county=430100'))).toHaveLength(4);
  const nowhere = await city.server.inject({ url: '/api/v1/departments?centre=nowhere' });
  expect(nowhere.statusCode, nowhere.body).toBe(400);
});

it('lists what a filter or a threshold can name, level by level', async () => {
  const units = async (query: string) => {
    const answer = await city.server.inject({ url: `/api/v1/units?${query}` });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json<Units>().rows.map(({ code, name, department, county }) => [code, name, department, county]);
  };
  expect(await units('level=county')).toEqual([['430100', '东县', '', '430100']]);
  expect(await units('level=item&department=food')).toEqual([
    ['licence', '食品经营许可', 'food', ''],
    ['stamp', '盖章', 'food', ''],
  ]);
  expect(await units('level=window&department=plan')).toEqual([['plan-1', '规划1号窗', 'plan', '430100']]);
  expect((await city.server.inject({ url: '/api/v1/units?level=all' })).statusCode).toBe(400);
});
