/** The review's sentences in both languages, and the nouns they count. Forms after a bar are one and many, chosen by number. */
import type { Language } from '../words/speech.ts';
import en from './templates-en.ts';
import zh from './templates-zh.ts';

export type Template = keyof typeof zh;
export const TEMPLATES: Readonly<Record<Language, Readonly<Record<Template, string>>>> = { zh, en };

const NOUNS_ZH = {
  case: '{n}件',
  department: '{n}个部门',
  chief: '{n}位首席代表',
  clerk: '{n}名工作人员',
  county: '{n}个县市区',
  day: '{n}个工作日',
  calendar_day: '{n}个自然日',
  hour: '{n}小时',
  card: '{n}张',
  event: '{n}条',
  task: '{n}项',
  comment: '{n}条',
  rating: '{n}件评价',
  place: '{n}位',
  time: '{n}次',
};
export type Noun = keyof typeof NOUNS_ZH;
export const NOUNS: Readonly<Record<Language, Readonly<Record<Noun, string>>>> = {
  zh: NOUNS_ZH,
  en: {
    case: '{n} case | {n} cases',
    department: '{n} department | {n} departments',
    chief: '{n} chief representative | {n} chief representatives',
    clerk: '{n} member of staff | {n} members of staff',
    county: '{n} county | {n} counties',
    day: '{n} working day | {n} working days',
    calendar_day: '{n} calendar day | {n} calendar days',
    hour: '{n} hour | {n} hours',
    card: '{n} card | {n} cards',
    event: '{n} event | {n} events',
    task: '{n} task | {n} tasks',
    comment: '{n} comment | {n} comments',
    rating: '{n} rating | {n} ratings',
    place: '{n} place | {n} places',
    time: '{n} time | {n} times',
  },
};
