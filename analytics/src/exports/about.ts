/**
 * What stands around the rows of a list: what it is, over which period and whom, as of when, how far the data and the calendar
 * reach, and what each of its numbers means. The second sheet of a spreadsheet and the head of a document say the same.
 */
import { FILTERS } from '../contract/codes.ts';
import { periodWords } from '../words/period-words.ts';
import type { Language, Speech } from '../words/speech.ts';
import { parameterWords } from './asked.ts';
import type { Field } from './fields.ts';
import type { Report } from './report.ts';
import type { Surroundings } from './surroundings.ts';

export interface Defined {
  title: string;
  text: string;
  /** As `early_rate.of_commitment`, with its version. */
  id: string;
  version: number;
}

export interface About {
  title: string;
  /** Period and whom, for the line under a title. */
  subtitle: string;
  facts: [term: string, value: string][];
  definitions: Defined[];
  notes: string[];
}

export interface Told {
  report: Report;
  /** Parameters as the reader gave them. */
  asked: Readonly<Record<string, string>>;
  asOf: string;
  watermark: string | null;
  /** More rows follow on another page. */
  hasMore: boolean;
  release: string;
  surroundings: Surroundings;
}

const WORDS = {
  zh: {
    report: '报表',
    period: '周期',
    whom: '范围',
    everyone: '全部',
    asOf: '截至',
    watermark: '数据收至',
    calendar: '工作日历',
    usual: '通用日历',
    known: '{calendar}，已知至{until}',
    rows: '行数',
    release: '平台版本',
    none: '没有数据',
    more: '这里只有前{n}行，其后还有：缩小周期或范围，或按页取。',
    moments: '时刻是各中心当地的时间（未写明中心的，按{zone}）。',
    cut: '百分数截至一位小数，不四舍五入；分母为零时为空。',
    pair: '{name}（{code}）',
    separator: '，',
  },
  en: {
    report: 'Report',
    period: 'Period',
    whom: 'About',
    everyone: 'everyone',
    asOf: 'As of',
    watermark: 'Data received until',
    calendar: 'Working calendar',
    usual: 'the default one',
    known: '{calendar}, known until {until}',
    rows: 'Rows',
    release: 'Release',
    none: 'no data',
    more: 'These are the first {n} rows; more follow: narrow the period or whom it is about, or ask page by page.',
    moments: 'Moments are local time of each centre ({zone} where a row names none).',
    cut: 'Percentages are cut to one decimal, not rounded; empty over nothing.',
    pair: '{name} ({code})',
    separator: ', ',
  },
} as const;

/** `rows` is how many there are on this page. */
export function aboutOf(told: Told, fields: readonly Field[], rows: number, speech: Speech): About {
  const { language, fill } = speech;
  const words = WORDS[language];
  const { report, surroundings, asked } = told;
  const title = report.title[language];
  const whom = whomOf(told, language);
  const period = periodOf(asked, speech);
  const until = speech.day(surroundings.knownUntil);
  return {
    title,
    subtitle: [period, whom].filter(Boolean).join('　') || `${words.asOf} ${speech.moment(told.asOf)}`,
    facts: [
      [words.report, title],
      ...(period === '' ? [] : [[words.period, period] as [string, string]]),
      [words.whom, whom || words.everyone],
      ...parameterWords(asked, speech),
      [words.asOf, `${speech.moment(told.asOf)} ${surroundings.zone}`],
      [words.watermark, told.watermark === null ? words.none : speech.moment(told.watermark)],
      [
        words.calendar,
        fill(words.known, {
          calendar: surroundings.calendar === 'default' ? words.usual : surroundings.calendar,
          until,
        }),
      ],
      [words.rows, speech.number(rows)],
      [words.release, told.release],
    ],
    definitions: definitionsOf(fields, speech),
    notes: [
      ...(told.hasMore ? [fill(words.more, { n: speech.number(rows) })] : []),
      ...(fields.some(({ kind }) => kind === 'moment') ? [fill(words.moments, { zone: surroundings.zone })] : []),
      ...(fields.some(({ kind }) => kind === 'rate') ? [words.cut] : []),
    ],
  };
}

function whomOf({ asked, surroundings }: Told, language: Language): string {
  const { pair, separator } = WORDS[language];
  return FILTERS.filter((name) => asked[name])
    .map((name) => {
      const code = asked[name]!;
      const known = surroundings.names[name];
      return known ? pair.replace('{name}', known).replace('{code}', code) : code;
    })
    .join(separator);
}

function periodOf({ from, to, week, period }: Readonly<Record<string, string>>, speech: Speech): string {
  if (from !== undefined && to !== undefined) return periodWords(from === to ? from : `${from}..${to}`, speech);
  return periodWords(week ?? period ?? '', speech);
}

function definitionsOf(fields: readonly Field[], speech: Speech): Defined[] {
  return fields.flatMap(({ title, definition }) => {
    if (definition === undefined) return [];
    const { id, version, words } = definition;
    return [{ title, text: speech.code('definition', words), id, version }];
  });
}
