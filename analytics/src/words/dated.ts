/**
 * Days and local minutes that a sentence on file holds as ISO has them, 2026-03-02 or 2026-03-02 09:12, said as a reader's language
 * says them. Chinese stands close to its figures.
 */
import type { Language } from './speech.ts';

const ISO = / ?(?<![\d-])(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?::\d{2})?)?(?![\d-]|T\d) ?/g;

export function dated(
  text: string,
  language: Language,
  say: (day: string, time: string | undefined) => string,
): string {
  return text.replace(ISO, (found: string, day: string, time?: string) => {
    const said = say(day, time);
    if (language === 'zh') return said;
    return `${found.startsWith(' ') ? ' ' : ''}${said}${found.endsWith(' ') ? ' ' : ''}`;
  });
}
