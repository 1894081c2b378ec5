/**
 * The benchmark: a city-year goes in, is computed, read, and read again in other engines; everything is printed side by
 * side as Markdown, with the figures aimed at as "goal". It asserts nothing about speed; it fails when an event is refused.
 *
 * Each part has a data directory and a process of its own, so that its memory and disk are its alone. Intake is
 * compared on the first 500,000 events; everything else is of the whole year.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from '@mingcha/ingest';
import { measureCityYear } from './city-year-part.ts';
import { measureIntake } from './intake-part.ts';
import { measurePages } from './pages-part.ts';
import { openBench, progress } from './parts.ts';
import { mebibytes, rate, table, whole } from './report.ts';
import { timed } from './timing.ts';

const HELP = `npm run bench -- [--cases N] [--seed S] [--seconds S] [--runs N] [--pages] [--postgres URL]
  --cases     cases of the city-year; 200000 unless told, 6000000 for the published figures
  --seed      the same seed gives the same events; 1 unless told
  --seconds   how long events arrive while viewers look; 20 unless told
  --runs      reads of each mart; 20 unless told
  --pages     only this: how long each page of the dashboard takes until it can be used, in Chromium
  --postgres  a PostgreSQL on this machine whose user may read files; left out when none answers`;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '20' },
    runs: { type: 'string', default: '20' },
    postgres: { type: 'string', default: 'postgres://postgres@127.0.0.1:5432/postgres' },
    pages: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [cases = 0, seed = 0, seconds = 0, runs = 0] = [values.cases, values.seed, values.seconds, values.runs].map(
  Number,
);

async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-bench-'));
  try {
    progress('generating the city-year …');
    const city = await timed(() => generate({ cases, seed, out: folder, withLedger: false }));
    const bench = openBench({ city: city.result, folder, seconds, runs, postgres: values.postgres });
    const { events, asOf } = city.result;
    bench.print(
      `\n## ${whole(cases)} cases, ${whole(events)} events (seed ${seed}, as of ${asOf})\n`,
      `${cpus().length} × ${cpus()[0]?.model.trim()}, ${whole(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}. Generated at ${rate(events, city.seconds)}.`,
    );
    await measureCityYear(bench, await measureIntake(bench));
    const memory = bench.memory.map(([what, bytes]) => ({ what, value: mebibytes(bytes) }));
    bench.print(table('Peak memory of the server’s process', memory));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (values.help) process.stdout.write(`${HELP}\n`);
else if ([cases, seed, seconds, runs].every((value) => Number.isInteger(value) && value > 0)) {
  if (values.pages) process.stdout.write(`${await measurePages(cases, seed, runs)}\n`);
  else await run();
} else {
  process.stderr.write(`Each number must be whole and above 0.\n${HELP}\n`);
  process.exitCode = 1;
}
