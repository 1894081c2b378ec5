/** The clauses of an explanation put into sentences of one language. A day's year is said when it is not that said last. */
import { knownName } from '../words/known-names.ts';
import { type Language, type Speech, speechOf } from '../words/speech.ts';
import type { Clause, StoryFacts, Told } from './clock-story.ts';
import { TEMPLATES, type Template } from './templates.ts';

export interface Teller {
  /** Clauses in their order, as sentences. */
  tell(clauses: readonly Clause[], of: StoryFacts['case']): string;
  readonly speech: Speech;
}

export function tellerOf(language: Language, zone: string): Teller {
  const speech = speechOf(language, zone);
  const templates = TEMPLATES[language];
  const [stop] = templates.stop;

  function tell(clauses: readonly Clause[], c: StoryFacts['case']): string {
    let year: string | undefined;
    const inYear = (text: string, iso: string) => {
      year = iso.slice(0, 4);
      return text;
    };
    const say = (told: Told, others: Readonly<Record<string, string>>): string => {
      if ('day' in told) return inYear(speech.day(told.day, year), told.day);
      if ('moment' in told) return inYear(speech.moment(told.moment, year), told.moment);
      if ('amount' in told) return speech.amount(told.amount, told.unit);
      if ('left' in told) return speech.left({ grade: c.grade, remaining: told.left, limit_unit: c.limit_unit });
      if ('text' in told) return told.text;
      if ('names' in told) return told.names.map((name) => knownName(name, language)).join(templates.list);
      if ('all' in told) return listed(told.all.map((key) => templates[key]));
      if ('words' in told) return speech.fill(templates[told.words], others);
      return speech.number(told.n);
    };
    let text = '';
    for (const { key, params, join } of clauses) {
      const slots: Record<string, string> = {};
      const entries = Object.entries(params);
      // Words that hold other values come last, when those are known.
      for (const [name, told] of entries.filter(([, told]) => !('words' in told))) slots[name] = say(told, slots);
      for (const [name, told] of entries.filter(([, told]) => 'words' in told)) slots[name] = say(told, slots);
      const count = params['n'];
      const part = speech.fill(templates[key], slots, count && 'n' in count ? count.n : 1);
      text += text === '' ? part : `${joint(text, join)}${part}`;
    }
    return text === '' || text.endsWith(stop!) ? text : `${text}${stop}`;
  }
  function listed(words: string[]): string {
    const before = words.slice(0, -1).join(templates.list);
    return [before, ...words.slice(-1)].filter(Boolean).join(templates.and);
  }
  function joint(text: string, join: Clause['join']): string {
    if (join !== 'sentence') return templates[join];
    // A clause that is a sentence already needs no more than the space after it.
    return text.endsWith(stop!) ? templates.stop.slice(1) : templates.stop;
  }
  return { tell, speech };
}

/** The same in every language. */
export function inAll(zone: string, say: (teller: Teller) => string): { zh: string; en: string } {
  return { zh: say(tellerOf('zh', zone)), en: say(tellerOf('en', zone)) };
}

/** One clause by itself. */
export const clause = (key: Template, params: Clause['params'] = {}, join: Clause['join'] = 'sentence'): Clause => ({
  key,
  params,
  join,
});
