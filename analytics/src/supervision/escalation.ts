/** Which card a new one of a higher grade escalates, whoever issues it. */
import { CARD_GRADES, type CardGrade } from '../contract/codes.ts';
import { isInEffect } from './card.ts';
import { issueOf, type Standing } from './kept-cards.ts';

export const gradeNumber = (grade: CardGrade) => CARD_GRADES.indexOf(grade);

/** Of the cards about a case the one in effect of the next lower grade, the newest finding of them. */
export function nextLower(grade: CardGrade, ofCase: readonly Standing[]): Standing | undefined {
  return ofCase
    .filter((card) => isInEffect(card.state) && gradeNumber(card.grade) < gradeNumber(grade))
    .sort(
      (a, b) => gradeNumber(b.grade) - gradeNumber(a.grade) || issueOf(b).found_at.localeCompare(issueOf(a).found_at),
    )[0];
}
