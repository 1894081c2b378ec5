/** What a publication is called where nobody gave it a title. */
import type { PublicationKind, Sentence } from '../contract/index.ts';
import { formatPeriod, type Period } from '../periods/period.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `2026年第10周`, `2026年3月中旬`; English beside it. */
function spoken(period: Period): Sentence {
  const text = formatPeriod(period);
  const [year, month, day] = period.from.split('-').map(Number) as [number, number, number];
  switch (period.kind) {
    case 'week': {
      const [ofYear, week] = text.split('-W') as [string, string];
      return { zh: `${ofYear}年第${Number(week)}周`, en: `week ${Number(week)} of ${ofYear}` };
    }
    case 'ten_days': {
      const third = Number(text.slice(-1)) - 1;
      return {
        zh: `${year}年${month}月${['上', '中', '下'][third]}旬`,
        en: `the ${['first', 'middle', 'last'][third]} ten days of ${MONTHS[month - 1]} ${year}`,
      };
    }
    case 'month':
      return { zh: `${year}年${month}月`, en: `${MONTHS[month - 1]} ${year}` };
    case 'quarter':
      return { zh: `${year}年第${text.slice(-1)}季度`, en: `quarter ${text.slice(-1)} of ${year}` };
    case 'year':
      return { zh: `${year}年`, en: `${year}` };
    case 'day':
      return { zh: `${year}年${month}月${day}日`, en: `${day} ${MONTHS[month - 1]} ${year}` };
    case 'custom':
      return { zh: `${period.from}至${period.to}`, en: `${period.from} to ${period.to}` };
  }
}

const KINDS: Readonly<Record<PublicationKind, Sentence>> = {
  ranking: { zh: '政务服务排名', en: 'Ranking' },
  notice: { zh: '政务服务情况通报', en: 'Notice' },
};

export function titleOf(kind: PublicationKind, period: Period, restates: string | null): Sentence {
  const [when, what] = [spoken(period), KINDS[kind]];
  if (restates === null) return { zh: `${when.zh}${what.zh}`, en: `${what.en} for ${when.en}` };
  return { zh: `${when.zh}${what.zh}（更正${restates}）`, en: `${what.en} for ${when.en} (restates ${restates})` };
}
