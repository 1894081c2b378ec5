/**
 * What a message says of a case: the number of the case, the item, the unit, what is wrong, the due day. Made when the card
 * is issued and kept with the message. Nothing of the applicant is in it: the fields are named one by one, and in the one
 * that can quote what somebody wrote, numbers of persons and telephones are blotted out.
 */
import type { Store } from '@mingcha/sql';
import type { CardAction, CardGrade } from '../contract/codes.ts';
import type { UnitOfCard } from './receivers.ts';

/** A card as whoever issued it tells of it. */
export interface CardToTell extends UnitOfCard {
  card_id: string;
  case_id: string;
  rule: string;
  rule_name: { zh: string; en: string };
  grade: CardGrade;
  /** The rule's sentence, with the evidence in it. */
  sentence: { zh: string; en: string };
  item: string;
  /** ISO day, in the case's calendar. */
  due_on: string | null;
  /** Part of a first run over history: nobody is told. */
  baseline: boolean;
  /** What somebody did with it and asks for; absent where it was issued. */
  act?: ActToTell;
}

/** Acts that ask something of those responsible. */
export const ACTS_TOLD = ['urge', 'ask', 'talk'] as const satisfies CardAction[];

export interface ActToTell {
  action: (typeof ACTS_TOLD)[number];
  /** Its place on the card. */
  sequence: number;
  actor: string;
  reason: string;
}

export interface Finding {
  card_id: string;
  rule: string;
  rule_name: { zh: string; en: string };
  sentence: { zh: string; en: string };
}

export interface Named {
  code: string;
  name: string;
}

export interface Entry {
  case_id: string;
  grade: CardGrade;
  item: Named;
  centre: Named;
  department: Named;
  window: Named;
  due_on: string | null;
  /** Of the case's centre; its opening hours are when people may be told. */
  calendar: string;
  findings: readonly Finding[];
  /** What somebody asks for; absent where cards were issued. */
  act?: ActToTell;
  /** A report that was made, and then nothing of the above says anything; absent where a case is told of. */
  report?: ReportToTell;
}

/** A scheduled report that lies ready. */
export interface ReportToTell {
  run_id: string;
  name: string;
  /** As text: 2026-W10. */
  period: string;
  format: string;
  bytes: number;
}

/** Numbers of identity cards, unified social credit codes left alone, and of mobile telephones. */
const ofPersons = /(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)/g;
const blotted = (text: string) => text.replace(ofPersons, '＊＊＊');

export function findingOf({ card_id, rule, rule_name, sentence }: CardToTell): Finding {
  return { card_id, rule, rule_name, sentence: { zh: blotted(sentence.zh), en: blotted(sentence.en) } };
}

const NAMES = `select
    key_of.1 as level, key_of.2 as code,
    dictGetOrDefault('unit', 'name', key_of, '') as name,
    dictGetOrDefault('unit', 'calendar', key_of, '') as calendar,
    if(dictHas('calendar_number', calendar), calendar, 'default') as known_calendar
from (select arrayJoin(arrayZip({levels:Array(String)}, {codes:Array(String)})) as key_of)`;

export interface Names {
  /** What a unit or item is called; its code where the directory does not know it. */
  of(level: string, code: string): Named;
  calendarOf(centre: string): string;
}

/** The names of everything these cards mention, from the directory as it is today. */
export async function readNames(store: Store, cards: readonly CardToTell[]): Promise<Names> {
  const keys = new Map<string, [level: string, code: string]>();
  for (const card of cards) {
    for (const level of ['item', 'centre', 'department', 'window'] as const) {
      if (card[level] !== '') keys.set(`${level}\t${card[level]}`, [level, card[level]]);
    }
  }
  const rows = await store.query<{ level: string; code: string; name: string; known_calendar: string }>(NAMES, {
    levels: [...keys.values()].map(([level]) => level),
    codes: [...keys.values()].map(([, code]) => code),
  });
  const known = new Map(rows.map((row) => [`${row.level}\t${row.code}`, row]));
  return {
    of: (level, code) => ({ code, name: known.get(`${level}\t${code}`)?.name || code }),
    calendarOf: (centre) => known.get(`centre\t${centre}`)?.known_calendar ?? 'default',
  };
}

/** One entry for the cards of one case in one grade, or for one act on a card. */
export function entryOf(cards: readonly [CardToTell, ...CardToTell[]], names: Names): Entry {
  const [first] = cards;
  return {
    case_id: first.case_id,
    grade: first.grade,
    item: names.of('item', first.item),
    centre: names.of('centre', first.centre),
    department: names.of('department', first.department),
    window: names.of('window', first.window),
    due_on: first.due_on,
    calendar: names.calendarOf(first.centre),
    findings: cards.map(findingOf),
    ...(first.act !== undefined && { act: { ...first.act, reason: blotted(first.act.reason) } }),
  };
}
