/** Cards found in a period, by grade: issued, and of those taken back, always side by side. */
import { inlineView } from '@mingcha/sql';
import Type, { type Static } from 'typebox';
import { CARD_GRADES, Count } from '../contract/index.ts';
import type { Span } from '../periods/period.ts';
import { type Filters, filterArguments } from './scope.ts';
import { AS_OF, type Select } from './select.ts';

export const CardsFoundRow = Type.Object({
  grade: Type.Enum(CARD_GRADES),
  issued: { ...Count, description: 'Those of the baseline left out.' },
  taken_back: { ...Count, description: 'Of those, cancelled, revoked after an appeal, or lapsed by a correction.' },
});
export type CardsFoundRow = Static<typeof CardsFoundRow>;

export function cardsFound({ from, to }: Span, filters: Filters): Select {
  const { text, parameters } = filterArguments(filters);
  const view = inlineView(`cards_found(from_day={from_day:Date}, to_day={to_day:Date}, as_of=${AS_OF}, ${text})`);
  return {
    from: `(
      select grade, toUInt32(count()) as issued, toUInt32(countIf(not is_in_effect)) as taken_back
      from ${view} group by grade
    )`,
    row: CardsFoundRow,
    order: [{ expression: 'toString(grade)', type: 'String' }],
    parameters: { from_day: from, to_day: to, ...parameters },
  };
}
