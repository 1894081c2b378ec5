/** Periods as a notice calls them: 2026年2月, 本月, 上月, 下月. */
import { isoWeek, type Period, type PeriodKind } from '../periods/period.ts';

interface PeriodWords {
  now: string;
  before: string;
  next: string;
  name(period: Period): string;
}

const day = (iso: string) => `${Number(iso.slice(5, 7))}月${Number(iso.slice(8))}日`;
const year = (iso: string) => `${iso.slice(0, 4)}年`;
const month = (iso: string) => `${year(iso)}${Number(iso.slice(5, 7))}月`;

const WORDS: Readonly<Record<PeriodKind, PeriodWords>> = {
  day: { now: '当日', before: '前一日', next: '次日', name: ({ from }) => `${year(from)}${day(from)}` },
  week: {
    now: '本周',
    before: '上周',
    next: '下周',
    name: ({ from, to }) => {
      const [of, number] = isoWeek(from).split('-W');
      return `${of}年第${Number(number)}周（${day(from)}至${day(to)}）`;
    },
  },
  ten_days: {
    now: '本旬',
    before: '上一旬',
    next: '下一旬',
    name: ({ from }) => `${month(from)}${{ '01': '上', '11': '中', '21': '下' }[from.slice(8)] ?? ''}旬`,
  },
  month: { now: '本月', before: '上月', next: '下月', name: ({ from }) => month(from) },
  quarter: {
    now: '本季度',
    before: '上季度',
    next: '下季度',
    name: ({ to }) => `${year(to)}第${'一二三四'[Number(to.slice(5, 7)) / 3 - 1]}季度`,
  },
  year: { now: '本年', before: '上年', next: '下年', name: ({ from }) => year(from) },
  custom: {
    now: '本期',
    before: '上一期',
    next: '下一期',
    name: ({ from, to }) =>
      `${year(from)}${day(from)}至${from.slice(0, 4) === to.slice(0, 4) ? '' : year(to)}${day(to)}`,
  },
};

export const periodWords = (kind: PeriodKind): PeriodWords => WORDS[kind];
