/**
 * The words of a message, in plain pieces that every channel dresses in its own form: one case in full, several as a digest,
 * the gravest and those due first at its head.
 */
import type { CardGrade } from '../contract/codes.ts';
import type { Entry } from './entry.ts';
import { GRADES_TOLD } from './receivers.ts';
import { reportMessage } from './report-message.ts';

export type Language = 'zh' | 'en';

export interface Line {
  label: string;
  value: string;
}

export interface CaseText {
  grade: CardGrade;
  gradeName: string;
  case_id: string;
  /** What is wrong, the names of the rules. */
  heading: string;
  /** Case number, item, unit, what is wrong, due day. */
  lines: readonly Line[];
  /** The same in one line, for a digest. */
  short: string;
  link: string | undefined;
}

export interface Message {
  /** Of the platform: robots that take only messages with a keyword are given 明察. */
  sender: string;
  /** Begins with the sender. */
  title: string;
  cases: readonly CaseText[];
  /** Says how many cases are left out. */
  rest: (count: number) => string;
  /** To the case, or for a digest to all of them; undefined where the platform's address is not known. */
  link: { text: string; href: string } | undefined;
}

const WORDS = {
  zh: {
    name: '明察',
    grade: { red: '红牌', yellow: '黄牌', notice: '预警' },
    case: '办件编号',
    item: '事项',
    unit: '单位',
    finding: '问题',
    act: { urge: '督办', ask: '要求说明', talk: '约谈' },
    said: (actor: string, reason: string) => `${actor}：${reason}`,
    due: '应办结日',
    noDue: '未定',
    digest: (count: number, grades: string) => `监察提醒 ${count} 件：${grades}`,
    ofGrade: (name: string, count: number) => `${name} ${count}`,
    rest: (count: number) => `另有 ${count} 件，请到平台查看。`,
    one: '查看办件',
    all: '查看全部',
    comma: '，',
    list: '、',
    semicolon: '；',
  },
  en: {
    name: '明察 Mingcha',
    grade: { red: 'Red card', yellow: 'Yellow card', notice: 'Notice' },
    case: 'Case',
    item: 'Item',
    unit: 'Unit',
    finding: 'Finding',
    act: { urge: 'Urged', ask: 'To be explained', talk: 'Talk' },
    said: (actor: string, reason: string) => `${actor}: ${reason}`,
    due: 'Due on',
    noDue: 'not set',
    digest: (count: number, grades: string) => `${count} findings: ${grades}`,
    ofGrade: (name: string, count: number) => `${name} ${count}`,
    rest: (count: number) => `${count} more on the platform.`,
    one: 'Open the case',
    all: 'Open all',
    comma: ', ',
    list: ', ',
    semicolon: '; ',
  },
} as const;

/** The gravest first, then by due day, then by number. */
export function inOrder(a: Entry, b: Entry): number {
  const key = ({ grade, due_on, case_id }: Entry) => `${GRADES_TOLD.indexOf(grade)} ${due_on ?? '9999'} ${case_id}`;
  return key(a) < key(b) ? -1 : 1;
}

/** A robot takes 4,096 bytes at most, for all of it; three for each of our characters. */
const short = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text);

function caseText(entry: Entry, language: Language, platform: string | undefined): CaseText {
  const words = WORDS[language];
  const { case_id, grade, due_on } = entry;
  const gradeName = words.grade[grade];
  const rules = short(entry.findings.map(({ rule_name }) => rule_name[language]).join(words.list), 100);
  const asked = entry.act === undefined ? '' : words.act[entry.act.action];
  const heading = asked === '' ? rules : `${asked}${words.comma}${rules}`;
  const units = [entry.centre, entry.department, entry.window].map(({ name }) => name).filter((name) => name !== '');
  const sentence = short(entry.findings.map((finding) => finding.sentence[language]).join(words.semicolon), 400);
  return {
    grade,
    gradeName,
    case_id,
    heading,
    lines: [
      { label: words.case, value: case_id },
      { label: words.item, value: short(entry.item.name, 100) },
      { label: words.unit, value: units.join(' · ') },
      { label: words.finding, value: sentence },
      { label: words.due, value: due_on ?? words.noDue },
      ...(entry.act === undefined
        ? []
        : [{ label: asked, value: short(words.said(entry.act.actor, entry.act.reason), 400) }]),
    ],
    short: [
      case_id,
      short(entry.item.name, 40),
      entry.department.name,
      heading,
      `${words.due} ${due_on ?? words.noDue}`,
    ]
      .filter((part) => part !== '')
      .join(words.comma),
    link: platform === undefined ? undefined : `${platform}/supervision?case=${inAddress(case_id)}`,
  };
}

/** Brackets too, which addresses may hold: the robots' Markdown ends a link at the first. */
const inAddress = (text: string) => encodeURIComponent(text).replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'));

/** Of entries in order, all of cases or all of reports. `platform` is the dashboard's address as people reach it, without a slash at its end. */
export function messageOf(entries: readonly Entry[], language: Language, platform: string | undefined): Message {
  const reports = entries.flatMap(({ report }) => report ?? []);
  if (reports.length > 0) return reportMessage(reports, language, platform);
  const words = WORDS[language];
  const cases = entries.map((entry) => caseText(entry, language, platform));
  const [first] = cases;
  const counts = GRADES_TOLD.map((grade) => [grade, cases.filter((each) => each.grade === grade).length] as const)
    .filter(([, count]) => count > 0)
    .map(([grade, count]) => words.ofGrade(words.grade[grade], count));
  const isOne = cases.length === 1 && first !== undefined;
  const title = isOne
    ? `${first.gradeName}${words.comma}${first.heading}${words.comma}${first.case_id}`
    : words.digest(cases.length, counts.join(words.list));
  const link =
    platform === undefined
      ? undefined
      : { text: isOne ? words.one : words.all, href: (isOne && first.link) || `${platform}/supervision` };
  return { sender: `【${words.name}】`, title: `【${words.name}】${title}`, cases, rest: words.rest, link };
}

/**
 * The message in a form, with as many of its cases as fit into so many bytes of UTF-8; the rest are counted. `write` gives
 * the form of the first `count` cases.
 */
export function fitting(
  message: Message,
  mostCases: number,
  mostBytes: number,
  write: (count: number) => string,
): string {
  let count = Math.min(message.cases.length, mostCases);
  while (count > 1 && Buffer.byteLength(write(count)) > mostBytes) count -= 1;
  return write(count);
}

/** Without markup: what mail carries, and what a form that knows none shows. */
export function plainText({ cases, rest, link }: Message, count: number): string {
  const left = cases.length - count;
  const [only] = cases;
  const body =
    cases.length === 1 && only !== undefined
      ? only.lines.map(({ label, value }) => `${label}：${value}`)
      : cases.slice(0, count).map((each, index) => {
          const target = each.link === undefined ? '' : `\n   ${each.link}`;
          return `${index + 1}. ${each.gradeName}：${each.short}${target}`;
        });
  const tail = [...(left > 0 ? [rest(left)] : []), ...(link === undefined ? [] : [`${link.text}：${link.href}`])];
  return [...body, ...tail].join('\n');
}
