/** Writes down who is to be told of which cards, and from when on: within the opening hours of the case's centre. */
import type { Store } from '@mingcha/sql';
import { type DeliveryRow, insertDeliveries, messageId, readDeliveries } from './delivery.ts';
import { type CardToTell, entryOf, readNames } from './entry.ts';
import { hears, type Receiver, readReceivers } from './receivers.ts';
import { withinHours } from './working-hours.ts';

interface Group {
  receiver: Receiver;
  cards: [CardToTell, ...CardToTell[]];
}

/** By number of the message: a receiver, and the cards of one case in one grade, or the one an act is about. */
function groupsOf(cards: readonly CardToTell[], receivers: readonly Receiver[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const card of cards) {
    for (const receiver of receivers) {
      if (!hears(receiver, card)) continue;
      const act = card.act === undefined ? '' : `${card.card_id} ${card.act.sequence}`;
      const id = messageId(receiver.receiver, card.case_id, card.grade, act);
      const group = groups.get(id);
      if (group === undefined) groups.set(id, { receiver, cards: [card] });
      else if (!group.cards.some(({ card_id }) => card_id === card.card_id)) group.cards.push(card);
    }
  }
  return groups;
}

/**
 * Queues what is not told yet and answers the rows written. A message that waits learns of further cards; one that was
 * delivered stays as it is; one that was dropped because it had become untrue is queued again.
 */
export async function queueMessages(store: Store, cards: readonly CardToTell[], now: Date): Promise<DeliveryRow[]> {
  const told = cards.filter(({ baseline }) => !baseline);
  if (told.length === 0) return [];
  const groups = groupsOf(told, await readReceivers(store));
  if (groups.size === 0) return [];
  const known = await readDeliveries(store, [...groups.keys()]);
  const names = await readNames(store, told);
  const openings = new Map<string, Date>();
  const openingOf = async (calendar: string): Promise<Date> => {
    const opening = openings.get(calendar) ?? (await withinHours(store, calendar, now));
    openings.set(calendar, opening);
    return opening;
  };
  const rows: DeliveryRow[] = [];
  for (const [message_id, group] of groups) {
    const before = known.get(message_id);
    if (before?.state === 'delivered') continue;
    const entry = entryOf(group.cards, names);
    if (before?.state === 'waiting') {
      const { findings } = before.entry;
      const added = entry.findings.filter((each) => !findings.some(({ card_id }) => card_id === each.card_id));
      if (added.length === 0) continue;
      entry.findings = [...findings, ...added];
    }
    rows.push({
      message_id,
      sequence: (before?.sequence ?? 0) + 1,
      action: 'queued',
      // Two processes that queue the same write the same row.
      worker: '',
      receiver: group.receiver.receiver,
      case_id: entry.case_id,
      grade: entry.grade,
      at: now.toISOString(),
      not_before: (await openingOf(entry.calendar)).toISOString(),
      post: '',
      status: 0,
      answer: '',
      detail: JSON.stringify(entry),
    });
  }
  await insertDeliveries(store, rows);
  return rows;
}
