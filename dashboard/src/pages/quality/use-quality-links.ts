/** Where the rows behind a number of data quality are listed, and where the file for a source is. */
import type { Finding } from '@mingcha/analytics/contract';
import { formatPeriod, type Period } from '@mingcha/analytics/periods';
import type { RouteLocationRaw } from 'vue-router';
import { address } from '../../api/client.ts';
import { useView } from '../../composables/use-view.ts';
import { useWords } from '../../composables/use-words.ts';

export interface About {
  source?: string;
  department?: string;
}

export function useQualityLinks() {
  const { filters } = useView();
  const { locale } = useWords();
  const given = (about: About) =>
    Object.fromEntries(Object.entries({ ...filters.value, ...about }).filter(([, v]) => v));
  return {
    toFindings: (finding: Finding, period: Period, about: About = {}): RouteLocationRaw => ({
      path: '/quality/findings',
      query: { finding, period: formatPeriod(period), ...given(about) },
    }),
    /** Lines refused for one reason. They are of a source, never of a unit: no filter narrows them. */
    toRejects: (code: string, period: Period, source: string): RouteLocationRaw => ({
      path: '/quality/findings',
      query: { finding: 'reject', period: formatPeriod(period), source, code },
    }),
    toReconciled: (known: string, week: string, a: string, b: string, department = ''): RouteLocationRaw => ({
      path: '/quality/reconciled',
      query: { known_to: known, week, a, b, ...given({ department }) },
    }),
    /** The file that goes back to a source. */
    fileOf: (source: string, { from, to }: Period) =>
      address(`/sources/${encodeURIComponent(source)}/findings`, {
        from,
        to,
        ...filters.value,
        lang: locale.value === 'en' ? 'en' : 'zh',
        format: 'csv',
      }),
  };
}
