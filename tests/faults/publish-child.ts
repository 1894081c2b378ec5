/**
 * Publishes one week after the other, as the command does, until it is killed: telling the number of each once it is published.
 * Arguments: the data directory, the folder of publications.
 */
import { openEngine, openPublisher, openReader } from '@mingcha/analytics';
import { parsePeriod } from '@mingcha/analytics/periods';
import { readRules } from '@mingcha/sql';

const [data, directory] = process.argv.slice(2) as [string, string];
const now = () => new Date('2026-04-01T02:00:00Z');

const { store, intake } = await openEngine(`file:${data}`, (error) => {
  throw error;
});
// The same lines in every round: what is known already changes nothing.
const events = Array.from({ length: 40 }, (_, n) => {
  const case_id = `case-${n}`;
  const about = { source: 'hall', case_id, department: `d${n % 4}`, window: `w${n % 4}`, staff: `s${n % 4}` };
  const day = String(2 + (n % 5)).padStart(2, '0');
  return [
    { ...about, event_id: `${n}-a`, type: 'accepted', occurred_at: `2026-03-${day}T09:00:00+08:00` },
    { ...about, event_id: `${n}-d`, type: 'decided', outcome: 'issued', occurred_at: `2026-03-${day}T16:00:00+08:00` },
  ];
});
await intake.submit(events.flat());
await intake.settled();

const reader = openReader(store, now);
const publisher = openPublisher({ store, reader, directory, rules: await readRules(), release: '0', clock: now });
process.send!('ready');
for (;;) {
  const period = parsePeriod('2026-W10')!;
  const { manifest } = await publisher.publish({ kind: 'notice', period, publishedBy: '督查室' });
  process.send!(manifest.number);
}
