/** What the list of 监察 can be narrowed to by the gravest card in force of a case: its grade, or its state. */
export const CARD_CHOICES = ['any', 'red', 'yellow', 'notice', 'urged', 'appealed'] as const;
export type CardChoice = (typeof CARD_CHOICES)[number];
export const isCardChoice = (text: string): text is CardChoice => (CARD_CHOICES as readonly string[]).includes(text);

/** As the API is asked. */
export function cardsAsked(choice: string): { card?: string; card_state?: string } {
  if (!isCardChoice(choice)) return {};
  return choice === 'urged' || choice === 'appealed' ? { card_state: choice } : { card: choice };
}
