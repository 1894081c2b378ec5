/**
 * Takes in events until it is killed: tells what it found, sends again what the last process left unanswered, then
 * sends new batches, several at a time, and reports each as soon as it is acknowledged.
 * Arguments: data directory, round, names of the unanswered batches as JSON.
 */
import { openIntake } from '@mingcha/ingest';
import { migrate, openRefresher, openStore, reloadDirectory } from '@mingcha/sql';
import { batchName, eventsOf, type Message, SENDERS } from './batches.ts';

const [directory, round, unanswered] = process.argv.slice(2) as [string, string, string];

const tell = (message: Message) => void process.send!(message);

const store = await openStore(`file:${directory}`);
await migrate(store);
// Laid out once, the calendars stay.
if (round === '1') await reloadDirectory(store);
const refresher = await openRefresher(store);
const intake = await openIntake({ store, refresher, worker: 'w1', markEvery: 100 });
await intake.settled();
tell({
  kind: 'found',
  batches: await store.query(
    `select window as name, uniqExact(event_id)::UInt32 as events, count()::UInt32 as rows
     from case_events group by window order by window`,
  ),
  facts: await store.query('select case_id, event_count as events from case_facts final order by case_id'),
});

async function send(name: string): Promise<void> {
  const results = await intake.submit(eventsOf(name));
  if (results.some(({ status }) => status === 'rejected')) throw new Error(`${name}: ${JSON.stringify(results)}`);
  tell({ kind: 'acknowledged', name });
}

for (const name of JSON.parse(unanswered) as string[]) await send(name);
let batch = 0;
await Promise.all(
  Array.from({ length: SENDERS }, async () => {
    for (;;) {
      batch += 1;
      await send(batchName(Number(round), batch));
    }
  }),
);
