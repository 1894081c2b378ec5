/**
 * Events arrive at a steady rate while viewers poll: how long from sending an event until the API shows its case, and
 * what the viewers wait for their pages.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './http-intake.ts';
import { MARTS, martPath } from './marts.ts';
import { quantile, timed } from './timing.ts';

export interface Visibility {
  events: number;
  /** Milliseconds from sending to visible. */
  p50: number;
  p99: number;
  probes: number;
  /** Milliseconds from sending to acknowledged. */
  acknowledgedP50: number;
  acknowledgedP99: number;
  views: number;
  viewP50: number;
  viewP99: number;
}

const BODY_EVERY_MS = 80;
const LOOK_EVERY_MS = 100;
/** Bodies to one whose last case is looked for, by opening it: one a second, as each takes what a viewer's page does. */
const BODIES_TO_A_LOOK = 12;
/** How often a viewer's page asks again. */
const VIEW_EVERY_MS = 1000;

const ascending = (values: number[]) => values.sort((a, b) => a - b);

export async function visibility(
  client: Client,
  options: { eventsPerSecond: number; viewers: number; seconds: number; place: Record<string, unknown> },
): Promise<Visibility> {
  const { eventsPerSecond, viewers, seconds, place } = options;
  const casesPerBody = Math.max(1, Math.round((eventsPerSecond * BODY_EVERY_MS) / 2000));
  const start = performance.now();
  const end = start + seconds * 1000;
  const seen: number[] = [];
  const acknowledged: number[] = [];
  const viewed: number[] = [];
  const underWay: Promise<void>[] = [];
  let events = 0;
  let number = 0;

  async function post(caseIds: string[], isWatched: boolean): Promise<void> {
    const at = new Date(Date.now() - 1000).toISOString();
    const lines = caseIds.flatMap((case_id) =>
      ['applied', 'accepted'].map((type) =>
        JSON.stringify({ source: 'bench', event_id: `${case_id}-${type}`, type, case_id, occurred_at: at, ...place }),
      ),
    );
    events += lines.length;
    const sent = performance.now();
    const answer = await client.post('/api/v1/events?results=rejected', Buffer.from(lines.join('\n')), {
      'content-type': 'application/x-ndjson',
    });
    const said = JSON.parse(answer.text) as { stored: number };
    if (answer.status !== 200 || said.stored !== lines.length) {
      throw new Error(`The server answered ${answer.status}: ${answer.text.slice(0, 500)}`);
    }
    acknowledged.push(performance.now() - sent);
    if (!isWatched) return;
    for (;;) {
      const found = await client.get(`/api/v1/cases/${caseIds.at(-1)}`);
      if (found.status === 200) break;
      if (found.status !== 404) throw new Error(`A case answered ${found.status}: ${found.text.slice(0, 500)}`);
      await sleep(LOOK_EVERY_MS);
    }
    seen.push(performance.now() - sent);
  }

  async function viewer(index: number): Promise<void> {
    await sleep((index / viewers) * VIEW_EVERY_MS);
    for (let run = 0; performance.now() < end; run += 1) {
      const path = martPath(MARTS[(index + run) % MARTS.length]!, 0);
      const { result, seconds: took } = await timed(() => client.get(path));
      if (result.status !== 200) throw new Error(`${path} answered ${result.status}: ${result.text.slice(0, 500)}`);
      viewed.push(took * 1000);
      await sleep(Math.max(0, VIEW_EVERY_MS - took * 1000));
    }
  }

  const looking = Array.from({ length: viewers }, (_, index) => viewer(index));
  for (let body = 0; performance.now() < end; body += 1) {
    const caseIds = Array.from({ length: casesPerBody }, () => {
      number += 1;
      return `bench-${process.pid}-${String(number).padStart(8, '0')}`;
    });
    underWay.push(post(caseIds, body % BODIES_TO_A_LOOK === 0));
    await sleep(Math.max(0, start + (body + 1) * BODY_EVERY_MS - performance.now()));
  }
  await Promise.all([...looking, ...underWay]);
  ascending(seen);
  ascending(acknowledged);
  ascending(viewed);
  return {
    events,
    p50: quantile(seen, 0.5),
    p99: quantile(seen, 0.99),
    probes: seen.length,
    acknowledgedP50: quantile(acknowledged, 0.5),
    acknowledgedP99: quantile(acknowledged, 0.99),
    views: viewed.length,
    viewP50: quantile(viewed, 0.5),
    viewP99: quantile(viewed, 0.99),
  };
}
