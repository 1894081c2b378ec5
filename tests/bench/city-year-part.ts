/** The whole city-year in one store: history in, facts rebuilt, refreshed and read; read in other engines; seen live. */
import { join } from 'node:path';
import type { EngineProcess } from './engine-process.ts';
import { type Client, openClient } from './http-intake.ts';
import type { IntakeFigures } from './intake-part.ts';
import {
  askedAgain,
  figuresThroughApi,
  MART_NAMES,
  MARTS,
  type Mart,
  martsThroughApi,
  OF_DAYS,
  type Spread,
} from './marts.ts';
import { measureDuckdb, measurePostgres, type OtherEngine } from './other-engines.ts';
import { type Bench, progress } from './parts.ts';
import { grid, type Line, mebibytes, ms, rate, table, whole } from './report.ts';
import { measureSupervision } from './supervision-part.ts';
import { quantile, spread } from './timing.ts';
import { visibility } from './visibility.ts';

const MART_GOALS: Partial<Record<Mart, string>> = { week: '≤ 100 ms', month: '≤ 300 ms', overdue: '≤ 100 ms' };
const WATERMARK_RUNS = 20;

export async function measureCityYear(bench: Bench, { share }: IntakeFigures): Promise<void> {
  await bench.part('the whole year', async (engine) => {
    const client = openClient(engine.address);
    const { eventsFile } = bench.city;
    progress('reading all events');
    const read = await engine.run('fileIntake', eventsFile, false);
    const year: Line = {
      what: 'from file, facts left to a rebuild',
      value: rate(read.events, read.seconds),
      ratio: share(read.events, read.seconds),
      goal: '≥ 100,000 events/s',
      note: `${whole(read.events)} events, ${mebibytes(read.bytes)} of lines`,
    };
    bench.print(table('Intake of the whole year', [year]));
    bench.print(table('Facts', await facts(engine)));
    bench.print(...(await marts(bench, engine, client)));
    bench.print(table('On disk', await disk(engine)));
    await measureSupervision(bench, engine);
    progress('visibility');
    bench.print(await live(bench, engine, client));
    client.close();
  });
}

async function facts(engine: EngineProcess): Promise<Line[]> {
  progress('rebuilding');
  const lines: Line[] = [];
  for (const what of ['first rebuild, into empty facts', 'full rebuild, over the same facts']) {
    const { cases, seconds } = await engine.run('rebuildAll');
    const goal = '≤ 60 s for 6,000,000';
    const note = `6,000,000 would take ${whole((6_000_000 / cases) * seconds)} s at this rate`;
    lines.push({ what, value: `${seconds.toFixed(1)} s, ${whole(cases / seconds)} cases/s`, goal, note });
    await engine.run('quiet');
  }
  const { seconds } = await engine.run('mergeFacts');
  lines.push({ what: 'its parts merged into one', value: `${seconds.toFixed(1)} s` });
  progress('refreshing');
  for (const [cases, runs] of [
    [1, 10],
    [100, 10],
    [10_000, 3],
  ] as const) {
    const took = await engine.run('refreshCases', cases, runs);
    const what = `refresh of ${whole(cases)} touched ${cases === 1 ? 'case' : 'cases'}`;
    lines.push({ what, value: ms(took), note: `${(took / cases).toFixed(cases < 100 ? 0 : 2)} ms per case` });
  }
  await engine.run('quiet');
  return lines;
}

