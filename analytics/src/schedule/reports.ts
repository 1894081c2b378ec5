/** What is asked for when a scheduled report is due: any list there is, a notice or the review's handout, as of that moment. */
import type { Language, ListFormat } from '../contract/codes.ts';
import { FORMATS as DOCUMENT_FORMATS } from '../exports/document.ts';
import type { Report } from '../exports/report.ts';
import { ReportAsked, reportAddress } from '../exports/report-address.ts';
import { REPORTS } from '../exports/reports.ts';
import { formatPeriod, type Period, type PeriodKind, periodOf } from '../periods/period.ts';

export const FORMATS: readonly ListFormat[] = ['xlsx', 'csv', 'docx', 'pdf', 'parquet'];

/** Written documents, which come as Word and PDF only; `english` where they are written in it too. */
interface Written {
  english: boolean;
  of: readonly PeriodKind[];
  /** Path under the API's prefix, and the parameter the period goes by where it is none of the path. */
  path(period: string): string;
  parameter?: string;
}
const WRITTEN: Readonly<Record<string, Written>> = {
  notice: {
    english: false,
    of: ['day', 'week', 'ten_days', 'month', 'quarter', 'year'],
    path: (period) => `/notices/${period}`,
  },
  'monthly-review': { english: true, of: ['month'], path: () => '/monthly-review/handout', parameter: 'month' },
};

export interface Asked {
  report: string;
  parameters: Readonly<Record<string, string>>;
  period: Period;
  format: ListFormat;
  language: Language;
  /** The moment it looks from. */
  asOf: Date;
}

/** Undefined where there is none of that name. */
const reportNamed = (name: string): Report | undefined => (REPORTS as Record<string, Report>)[name];

/** Whether it has no period: it shows what stands as of its moment. */
export const isOfMoment = (name: string): boolean => reportNamed(name)?.period === 'none';

/** Path and query under the API's prefix. Throws a ReportAsked. */
export function addressOf(asked: Asked): string {
  const { report: name, parameters, period, format, language, asOf } = asked;
  const written = WRITTEN[name];
  if (written !== undefined) return writtenAddress(written, asked);
  const report = reportNamed(name);
  if (report === undefined)
    throw new ReportAsked(`report must be one of ${[...Object.keys(REPORTS), ...Object.keys(WRITTEN)].join(', ')}.`);
  return reportAddress(report, {
    period: isOfMoment(name) ? undefined : formatPeriod(period),
    parameters: { ...parameters, format, lang: language, as_of: asOf.toISOString() },
  });
}

function writtenAddress(written: Written, { report, parameters, period, format, language, asOf }: Asked): string {
  const { english, of, path, parameter } = written;
  if (!(DOCUMENT_FORMATS as readonly string[]).includes(format))
    throw new ReportAsked(`format of ${report} must be ${DOCUMENT_FORMATS.join(' or ')}.`);
  if (!of.includes(period.kind)) throw new ReportAsked(`period of ${report} must be ${of.join(' or ')}.`);
  if (!english && language !== 'zh')
    throw new ReportAsked(`language of ${report} must be zh: it is written in Chinese.`);
  const query = new URLSearchParams({
    ...parameters,
    ...(parameter !== undefined && { [parameter]: formatPeriod(period) }),
    format,
    ...(english && { lang: language }),
    as_of: asOf.toISOString(),
  });
  return `${path(formatPeriod(period))}?${query}`;
}

/** What is wrong with asking a report of such periods, in a sentence; undefined when nothing is. */
export function faultOfReport(
  asked: Pick<Asked, 'report' | 'parameters' | 'format' | 'language'>,
  kind: PeriodKind,
): string | undefined {
  try {
    addressOf({ ...asked, period: periodOf(kind, '2026-03-02'), asOf: new Date(0) });
    return undefined;
  } catch (error) {
    if (error instanceof ReportAsked) return error.message.replace('--only ', 'with: ');
    throw error;
  }
}
