/**
 * Published numbers of a generated city, counted again by the second engine: a week's four boards and a month with its
 * statistics agree, and whatever is changed in a bundle afterwards is found — a byte, a case, an act on a card, a weight, a
 * published number — even by somebody who makes all the hashes anew.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  createWriteStream,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { openCards, openSupervisor, type Verification } from '@mingcha/analytics';
import { archiveOf, type Bundle, verifyArchive, verifyBundle } from '@mingcha/analytics/publications';
import { readRules } from '@mingcha/sql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type GeneratedCity, openGeneratedCity } from './generated-city.ts';
import { agreeing, openPress, type Press, saidOf } from './published.ts';

const WEEK = '2026-W06';

// Each counts everything again in a second engine, seconds on an idle machine.
vi.setConfig({ testTimeout: 180_000 });

let city: GeneratedCity<unknown>;
let press: Press;
let week: Bundle;
let month: Bundle;
let now: Date;
let workshop: string;

beforeAll(async () => {
  city = await openGeneratedCity({ cases: 3_000, seed: 17, from: '2025-12-01', to: '2026-03-04' });
  const { store, onRefreshed } = city.engine;
  const clock = () => now;
  const onFault = (error: unknown) => {
    throw error;
  };
  const cards = openCards({ store, clock, onFault });
  const supervisor = openSupervisor({ store, cards, rules: await readRules(), clock, onFault });
  onRefreshed((caseIds) => supervisor.touch(caseIds));
  // Watched from early on, so that cards are issued as they fall due and not as a baseline.
  now = await city.tell(Math.floor(city.generated.events / 3));
  await supervisor.run();
  await city.tell();
  now = new Date(city.generated.asOf);
  await supervisor.run();
  await supervisor.stop();
  await actOnCards();
  press = await openPress(store, clock);
  week = await press.publish({
    kind: 'ranking',
    period: WEEK,
    documents: [{ name: '通报.docx', bytes: Buffer.from('the signed notice') }],
  });
  month = await press.publish({ kind: 'notice', period: '2026-01' });
  workshop = mkdtempSync(join(tmpdir(), 'mingcha-workshop-'));

  /** Some cards of the period are appealed against and revoked, some cancelled. */
  async function actOnCards(): Promise<void> {
    const found = await store.query<{ card_id: string; newest: number }>(
      `select card_id, max(sequence) as newest from card_events
      where not is_baseline and found_at >= '2026-01-01' and found_at < '2026-02-09'
      group by card_id having argMax(action, sequence) = 'issue' order by card_id limit 12`,
    );
    for (const [index, { card_id, newest: sequence }] of found.entries()) {
      const by = { actor: '督查', reason: '核实' };
      if (index % 3 === 0) await cards.act(card_id, { ...by, action: 'cancel', sequence });
      if (index % 3 === 1) {
        await cards.act(card_id, { ...by, action: 'appeal', sequence });
        await cards.act(card_id, { ...by, action: 'revoke', sequence: sequence + 1 });
      }
    }
  }
}, 300_000);

afterAll(async () => {
  await press?.remove();
  await city?.remove();
  if (workshop !== undefined) rmSync(workshop, { recursive: true, force: true });
});

describe('both engines agree', () => {
  it('on every number of a week’s four boards', async () => {
    const compared = await agreeing(week.path);
    expect(week.manifest.cases).toBeGreaterThan(200);
    expect(week.manifest.cards).toBeGreaterThan(5);
    expect(compared['ranking']).toBeGreaterThan(30_000);
    expect(compared['cases']).toBe(week.manifest.cases * 11);
  });

  it('on every number of a month’s notice: boards, statistics and backlog', async () => {
    const compared = await agreeing(month.path);
    expect(compared['statistics']).toBeGreaterThan(5_000);
    const rows = JSON.parse(readFileSync(join(month.path, 'statistics.json'), 'utf8')) as Statistics;
    expect(rows.all[0]!['open_at_end']).toBeGreaterThan(50);
    expect(rows.all[0]!['overdue_open_at_end']).toBeGreaterThan(0);
    expect(rows.all[0]!['completed_previous']).toBeGreaterThan(100);
  });

  it('with cards taken back among them', () => {
    const { departments } = JSON.parse(readFileSync(join(week.path, 'ranking.json'), 'utf8')) as {
      departments: Record<string, number>[];
    };
    const sum = (column: string) => departments.reduce((all, row) => all + row[column]!, 0);
    expect(sum('cards_issued')).toBeGreaterThan(0);
    expect(sum('cards_taken_back')).toBeGreaterThan(0);
  });
});

type Statistics = { all: Record<string, number>[] };

/** A copy to be changed, in a folder of its own under its number. */
function copyOf(bundle: Bundle, name: string): string {
  const folder = join(workshop, name, bundle.manifest.number);
  cpSync(bundle.path, folder, { recursive: true });
  for (const file of readdirSync(folder)) chmodSync(join(folder, file), 0o644);
  return folder;
}