async function marts(bench: Bench, engine: EngineProcess, client: Client): Promise<string[]> {
  const { asOf } = bench.city;
  progress('reading marts from the facts');
  const fromFacts: Partial<Record<Mart, Spread>> = await martsThroughApi(client, asOf, bench.runs, OF_DAYS);
  progress('summing days');
  const { result, seconds } = await engine.run('sumDays');
  progress('reading marts');
  const figures = await figuresThroughApi(client, asOf);
  const ours = await martsThroughApi(client, asOf, bench.runs, MARTS);
  const again = await askedAgain(client, asOf, bench.runs, 'week');
  const watermark = await spread(WATERMARK_RUNS, () => engine.run('watermark'));
  const files = { facts: join(bench.folder, 'facts.parquet'), calendar: join(bench.folder, 'calendar.parquet') };
  await engine.run('exportFacts', files.facts, files.calendar);
  progress('DuckDB');
  const duckdb = await measureDuckdb(files, asOf, bench.runs);
  progress('PostgreSQL');
  const postgres = await measurePostgres(bench.postgres, files.facts, asOf, bench.runs);
  const others = [duckdb, postgres].filter((other): other is OtherEngine => typeof other !== 'string');

  const rows = MARTS.map((mart) => [
    MART_NAMES[mart],
    ms(ours[mart].median),
    ms(ours[mart].p95),
    MART_GOALS[mart] ?? '',
    fromFacts[mart] ? ms(fromFacts[mart].median) : '',
    ...others.flatMap(({ spreads }) => [
      ms(spreads[mart].median),
      ms(spreads[mart].p95),
      `${(spreads[mart].median / ours[mart].median).toFixed(1)} ×`,
    ]),
    others.map((other) => difference(other, mart, figures[mart])).join('; '),
  ]);
  const heads = [
    'median and p95',
    'Mingcha, through the API',
    'p95',
    'goal (median)',
    'from the facts',
    ...others.flatMap(({ name }) => [`${name}`, 'p95', 'of Mingcha']),
    'same figures',
  ];
  const own = `\nOf a list, where something was written since the last one (here nothing was), reading how far the facts are takes ${ms(quantile(watermark, 0.5))} (median, asked from another process). Other engines are asked directly, without HTTP, without names of units.

Statistics of days are read from their sums, or from the facts while one of them is newer. The sums of ${whole(result.days)} days were made in ${seconds.toFixed(1)} s, on one processor. Asked again while no case of its days changes, a week's ranking takes ${ms(again)} (median).`;
  return [grid('Marts', heads, rows), own, ...(typeof postgres === 'string' ? [`\n${postgres}`] : [])];
}

function difference({ name, figures }: OtherEngine, mart: Mart, ours: string): string {
  return figures[mart] === ours ? `${name} yes` : `${name} NO: ${figures[mart]}, here ${ours}`;
}

async function disk(engine: EngineProcess): Promise<Line[]> {
  const tables = await engine.run('disk');
  return tables.map(({ table: name, rows, bytes, parts }) => ({
    what: name,
    value: `${(bytes / rows).toFixed(1)} bytes per row`,
    note: `${whole(rows)} rows, ${mebibytes(bytes)}, ${parts} parts`,
  }));
}

async function live(bench: Bench, engine: EngineProcess, client: Client): Promise<string> {
  const place = await aPlace(client, bench.city.asOf);
  await engine.run('keepSums', true);
  const seen = await visibility(client, { eventsPerSecond: 500, viewers: 20, seconds: bench.seconds, place });
  await engine.run('keepSums', false);
  return table(`500 events/s for ${bench.seconds} s, 20 viewers, a page each every second`, [
    { what: 'arrived', value: rate(seen.events, bench.seconds), note: `${whole(seen.events)} events` },
    { what: 'event to visible, p50', value: ms(seen.p50), note: `${seen.probes} cases looked for` },
    { what: 'event to visible, p99', value: ms(seen.p99), goal: '≤ 1,000 ms' },
    { what: 'event to acknowledged, p50', value: ms(seen.acknowledgedP50) },
    { what: 'event to acknowledged, p99', value: ms(seen.acknowledgedP99) },
    { what: 'a viewer’s page, p50', value: ms(seen.viewP50), note: `${seen.views} pages, marts in turn` },
    { what: 'a viewer’s page, p99', value: ms(seen.viewP99) },
  ]);
}

/** Where a real case of the city is handled. */
async function aPlace(client: Client, asOf: string): Promise<Record<string, unknown>> {
  const answer = await client.get(`/api/v1/overdue?grade=all&limit=1&as_of=${encodeURIComponent(asOf)}`);
  const { rows } = JSON.parse(answer.text) as { rows: Record<string, string>[] };
  const [row] = rows;
  if (!row) throw new Error(`No case is open as of ${asOf}, so the city is not as expected.`);
  const fields = ['centre', 'department', 'window', 'staff', 'item'] as const;
  return Object.fromEntries(fields.filter((field) => row[field]).map((field) => [field, row[field]]));
}
