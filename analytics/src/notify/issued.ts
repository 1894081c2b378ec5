/** What was done with cards made into what people are told: `notifier.tell(await cardsToTell(store, changes, rules))`. */
import type { Rule, Store } from '@mingcha/sql';
import { type CardChange, MANUAL } from '../supervision/cards.ts';
import type { FindingDetail } from '../supervision/finding.ts';
import { actionsWhere, type CardEvent, issueOf, readCards } from '../supervision/kept-cards.ts';
import { ACTS_TOLD, type ActToTell, type CardToTell } from './entry.ts';

const BY_HAND = { zh: '人工发牌', en: 'Issued by hand' };

type Issued = Pick<CardEvent, 'card_id' | 'case_id' | 'rule' | 'grade' | 'detail'>;

type SaidOfFinding = Omit<FindingDetail, 'due_on'> & {
  /** ISO day; cards issued by earlier releases do not name it. */
  due_on?: string | null;
};

function cardToTell(issued: Issued, rules: readonly Rule[]): CardToTell {
  const { card_id, case_id, rule, grade } = issued;
  const detail = JSON.parse(issued.detail) as SaidOfFinding;
  const { sentence, county, centre, department, window, staff, item, due_on = null, baseline } = detail;
  const named = rules.find(({ id }) => id === rule)?.name ?? { zh: rule, en: rule };
  const rule_name = rule === MANUAL ? BY_HAND : named;
  const unit = { county, centre, department, window, staff };
  return { card_id, case_id, rule, rule_name, grade, sentence, ...unit, item, due_on, baseline };
}

/** Of what was done with cards, those issued. */
export function issuedCards(changes: readonly CardChange[], rules: readonly Rule[]): CardToTell[] {
  return changes
    .filter(({ event }) => event.action === 'issue')
    .map(({ event, is_baseline }) => ({ ...cardToTell(event, rules), baseline: is_baseline }));
}

const isTold = (action: string): action is ActToTell['action'] => (ACTS_TOLD as readonly string[]).includes(action);

/** Cards of the acts that ask something of those responsible, each with its act: what the card says stands in its issue. */
async function actedCards(
  store: Store,
  acts: readonly Pick<CardEvent, 'card_id' | 'action' | 'sequence' | 'actor' | 'reason'>[],
  rules: readonly Rule[],
): Promise<CardToTell[]> {
  const told = acts.filter(({ action }) => isTold(action));
  if (told.length === 0) return [];
  const cards = await readCards(store, [...new Set(told.map(({ card_id }) => card_id))]);
  return told.flatMap(({ card_id, action, sequence, actor, reason }) => {
    const card = cards.get(card_id);
    if (card === undefined || !isTold(action)) return [];
    // Whoever acts on a card of the baseline wants people to know.
    const act = { action, sequence, actor, reason };
    return [{ ...cardToTell(issueOf(card), rules), baseline: false, act }];
  });
}

/** What people are told of what was done with cards: those issued, and what is asked about them. */
export async function cardsToTell(
  store: Store,
  changes: readonly CardChange[],
  rules: readonly Rule[],
): Promise<CardToTell[]> {
  const acts = changes.map(({ event }) => event);
  return [...issuedCards(changes, rules), ...(await actedCards(store, acts, rules))];
}

/** The same of a moment on, out of the store. Of the baseline nobody is told, and a first look over history issues much of it. */
export async function cardsToldSince(store: Store, rules: readonly Rule[], since: Date): Promise<CardToTell[]> {
  const told = `action in {actions:Array(String)} and at >= {since:DateTime64(3, 'UTC')}
    and not (action = 'issue' and is_baseline)`;
  const rows = await store.query<CardEvent>(`select * from (${actionsWhere(told)}) order by at, card_id`, {
    since,
    actions: ['issue', ...ACTS_TOLD],
  });
  const issued = rows.filter(({ action }) => action === 'issue').map((row) => cardToTell(row, rules));
  return [...issued, ...(await actedCards(store, rows, rules))];
}
