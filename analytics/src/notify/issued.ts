/** Cards as they were issued, made into what people are told: `notifier.tell(issuedCards(changes, rules))`. */
import type { Rule, Store } from '@mingcha/sql';
import { type CardChange, MANUAL } from '../supervision/cards.ts';
import type { FindingDetail } from '../supervision/finding.ts';
import type { CardEvent } from '../supervision/kept-cards.ts';
import type { CardToTell } from './entry.ts';

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

/**
 * The cards issued from a moment on. A process that was killed right after it issued them may not have come to tell of them:
 * tell again, after a start, those of the last hour.
 */
export async function cardsIssuedSince(store: Store, rules: readonly Rule[], since: Date): Promise<CardToTell[]> {
  const rows = await store.query<Issued>(
    `select card_id, case_id, rule, toString(grade) as grade, detail from card_events final
    where action = 'issue' and at >= {since:DateTime64(3, 'UTC')} order by at, card_id`,
    { since },
  );
  return rows.map((row) => cardToTell(row, rules));
}
