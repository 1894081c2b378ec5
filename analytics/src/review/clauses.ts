/**
 * What a sentence of the review says before it is said in a language: which template, and with which values. Every number that
 * goes into it goes along, so that a reader can hold the sentence against the table.
 */
import { fixed, percent } from '../words/rates.ts';
import { type Language, NOTHING, type Speech, speechOf } from '../words/speech.ts';
import { NOUNS, type Noun, TEMPLATES, type Template } from './templates.ts';

/** A value of a sentence. */
export type Value =
  /** So many of something: 3件, 3 cases. */
  | { count: number; of: Noun }
  | { number: number }
  /** A rate, cut to one decimal; nothing over nothing is "–". */
  | { rate: readonly [numerator: number, denominator: number] }
  /** Percentage points, without their sign. */
  | { points: number }
  /** To two decimals, as scores are kept. */
  | { score: number }
  | { text: string }
  /** Names in a row; beyond the third only how many more. */
  | { names: readonly string[]; of: Noun }
  | { month: string }
  | { day: string }
  | { moment: string }
  /** Words that differ by language. */
  | { words: Record<Language, string> };

export interface Clause {
  key: Template;
  values: Readonly<Record<string, Value>>;
}

export interface NumberSaid {
  name: string;
  value: number | null;
  of: number | null;
}

const NAMED = 3;

export interface Teller {
  tell(clause: Clause): string;
}

export function tellerOf(language: Language, zone: string): Teller {
  const speech = speechOf(language, zone);
  return {
    tell: ({ key, values }) => {
      const slots = Object.entries(values).map(([name, value]) => [name, said(value, speech)] as const);
      return speech.fill(TEMPLATES[language][key], Object.fromEntries(slots));
    },
  };
}

function said(value: Value, speech: Speech): string {
  const { language } = speech;
  const counted = (n: number, noun: Noun) =>
    speech.fill(NOUNS[language][noun], { n: speech.number(n) }, Number.isInteger(n) ? n : 2);
  if ('count' in value) return counted(value.count, value.of);
  if ('number' in value) return speech.number(value.number);
  if ('rate' in value) return percent(...value.rate);
  if ('points' in value) return Math.abs(value.points).toFixed(1);
  if ('score' in value) return fixed(value.score, 2);
  if ('text' in value) return value.text || NOTHING;
  if ('names' in value) {
    const shown = value.names.slice(0, NAMED).join(language === 'zh' ? '、' : ', ');
    const more = value.names.length - NAMED;
    if (more <= 0) return shown;
    return language === 'zh' ? `${shown}等${counted(value.names.length, value.of)}` : `${shown} and ${more} more`;
  }
  if ('month' in value) return monthIn(value.month, language);
  if ('day' in value) return speech.day(value.day);
  if ('moment' in value) return speech.moment(value.moment);
  return value.words[language];
}

export function monthIn(month: string, language: Language): string {
  const at = new Date(`${month}-15T12:00:00Z`);
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en', {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'long',
  }).format(at);
}

/** The numbers of a clause, in the order they are named. */
export function numbersOf({ values }: Clause): NumberSaid[] {
  return Object.entries(values).flatMap(([name, value]): NumberSaid[] => {
    const plain = (n: number) => [{ name, value: n, of: null }];
    if ('count' in value) return plain(value.count);
    if ('number' in value) return plain(value.number);
    if ('points' in value) return plain(value.points);
    if ('score' in value) return plain(value.score);
    if ('names' in value) return plain(value.names.length);
    if ('rate' in value) return [{ name, value: value.rate[0], of: value.rate[1] }];
    return [];
  });
}
