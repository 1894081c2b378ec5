/**
 * Opens the store of argument 1, starts a statement that would take hours, tells so, and ends as argument 2 says: 'exit' by
 * itself, 'stop' as the server does once a signal comes.
 */

import { openStore } from '@mingcha/sql';

// Part of the command line, which the package does not offer to others.
const { onStop } = await import(new URL('../../analytics/src/commands/stop.ts', import.meta.url).href);

const [directory, way] = process.argv.slice(2) as [string, string];
const store = await openStore(`file:${directory}`);
const forHours = store.query('select count() from numbers(1000000000000) where sipHash64(number) = 1');
const underWay = async () =>
  (await store.query("select query_id from system.processes where query like '%sipHash64%' and query_id != queryID()"))
    .length > 0;
while (!(await underWay())) await new Promise((resolve) => setTimeout(resolve, 20));
if (way === 'exit') process.exit(3);
const stopping = onStop();
process.send!('under way');
await stopping.asked;
await stopping.within(
  1_000,
  async () => {
    await forHours;
    await store.close();
  },
  () => store.abandon(),
);
