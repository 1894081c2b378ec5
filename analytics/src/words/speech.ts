/**
 * Says codes, numbers, days and moments in one language and one zone, on the server. The same terms as the dashboard's, and the
 * same forms of number: `{n} day | {n} days`.
 */
import { type LimitUnit, told } from './amounts.ts';
import { daysLeft, type Remaining } from './days-left.ts';
import { NOTHING, withMinus } from './rates.ts';
import termsEn from './terms-en.ts';
import termsZh from './terms-zh.ts';

export type Language = 'zh' | 'en';
type Tree = { readonly [key: string]: string | Tree };

const TERMS: Readonly<Record<Language, Tree>> = { zh: termsZh, en: termsEn };
const LOCALES: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

export { NOTHING };

export interface Speech {
  readonly language: Language;
  /** A template with its slots filled; `count` chooses among the forms of number. */
  fill(template: string, slots: Readonly<Record<string, string>>, count?: number): string;
  /** A code of a group of terms; the code itself where nobody has words for it. */
  code(group: string, value: string): string;
  number(value: number): string;
  /** Of an ISO day; the year is said, unless it is this one. */
  day(iso: string, unlessYear?: string): string;
  weekday(iso: string): string;
  /** Of an ISO moment, with year, to the minute. */
  moment(iso: string, unlessYear?: string): string;
  amount(value: number, unit: LimitUnit): string;
  left(row: Remaining): string;
  /** A threshold in the unit of its rule. */
  inUnit(value: number, unit: string): string;
}

export function speechOf(language: Language, zone: string): Speech {
  const locale = LOCALES[language];
  const formatOf = (options: Intl.DateTimeFormatOptions, timeZone = 'UTC') =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const date = { month: language === 'zh' ? 'numeric' : 'short', day: 'numeric' } as const;
  const dayOnly = formatOf(language === 'zh' ? { month: 'short', day: 'numeric' } : date);
  const dayOfYear = formatOf({ ...date, month: language === 'zh' ? 'long' : 'short', year: 'numeric' });
  const weekdays = formatOf({ weekday: 'short' });
  const time = formatOf({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, zone);
  const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const number = (value: number) => withMinus(format.format(value));
  const atNoon = (iso: string) => new Date(`${iso}T12:00:00Z`);

  const fill: Speech['fill'] = (template, slots, count = 1) => {
    const forms = template.split(' | ');
    const at = forms.length === 3 ? Math.min(count, 2) : count === 1 ? 0 : 1;
    return (forms[Math.min(at, forms.length - 1)] ?? '').replace(/\{(\w+)\}/g, (slot, name) => slots[name] ?? slot);
  };
  const term = (path: string): string | undefined => {
    let found: string | Tree | undefined = TERMS[language];
    for (const part of path.split('.')) found = typeof found === 'object' ? found[part] : undefined;
    return typeof found === 'string' ? found : undefined;
  };
  // Part of one is many to grammar: 1.5 days.
  const counted = (path: string, n: number) => fill(term(path) ?? path, { n: number(n) }, Number.isInteger(n) ? n : 2);
  const day: Speech['day'] = (iso, unlessYear) =>
    (iso.slice(0, 4) === unlessYear ? dayOnly : dayOfYear).format(atNoon(iso));

  return {
    language,
    fill,
    code: (group, value) => (value === '' ? NOTHING : (term(`${group}.${value}`) ?? value)),
    number,
    day,
    weekday: (iso) => weekdays.format(atNoon(iso)),
    moment(iso, unlessYear) {
      const at = new Date(iso);
      return `${day(isoDay.format(at), unlessYear)} ${time.format(at)}`;
    },
    amount(value, limitUnit) {
      const { n, unit } = told(value, limitUnit);
      return counted(`amount.${unit}`, n);
    },
    left(row) {
      const { key, n } = daysLeft(row);
      return counted(key, n);
    },
    inUnit: (value, unit) =>
      term(`rule_unit.${unit}`) === undefined ? number(value) : counted(`rule_unit.${unit}`, value),
  };
}
