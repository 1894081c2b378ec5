/**
 * Numbers, days and moments in the reader's language and the centre's zone: that of the case where one is shown, else the
 * page's. Chinese and digits stand close: 3月2日.
 */

import { isoWeek, type Period } from '@mingcha/analytics/periods';
import { dated, daysLeft, knownName, type LimitUnit, type Remaining, told, withMinus } from '@mingcha/analytics/words';
import { computed, type InjectionKey, inject, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { dayOf } from '../domain/moments.ts';
import { NOTHING } from '../domain/rate.ts';
import { usePlaces } from './use-places.ts';

/** A part of the page whose moments are of another zone than the rest provides it here. */
export const ZONE: InjectionKey<Readonly<Ref<string>>> = Symbol('zone');

/** Days have no zone. */
const atNoon = (day: string) => new Date(`${day}T12:00:00Z`);

export function useWords() {
  const { t, te, locale } = useI18n();
  const zone = inject(ZONE, usePlaces().zone);
  const language = computed(() => (locale.value === 'en' ? 'en' : 'zh'));
  const formats = computed(() => {
    const of = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale.value, { timeZone: 'UTC', ...options });
    const momentsIn = (timeZone: string) => {
      const at = (options: Intl.DateTimeFormatOptions) =>
        of({ timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...options });
      return {
        time: at({}),
        clock: at({ second: '2-digit' }),
        moment: at({ month: 'short', day: 'numeric' }),
        momentOfYear: at({ year: 'numeric', month: 'short', day: 'numeric' }),
      };
    };
    const places = new Map<string, ReturnType<typeof momentsIn>>();
    return {
      number: new Intl.NumberFormat(locale.value),
      tenth: new Intl.NumberFormat(locale.value, { maximumFractionDigits: 1 }),
      signed: new Intl.NumberFormat(locale.value, { signDisplay: 'exceptZero' }),
      signedTenth: new Intl.NumberFormat(locale.value, {
        signDisplay: 'exceptZero',
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
      }),
      signedHundredth: new Intl.NumberFormat(locale.value, {
        signDisplay: 'exceptZero',
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
      }),
      day: of({ month: 'short', day: 'numeric' }),
      dayOfYear: of({ year: 'numeric', month: 'short', day: 'numeric' }),
      dayLong: of({ year: 'numeric', month: 'long', day: 'numeric' }),
      dayOfMonth: of({ day: 'numeric' }),
      weekday: of({ weekday: 'short' }),
      dayWeekday: of({ year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' }),
      dayShortWeekday: of({ month: 'short', day: 'numeric', weekday: 'short' }),
      month: of({ year: 'numeric', month: 'long' }),
      monthShort: of({ month: 'short' }),
      in(timeZone: string) {
        const known = places.get(timeZone) ?? momentsIn(timeZone);
        places.set(timeZone, known);
        return known;
      },
    };
  });

  const number = (value: number | null | undefined) =>
    value === null || value === undefined ? NOTHING : withMinus(formats.value.number.format(value));
  /** With one decimal where it has one. */
  const tenth = (value: number | null | undefined) =>
    value === null || value === undefined ? NOTHING : withMinus(formats.value.tenth.format(value));
  /** With its year where that is not the present one. */
  const day = (iso: string | null | undefined) => {
    if (!iso) return NOTHING;
    const isThisYear = iso.slice(0, 4) === dayOf(new Date()).slice(0, 4);
    return (isThisYear ? formats.value.day : formats.value.dayOfYear).format(atNoon(iso));
  };
  const dayWeekday = (iso: string) => formats.value.dayWeekday.format(atNoon(iso));
  const weekday = (iso: string) => formats.value.weekday.format(atNoon(iso));
  /** 1 Monday … 7 Sunday. 2024 began on a Monday. */
  const weekdayName = (isoWeekday: number) => weekday(`2024-01-0${isoWeekday}`);
  /** With its year where that is not the present one, in the zone of the page unless another is named. */
  const moment = (iso: string | null | undefined, at = zone.value) => {
    if (!iso) return NOTHING;
    const isThisYear = dayOf(iso, at).slice(0, 4) === dayOf(new Date(), at).slice(0, 4);
    const { moment: short, momentOfYear } = formats.value.in(at);
    return (isThisYear ? short : momentOfYear).format(new Date(iso));
  };

  function left(row: Remaining): string {
    const { key, n } = daysLeft(row);
    return counted(key, n);
  }

  /** "5个工作日", in the unit of the limit. */
  function amount(value: number, limitUnit: LimitUnit): string {
    const { n, unit } = told(value, limitUnit);
    return counted(`amount.${unit}`, n);
  }
  // Part of one is many to grammar: 1.5 days.
  const counted = (key: string, n: number) =>
    t(key, { n: formats.value.number.format(n) }, Number.isInteger(n) ? n : 2);

  /** A code in words where they are known, the code itself where not. */
  const code = (group: string, value: string) => {
    if (!value) return NOTHING;
    const key = `${group}.${value}`;
    return te(key) || te(key, 'zh-CN') ? t(key) : value;
  };

  /** A sentence the server wrote, in the reader's language. */
  const said = (sentence: { zh: string; en: string }) => sentence[language.value];

  /** A holiday, a procedure or a stage of the State in the reader's language; any other name as it was sent. */
  const named = (name: string) => knownName(name, language.value);

  /** A sentence on file, with its days and minutes, local ones, as this page says them. */
  const withDays = (sentence: string) =>
    dated(sentence, language.value, (iso, time) => (time ? moment(`${iso}T${time}:00Z`, 'UTC') : day(iso)));

  /** What has to be put right, of an entry of the ledger. */
  const task = ({ task_zh: zh, task_en: en }: { task_zh: string; task_en: string }) => withDays(said({ zh, en }));

  function age(seconds: number): string {
    if (seconds < 60) return t('age.seconds', { n: Math.floor(seconds) });
    if (seconds < 3600) return t('age.minutes', { n: Math.floor(seconds / 60) });
    if (seconds < 172_800) return t('age.hours', { n: Math.floor(seconds / 3600) });
    return t('age.days', { n: Math.floor(seconds / 86_400) });
  }

  function period(p: Period): string {
    const year = p.from.slice(0, 4);
    const monthNumber = Number(p.from.slice(5, 7));
    switch (p.kind) {
      case 'day':
        return dayWeekday(p.from);
      case 'week': {
        const [weekYear, week] = isoWeek(p.from).split('-W') as [string, string];
        // The week has its year; a day of another one has its own.
        const [from, to] = [p.from, p.to].map((iso) =>
          (iso.startsWith(weekYear) ? formats.value.day : formats.value.dayOfYear).format(atNoon(iso)),
        );
        return t('period.week_label', { year: weekYear, week: Number(week), from, to });
      }
      case 'ten_days':
        return t(`period.ten_${Math.min(3, Math.floor(Number(p.from.slice(8)) / 10) + 1)}`, {
          month: formats.value.month.format(atNoon(p.from)),
        });
      case 'month':
        return formats.value.month.format(atNoon(p.from));
      case 'quarter':
        return t('period.quarter_label', { year, quarter: Math.ceil(monthNumber / 3) });
      case 'year':
        return t('period.year_label', { year });
      case 'custom':
        return `${formats.value.dayLong.format(atNoon(p.from))} – ${formats.value.dayLong.format(atNoon(p.to))}`;
    }
  }

  return {
    t,
    locale,
    number,
    tenth,
    signed: (n: number) => withMinus(formats.value.signed.format(n)),
    signedTenth: (n: number) => withMinus(formats.value.signedTenth.format(n)),
    signedHundredth: (n: number) => withMinus(formats.value.signedHundredth.format(n)),
    day,
    dayLong: (iso: string) => formats.value.dayLong.format(atNoon(iso)),
    dayOfMonth: (iso: string) => formats.value.dayOfMonth.format(atNoon(iso)),
    weekday,
    weekdayName,
    /** 11月21日周六 */
    dayShortWeekday: (iso: string) => formats.value.dayShortWeekday.format(atNoon(iso)),
    monthShort: (iso: string) => formats.value.monthShort.format(atNoon(iso)),
    dayWeekday,
    zone,
    time: (iso: string | Date) => formats.value.in(zone.value).time.format(new Date(iso)),
    clock: (at: Date) => formats.value.in(zone.value).clock.format(at),
    moment,
    left,
    amount,
    code,
    said,
    named,
    withDays,
    task,
    age,
    period,
    /** The day of a moment in that zone. */
    dayOf: (at: Date | string) => dayOf(at, zone.value),
  };
}
