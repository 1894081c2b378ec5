/** Supervision of the whole city-year: a baseline over its history, looks at what is open and at what was touched, time to a card. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineProcess } from './engine-process.ts';
import { type Bench, progress } from './parts.ts';
import { type Line, table, whole } from './report.ts';

const TOUCHED = 1_000;
/** Facts younger than a minute are looked at twice, since others may still be on their way. */
const NOTHING_ON_ITS_WAY_MS = 65_000;

export async function measureSupervision(bench: Bench, engine: EngineProcess): Promise<void> {
  const { asOf, cases } = bench.city;
  await sleep(NOTHING_ON_ITS_WAY_MS);
  progress('supervision: the baseline');
  const baseline = await engine.run('supervise', asOf);
  await engine.run('quiet');
  progress('supervision: looks');
  const open = await engine.run('supervise', asOf);
  const touched = await engine.run('superviseTouched', TOUCHED);
  progress('supervision: time to card');
  const card = await engine.run('timeToCard', asOf);
  const seconds = (value: number) => `${value.toFixed(1)} s`;
  const lines: Line[] = [
    {
      what: 'first look, a baseline over all of history',
      value: seconds(baseline.seconds),
      note: `${whole(baseline.issued)} cards, ${whole(cases / baseline.seconds)} cases/s`,
    },
    {
      what: 'all rules over what is open',
      value: seconds(open.seconds),
      goal: '≤ 5 s with 60,000 open of 6,000,000',
      note: `${whole(open.open)} open of ${whole(cases)}`,
    },
    {
      what: `the same and ${whole(TOUCHED)} touched cases from all over history`,
      value: seconds(touched.seconds),
    },
    {
      what: 'from the moment a limit passes to its last card',
      value: seconds(card.seconds),
      goal: '≤ 60 s',
      note: `${whole(card.cards)} cards; the moment passes just after a look`,
    },
  ];
  bench.print(table('Supervision', lines));
}