const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

/** Makes hashes and seal anew, as somebody would who wants a change to go unnoticed. */
function reseal(folder: string, change: (manifest: Bundle['manifest']) => void = () => undefined): void {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Bundle['manifest'];
  for (const file of manifest.files) {
    const content = readFileSync(join(folder, file.name));
    file.sha256 = sha256(content);
    file.bytes = content.length;
  }
  change(manifest);
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  writeFileSync(join(folder, 'manifest.json'), text);
  writeFileSync(join(folder, 'manifest.sha256'), `${sha256(text)}  manifest.json\n`);
}

/** Writes a Parquet file of the bundle anew with some columns of some rows replaced. */
async function rewrite(folder: string, name: string, replace: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  await connection.run(`create table t as select * replace (${replace}) from '${folder}/${name}.parquet'`);
  await connection.run(`copy t to '${folder}/${name}.parquet' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
}

const failing = ({ checks }: Verification) => checks.filter(({ agrees }) => agrees === false).map(({ id }) => id);

describe('a changed bundle is found', () => {
  it('untouched, its copy agrees on a machine with nothing but it', async () => {
    const verification = await verifyBundle(copyOf(week, 'untouched'));
    expect([verification.agrees, saidOf(verification)]).toEqual([true, []]);
  });

  it('untouched, it agrees as the one file it is carried away as, which is the same whenever it is made', async () => {
    const [zip, again] = ['one.zip', 'again.zip'].map((name) => join(workshop, name)) as [string, string];
    for (const path of [zip, again]) await pipeline(archiveOf(week), createWriteStream(path));
    expect(sha256(readFileSync(again))).toBe(sha256(readFileSync(zip)));
    const verification = await verifyArchive(zip);
    expect([verification.number, verification.agrees, saidOf(verification)]).toEqual([week.manifest.number, true, []]);

    const changed = readFileSync(zip);
    const at = changed.indexOf('"early":');
    changed[at + 1] = changed[at + 1]! ^ 1;
    const other = join(workshop, 'other.zip');
    writeFileSync(other, changed);
    expect((await verifyArchive(other)).agrees).toBe(false);
    writeFileSync(other, readFileSync(zip).subarray(0, 5000));
    await expect(verifyArchive(other)).rejects.toThrow('other.zip is no archive of a publication');
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('mingcha-verify-'))).toEqual([]);
  });

  it('when one byte of any of its files is another', async () => {
    for (const name of readdirSync(week.path)) {
      const folder = copyOf(week, `byte-${name}`);
      const content = readFileSync(join(folder, name));
      const at = Math.floor(content.length / 2);
      content[at] = content[at]! ^ 1;
      writeFileSync(join(folder, name), content);
      const verification = await verifyBundle(folder);
      expect([name, verification.agrees]).toEqual([name, false]);
      const broken = name.startsWith('manifest') ? 'seal' : 'files';
      expect([name, failing(verification)]).toEqual([name, expect.arrayContaining([broken])]);
    }
  });

  it('when a file is missing, or one is there that nobody published', async () => {
    const missing = copyOf(week, 'missing');
    rmSync(join(missing, 'README.txt'));
    const more = copyOf(week, 'more');
    writeFileSync(join(more, 'more.txt'), 'x');
    for (const folder of [missing, more]) expect(failing(await verifyBundle(folder))).toEqual(['files']);
  });

  it('when its manifest names a file by a path, at which nobody looks', async () => {
    const folder = copyOf(week, 'path');
    reseal(folder, ({ files }) => {
      files[0]!.name = '../untouched/README.txt';
    });
    const { agrees, differences } = await verifyBundle(folder);
    expect([agrees, differences.map(({ en }) => en)]).toEqual([
      false,
      [expect.stringContaining('is not that of a publication (/files/0/name must match pattern')],
    ]);
  });

  const published = /"early":(\d+)/;
  it('when a published number is another and all hashes are made anew: by the recomputation alone', async () => {
    const folder = copyOf(week, 'number');
    const rows = readFileSync(join(folder, 'ranking.json'), 'utf8');
    writeFileSync(
      join(folder, 'ranking.json'),
      rows.replace(published, (_, number) => `"early":${Number(number) + 1}`),
    );
    reseal(folder);
    const verification = await verifyBundle(folder);
    expect(failing(verification)).toEqual(['ranking']);
    expect(verification.differences).toHaveLength(1);
    const [difference] = verification.differences;
    expect(difference).toMatchObject({ part: 'departments', column: 'early' });
    expect(Number(difference!.published)).toBe(Number(difference!.recomputed) + 1);
    expect(difference!.zh).toMatch(/^部门榜“.+”的提前办结数公布为\d+，重算为\d+。$/);
  });

  it('when a number of the month’s statistics is another', async () => {
    const folder = copyOf(month, 'statistic');
    const rows = readFileSync(join(folder, 'statistics.json'), 'utf8');
    writeFileSync(
      join(folder, 'statistics.json'),
      rows.replace(/"overdue_open_at_end":(\d+)/, (_, number) => `"overdue_open_at_end":${Number(number) - 1}`),
    );
    reseal(folder);
    expect(failing(await verifyBundle(folder))).toEqual(['statistics']);
  });

  it('when one case was decided later than it says, or was another’s', async () => {
    const late = copyOf(week, 'case');
    const first = `(select min(case_id) from '${late}/cases.parquet' where verdict = 'early')`;
    await rewrite(late, 'cases', `if(case_id = ${first}, decided_at + interval 40 day, decided_at) as decided_at`);
    reseal(late);
    expect(failing(await verifyBundle(late))).toContain('cases');

    const moved = copyOf(week, 'moved');
    const one = `(select min(case_id) from '${moved}/cases.parquet' where outcome = 'issued' and decided_at >= '2026-02-03' and decided_at < '2026-02-07')`;
    await rewrite(moved, 'cases', `if(case_id = ${one}, 'another', department) as department`);
    reseal(moved);
    expect(failing(await verifyBundle(moved))).toEqual(['ranking']);
  });

  it('when an event of a case was entered at another time, or an act on a card never was', async () => {
    const entered = copyOf(week, 'event');
    await rewrite(
      entered,
      'cases',
      `if(case_id = (select min(case_id) from '${entered}/cases.parquet' where timely_events > 1),
        list_transform(entries, lambda e: {'occurred_at': e.occurred_at, 'recorded_at': e.recorded_at + interval 90 day}), entries) as entries`,
    );
    reseal(entered);
    expect(failing(await verifyBundle(entered))).toContain('cases');

    const acted = copyOf(week, 'act');
    await rewrite(acted, 'cards', `if("action" in ('cancel', 'revoke'), 'note', "action") as "action"`);
    reseal(acted);
    expect(failing(await verifyBundle(acted))).toEqual(['ranking']);
  });

  it('when a weight, a day of the calendar or a limit of an item is another', async () => {
    const weight = copyOf(week, 'weight');
    reseal(weight, ({ settings }) => {
      settings['weight_early']!.value = '26';
    });
    expect(failing(await verifyBundle(weight))).toEqual(['ranking']);

    const calendar = copyOf(week, 'calendar');
    await rewrite(calendar, 'calendar_days', "if(day = date '2026-02-04', 'closure', role) as role");
    reseal(calendar);
    expect(failing(await verifyBundle(calendar))).toContain('cases');

    const limit = copyOf(week, 'limit');
    await rewrite(limit, 'items', 'promised_limit + 1 as promised_limit');
    reseal(limit);
    expect(failing(await verifyBundle(limit))).toContain('cases');
  });

  it('when the one before was made anew, or taken away', async () => {
    const folder = join(workshop, 'chain');
    cpSync(press.directory, folder, { recursive: true });
    const [first, second] = [week.manifest.number, month.manifest.number];
    expect(failing(await verifyBundle(join(folder, second)))).toEqual([]);
    for (const file of readdirSync(join(folder, first))) chmodSync(join(folder, first, file), 0o644);
    reseal(join(folder, first), (manifest) => {
      manifest.published_by = '别人';
    });
    expect(failing(await verifyBundle(join(folder, second)))).toEqual(['chain']);
    expect(failing(await verifyBundle(join(folder, first)))).toEqual(['chain']);
    rmSync(join(folder, first), { recursive: true });
    // Alone it cannot know; it says which seal the one before must have.
    const alone = await verifyBundle(join(folder, second));
    expect(alone.checks.find(({ id }) => id === 'chain')).toMatchObject({ agrees: null });
    expect(alone.checks.find(({ id }) => id === 'chain')!.en).toContain(week.sha256);
  });
});

it('says no and publishes nothing where a fact in the store is not what its events make it', async () => {
  const { store } = city.engine;
  const [row] = await store.query<{ case_id: string }>(
    "select case_id from case_facts final where verdict = 'early' and decided_on between '2026-02-03' and '2026-02-07' order by case_id limit 1",
  );
  const before = readdirSync(press.directory);
  await store.command(
    `insert into case_facts select * replace (1::Nullable(Float64) + ifNull(used, 0) as used, version + 2 as version)
    from case_facts final where case_id = {case_id:String}`,
    { case_id: row!.case_id },
  );
  await expect(press.publish({ kind: 'ranking', period: WEEK })).rejects.toThrow(`case ${row!.case_id}: time used`);
  expect(readdirSync(press.directory)).toEqual(before);
});
