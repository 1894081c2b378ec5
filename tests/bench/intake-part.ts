/** Intake against the engine's own insert of the same rows, on the first events of the city-year. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { batchesOfLines } from './event-lines.ts';
import { httpIntake, openClient } from './http-intake.ts';
import type { Bench } from './parts.ts';
import { type Line, percent, rate, table, whole } from './report.ts';
import { timed } from './timing.ts';

/** Enough for a steady rate, few enough to hold in memory. */
const SAMPLE = 500_000;
const SENDERS = 3;
const LINES_PER_BODY = 20_000;

export interface IntakeFigures {
  /** A rate as a share of the raw insert's. */
  share: (events: number, seconds: number) => string;
}

export async function measureIntake(bench: Bench): Promise<IntakeFigures> {
  const { eventsFile } = bench.city;
  const sample = Math.min(SAMPLE, bench.city.events);
  const file = join(bench.folder, 'sample.ndjson');
  await copyLines(eventsFile, file, sample);
  const raw = await bench.part('raw insert', (engine) => engine.run('rawInsert', file));
  const share = (events: number, seconds: number) => percent(events / seconds / (raw.events / raw.insertSeconds));
  const step = (what: string, seconds: number, note: string): Line => ({
    what,
    value: rate(raw.events, seconds),
    ratio: share(raw.events, seconds),
    note,
  });
  const lines = [
    step('raw engine insert of the same rows', raw.insertSeconds, 'one batch after another, with fsync'),
    step('· reading a file and checking its lines alone', raw.checkSeconds, 'no store'),
  ];
  for (const isZipped of [false, true]) {
    const what = `intake over HTTP, ${isZipped ? 'gzip' : 'plain'}`;
    lines.push(
      await bench.part(what, async (engine) => {
        const client = openClient(engine.address);
        const options = { isZipped, senders: SENDERS, linesPerBody: LINES_PER_BODY };
        const { events, seconds, refusals } = await httpIntake(client, eventsFile, sample, options);
        const rest = await timed(() => engine.run('settled'));
        client.close();
        const waits = refusals > 0 ? `; asked to wait ${refusals} times` : '';
        return {
          what,
          value: rate(events, seconds),
          ratio: share(events, seconds),
          goal: '≥ 60,000 events/s',
          note: `facts followed at ${rate(events, seconds + rest.seconds)}${waits}`,
        };
      }),
    );
  }
  for (const isRefreshing of [true, false]) {
    const what = `intake from file, ${isRefreshing ? 'facts following' : 'facts left to a rebuild'}`;
    lines.push(
      await bench.part(what, async (engine) => {
        const { events, seconds, settledSeconds } = await engine.run('fileIntake', file, isRefreshing);
        return {
          what,
          value: rate(events, seconds),
          ratio: share(events, seconds),
          goal: '≥ 100,000 events/s',
          ...(isRefreshing ? { note: `facts followed at ${rate(events, settledSeconds)}` } : {}),
        };
      }),
    );
  }
  bench.print(table(`Intake of the first ${whole(sample)} events`, lines));
  return { share };
}

async function copyLines(from: string, to: string, count: number): Promise<void> {
  const target = createWriteStream(to);
  for await (const batch of batchesOfLines(from, 10_000, count)) {
    if (!target.write(`${batch.join('\n')}\n`))
      await new Promise<void>((resolve) => target.once('drain', () => resolve()));
  }
  await new Promise<void>((resolve) => target.end(resolve));
}
