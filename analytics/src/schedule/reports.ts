/** What is asked for when a scheduled report is due: any list there is, of a period, as of that moment. */
import type { Language, ListFormat } from '../contract/codes.ts';
import type { Report } from '../exports/report.ts';
import { ReportAsked, reportAddress } from '../exports/report-address.ts';
import { REPORTS } from '../exports/reports.ts';
import { formatPeriod, type Period, type PeriodKind, periodOf } from '../periods/period.ts';

export const FORMATS: readonly ListFormat[] = ['xlsx', 'csv', 'docx', 'pdf', 'parquet'];
export const REPORT_NAMES = Object.keys(REPORTS);

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
export function addressOf({ report: name, parameters, period, format, language, asOf }: Asked): string {
  const report = reportNamed(name);
  if (report === undefined) throw new ReportAsked(`report must be one of ${REPORT_NAMES.join(', ')}.`);
  return reportAddress(report, {
    period: isOfMoment(name) ? undefined : formatPeriod(period),
    parameters: { ...parameters, format, lang: language, as_of: asOf.toISOString() },
  });
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
