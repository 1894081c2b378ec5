/** Which card a new one of a higher grade escalates, whoever issues it. */
import { CARD_GRADES, type CardGrade } from '../contract/codes.ts';
import { isInEffect } from './card.ts';
import type { FindingDetail } from './finding.ts';
import { type Card, issueOf } from './kept-cards.ts';

export const gradeNumber = (grade: CardGrade) => CARD_GRADES.indexOf(grade);

/** Of the cards about a case the one in effect of the next lower grade, the newest finding of them. */
export function nextLower(grade: CardGrade, ofCase: readonly Card[]): Card | undefined {
  const foundAt = (card: Card) => (JSON.parse(issueOf(card).detail) as FindingDetail).found_at;
  return ofCase
    .filter((card) => isInEffect(card.state) && gradeNumber(card.grade) < gradeNumber(grade))
    .sort((a, b) => gradeNumber(b.grade) - gradeNumber(a.grade) || foundAt(b).localeCompare(foundAt(a)))[0];
}
