/** This period, the one before and the one after, as a notice calls them: 本月, 上月, 下月. */
import type { PeriodKind } from '../periods/period.ts';

interface PeriodWords {
  now: string;
  before: string;
  next: string;
}

export const PERIOD_WORDS: Readonly<Record<PeriodKind, PeriodWords>> = {
  day: { now: '当日', before: '前一日', next: '次日' },
  week: { now: '本周', before: '上周', next: '下周' },
  ten_days: { now: '本旬', before: '上一旬', next: '下一旬' },
  month: { now: '本月', before: '上月', next: '下月' },
  quarter: { now: '本季度', before: '上季度', next: '下季度' },
  year: { now: '本年', before: '上年', next: '下年' },
  custom: { now: '本期', before: '上一期', next: '下一期' },
};
