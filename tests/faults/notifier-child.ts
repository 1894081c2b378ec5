/**
 * Tells people of cards until it is killed: first what the last process left waiting goes out by itself, then new cards, each
 * reported as soon as it is written down who is told. In the last round it sends what is left and ends.
 * Arguments: data directory, round, address of the webhook, `last` in the last round. Secret in HOOK.
 */
import { openNotifier, saveReceiver } from '@mingcha/analytics';
import { migrate, openStore, reloadDirectory } from '@mingcha/sql';
import { card } from '../notify/told-city.ts';
import { CLAIM_OVER_MS, RECEIVERS, type Told } from './messages.ts';

const [directory, round, address, isLast] = process.argv.slice(2) as [string, string, string, string?];

const tell = (message: Told) => void process.send!(message);

const store = await openStore(`file:${directory}`);
await migrate(store);
if (round === '1') {
  await reloadDirectory(store);
  for (const receiver of RECEIVERS) {
    const place = { receiver, name: receiver, level: 'everywhere', code: '', role: 'clerk', grades: [] } as const;
    const way = { channel: 'webhook', address, secret_env: 'HOOK', is_secret_in_address: false } as const;
    const by = { set_by: 'admin', set_at: new Date(), reason: 'test' };
    await saveReceiver(store, { ...place, ...way, language: 'zh', is_active: true }, by);
  }
}
// In opening hours, whatever day it is. What a process that was killed claimed is free again when its claim is over: the next
// one starts after that.
const startsAt = Date.parse('2026-03-11T10:00:00+08:00') + Number(round) * CLAIM_OVER_MS;
const clock = () => new Date(startsAt + performance.now());
const onFault = (error: unknown) => {
  throw error;
};
const notifier = await openNotifier({ store, clock, onFault });

if (isLast === 'last') {
  const waiting = `select toUInt32(count()) as messages from (
    select message_id from deliveries group by message_id having countIf(action = 'delivered') = 0)`;
  for (let left = 1; left > 0; ) {
    await notifier.sendDue();
    left = (await store.query<{ messages: number }>(waiting))[0]!.messages;
  }
  await notifier.close();
  tell({
    kind: 'recorded',
    deliveries: await store.query(
      `select message_id, receiver, case_id, toUInt32(countIf(action = 'delivered')) as delivered
      from deliveries final group by message_id, receiver, case_id`,
    ),
  });
  await store.close();
  process.disconnect();
} else {
  for (let number = 1; ; number += 1) {
    const case_id = `r${round}-${number}`;
    await notifier.tell([card(case_id, { card_id: case_id })]);
    tell({ kind: 'told', case_id });
  }
}
