/** Telling of a report that was made: the entry kept with the message, and its words. */
import { parsePeriod } from '../periods/period.ts';
import { type DeliveryRow, messageId } from './delivery.ts';
import type { Entry, ReportToTell } from './entry.ts';
import type { CaseText, Language, Message } from './message.ts';

const WORDS = {
  zh: {
    sender: '【明察】',
    report: '报告',
    period: '期间',
    span: (from: string, to: string) => `${from} 至 ${to}`,
    file: '文件',
    digest: (count: number) => `${count} 份报告已生成`,
    made: (name: string, period: string) => `报告已生成，${name}，${period}`,
    open: '查看报告',
    rest: (count: number) => `另有 ${count} 份，请到平台查看。`,
  },
  en: {
    sender: '【明察 Mingcha】',
    report: 'Report',
    period: 'Period',
    span: (from: string, to: string) => `${from} to ${to}`,
    file: 'File',
    digest: (count: number) => `${count} reports are ready`,
    made: (name: string, period: string) => `Report ready, ${name}, ${period}`,
    open: 'Open the report',
    rest: (count: number) => `${count} more on the platform.`,
  },
} as const;

const NOBODY = { code: '', name: '' };

/** A message to one receiver, to be written down; two processes that write it write the same row. */
export function reportRow(
  receiver: string,
  report: ReportToTell,
  calendar: string,
  at: Date,
  notBefore: Date,
): DeliveryRow {
  const about = { item: NOBODY, centre: NOBODY, department: NOBODY, window: NOBODY, due_on: null, findings: [] };
  const entry: Entry = { case_id: '', grade: 'notice', ...about, calendar, report };
  return {
    ...{
      message_id: messageId(receiver, '', 'notice', `report ${report.run_id}`),
      sequence: 1,
      action: 'queued',
      worker: '',
    },
    ...{ receiver, case_id: '', grade: 'notice', at: at.toISOString(), not_before: notBefore.toISOString() },
    ...{ post: '', status: 0, answer: '', detail: JSON.stringify(entry) },
  };
}

/** Of reports alone. */
export function reportMessage(
  reports: readonly ReportToTell[],
  language: Language,
  platform: string | undefined,
): Message {
  const words = WORDS[language];
  const page = platform === undefined ? undefined : `${platform}/reports`;
  const texts = reports.map((report): CaseText => {
    const period = parsePeriod(report.period);
    const days = period === null || period.from === period.to ? '' : words.span(period.from, period.to);
    const file = `${report.format}, ${Math.max(1, Math.round(report.bytes / 1_000))} kB`;
    return {
      ...{ grade: 'notice', gradeName: words.report, case_id: '', heading: report.name },
      lines: [
        { label: words.report, value: report.name },
        { label: words.period, value: days === '' ? report.period : `${report.period}（${days}）` },
        { label: words.file, value: file },
      ],
      short: `${report.name}，${report.period}`,
      link: page === undefined ? undefined : `${page}?run=${report.run_id}`,
    };
  });
  const [first] = reports;
  const isOne = reports.length === 1 && first !== undefined;
  const title = isOne ? words.made(first.name, first.period) : words.digest(reports.length);
  return {
    sender: words.sender,
    title: `${words.sender}${title}`,
    cases: texts,
    rest: words.rest,
    link: page === undefined ? undefined : { text: words.open, href: (isOne && texts[0]?.link) || page },
  };
}
