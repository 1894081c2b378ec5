/** A period as people call it: 2026年3月中旬, 2026年第10周（3月2日至8日）, Mar 2026. */
import { isoWeek, type Period, parsePeriod } from '../periods/period.ts';
import type { Speech } from './speech.ts';

const THIRDS = { zh: ['上旬', '中旬', '下旬'], en: ['1–10', '11–20', '21–end of'] } as const;

/** Of a period as text (periods/period.ts); the text itself where it is none. */
export function periodWords(text: string, speech: Speech): string {
  const period = parsePeriod(text);
  return period === null ? text : sayPeriod(period, speech);
}

export function sayPeriod({ kind, from, to }: Period, speech: Speech): string {
  const isZh = speech.language === 'zh';
  const [year, month] = [from.slice(0, 4), Number(from.slice(5, 7))];
  const between = isZh ? '至' : ' – ';
  const monthName = isZh ? `${year}年${month}月` : MONTH.format(new Date(`${from}T12:00:00Z`));
  switch (kind) {
    case 'day':
      return speech.day(from);
    case 'week': {
      const [weekYear, week] = isoWeek(from).split('-W') as [string, string];
      const days = `${speech.day(from, weekYear)}${between}${speech.day(to, weekYear)}`;
      return isZh ? `${weekYear}年第${Number(week)}周（${days}）` : `week ${Number(week)} of ${weekYear} (${days})`;
    }
    case 'ten_days': {
      const third = THIRDS[speech.language][Math.min(2, Math.floor(Number(from.slice(8)) / 10))]!;
      return isZh ? `${monthName}${third}` : `${third} ${monthName}`;
    }
    case 'month':
      return monthName;
    case 'quarter':
      return isZh ? `${year}年第${'一二三四'[Math.ceil(month / 3) - 1]}季度` : `Q${Math.ceil(month / 3)} ${year}`;
    case 'year':
      return isZh ? `${year}年` : year;
    case 'custom':
      return `${speech.day(from)}${between}${speech.day(to, year)}`;
  }
}

const MONTH = new Intl.DateTimeFormat('en', { timeZone: 'UTC', month: 'short', year: 'numeric' });
