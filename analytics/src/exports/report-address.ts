/** Where a report is asked for, made of a period as text and of parameters: the same for the command line and for schedules. */
import { formatPeriod, type Period, parsePeriod } from '../periods/period.ts';
import type { Report } from './report.ts';

/** What is wrong with what was asked, in a sentence. */
export class ReportAsked extends Error {
  override name = 'ReportAsked';
}

export interface Asked {
  /** As text (periods/period.ts); reports that stand still take none. */
  period?: string | undefined;
  /** Parameters of the route, those of its path among them; `unlessTold` of the report fills in. */
  parameters?: Readonly<Record<string, string>>;
}

/** Path and query under the API's prefix. Throws a ReportAsked. */
export function reportAddress(report: Report, { period, parameters = {} }: Asked): string {
  const all: Record<string, string> = { ...report.unlessTold, ...periodParameters(report, period), ...parameters };
  const path = report.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = all[name];
    if (value === undefined)
      throw new ReportAsked(`This report is about one ${name}: say which, with --only ${name}=….`);
    delete all[name];
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams(all).toString();
  return query === '' ? path : `${path}?${query}`;
}

const EXAMPLES = { days: '2026-03', period: '2026-Q1', week: '2026-W10', ten_days: '2026-03-2' } as const;

function periodParameters({ period: kind }: Report, text: string | undefined): Record<string, string> {
  if (kind === 'none') {
    if (text === undefined) return {};
    throw new ReportAsked('This report has no period: it stands as of a moment, which --as-of names.');
  }
  const example = EXAMPLES[kind];
  if (text === undefined) throw new ReportAsked(`Say for which period, for example --period ${example}.`);
  const period = parsePeriod(text);
  if (period === null) throw new ReportAsked(`"${text}" is no period; give one like ${example}.`);
  return parametersOf(kind, period, example);
}

function parametersOf(kind: keyof typeof EXAMPLES, period: Period, example: string): Record<string, string> {
  switch (kind) {
    case 'days':
      return { from: period.from, to: period.to };
    case 'period':
      return { period: formatPeriod(period) };
    case 'week':
    case 'ten_days': {
      if (period.kind !== kind) {
        const wanted = kind === 'week' ? 'an ISO week' : 'ten days 旬 of a month';
        throw new ReportAsked(`This report is of ${wanted}, like ${example}; "${formatPeriod(period)}" is none.`);
      }
      return { [kind === 'week' ? 'week' : 'period']: formatPeriod(period) };
    }
  }
}
