/** One card, whole: what it says, what it rests on, who did what with it, and what can be done now. */
import { type CardDetail, type CardRow, HUMAN_ACTIONS } from '../contract/index.ts';
import { possible } from '../supervision/card.ts';
import type { FindingDetail } from '../supervision/finding.ts';
import { type Card, type CardEvent, issueOf } from '../supervision/kept-cards.ts';
import { cardsOfCase } from './cards.ts';
import { readCaseEvents } from './case-events.ts';
import type { Reader } from './reader.ts';

export async function cardDetail(reader: Reader, card: Card, asOf: Date): Promise<CardDetail | undefined> {
  const finding = JSON.parse(issueOf(card).detail) as FindingDetail;
  const [rows, events] = await Promise.all([
    cardsOfCase(reader, card.case_id, asOf),
    readCaseEvents(reader, card.case_id, asOf),
  ]);
  const row = rows.find(({ card_id }) => card_id === card.card_id);
  if (row === undefined) return undefined;
  const through = finding.events_through;
  const can: readonly string[] = possible(card.state);
  return {
    as_of: asOf.toISOString(),
    card: row,
    finding: restsOn(finding),
    actions: card.actions.map(actionRow),
    possible: HUMAN_ACTIONS.filter((action) => can.includes(action)),
    events: events.filter(({ ingested_at }) => through !== null && ingested_at <= through),
    others: rows.filter(({ card_id }: CardRow) => card_id !== card.card_id),
  };
}

/** What a finding says it rests on. */
export function restsOn(finding: FindingDetail): CardDetail['finding'] {
  const { evidence, thresholds, limit_source, due_on, calendar, calendar_known_until, events_through } = finding;
  return { evidence, thresholds, limit_source, due_on, calendar, calendar_known_until, events_through };
}

export function actionRow({ sequence, action, actor, at, reason, detail }: CardEvent): CardDetail['actions'][number] {
  const { link = null } = JSON.parse(detail) as { link?: string };
  return { sequence, action, actor, at, reason, link };
}
