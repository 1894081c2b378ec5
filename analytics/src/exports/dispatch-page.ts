/**
 * 旬调度 on one page, to be pinned up: what falls due on each of the ten working days against what a unit closes, whom to help
 * first, how old the backlog is. The units furthest behind stand alone, the others together; Excel has them all.
 */
import type { DispatchRow } from '../contract/index.ts';
import { dueOn, markOf, pace, STEPS, sumsOf, worst } from '../query/dispatch-pace.ts';
import { percent } from '../words/rates.ts';
import { NOTHING, type Speech } from '../words/speech.ts';
import type { About } from './about.ts';
import type { Block, Cell, Column, Document } from './document.ts';
import { digitsOf } from './text-width.ts';

/** As many as leave room for the rest on a page that lies. */
const UNITS = 10;

const WORDS = {
  zh: {
    none: '按现在的速度，各单位都能在到期前办完。',
    late: '已有{n}件超期；其余的按现在的速度，各单位都能在到期前办完。',
    short: '{n}个单位按现在的速度办不完；最紧的是{name}，{day}前要办结{need}件，办得完{can}件。',
    unit: '单位',
    short_by: '缺口',
    pace: '日均办结',
    overdue: '已超期',
    before: '此前到期',
    later: '以后',
    stopped: '停钟',
    long: '停钟过久',
    open: '在办',
    rest: '其余{n}个单位',
    total: '合计',
    ages: ['5个工作日以内', '6–10个工作日', '11–20个工作日', '21–45个工作日', '45个工作日以上'],
    age: '在办件已办多久',
    reading: '加粗的是连同之前要办的、到这天按日均办结数办不完的日子。',
    separator: '：',
  },
  en: {
    none: 'At the present pace every unit closes its cases before they are due.',
    late: '{n} case is overdue already; the others every unit closes before they are due, at the present pace. | {n} cases are overdue already; the others every unit closes before they are due, at the present pace.',
    short:
      '{n} unit cannot close in time at the present pace; tightest is {name}: {need} to close by {day}, {can} can be. | {n} units cannot close in time at the present pace; tightest is {name}: {need} to close by {day}, {can} can be.',
    unit: 'Unit',
    short_by: 'Short by',
    pace: 'Daily pace',
    overdue: 'Overdue',
    before: 'Due before',
    later: 'Later',
    stopped: 'Stopped',
    long: 'Long stop',
    open: 'Open',
    rest: '{n} other unit | {n} other units',
    total: 'Total',
    ages: ['up to 5 working days', '6–10', '11–20', '21–45', 'more than 45'],
    age: 'How long open cases have been in hand',
    reading: 'Bold: days by which, with all that comes before, more must be closed than can be at the present pace.',
    separator: ': ',
  },
} as const;

export function dispatchPage(about: About, rows: readonly DispatchRow[], speech: Speech, madeAt: string): Document {
  const words = WORDS[speech.language];
  const asOf = about.facts.find(([, value]) => value.includes(':'))?.join(' ') ?? '';
  const definitions = about.definitions
    .filter(({ id }) => ['dispatch.shortfall', 'dispatch.pace'].includes(id))
    .map(({ title, text, id, version }) => `${title}${words.separator}${text}（${id} · ${version}）`);
  return {
    title: about.title,
    subtitle: [about.subtitle, asOf].filter(Boolean).join('　'),
    language: speech.language,
    orientation: 'landscape',
    blocks: [
      { kind: 'paragraph', text: answerOf(rows, speech), tone: 'strong' },
      dueTable(rows, speech),
      ageTable(rows, speech),
      ...[words.reading, ...definitions, ...about.notes].map(
        (text): Block => ({ kind: 'paragraph', text, tone: 'quiet' }),
      ),
    ],
    footer: [
      about.facts
        .slice(-4)
        .map(([term, value]) => `${term} ${value}`)
        .join('；'),
    ],
    made_at: madeAt,
  };
}

function answerOf(rows: readonly DispatchRow[], speech: Speech): string {
  const words = WORDS[speech.language];
  const short = rows.filter(({ shortfall }) => shortfall > 0);
  const [first] = short;
  const at = first === undefined ? null : worst(first);
  if (first === undefined || at === null) {
    const { overdue } = sumsOf(rows);
    return overdue === 0 ? words.none : speech.fill(words.late, { n: speech.number(overdue) }, overdue);
  }
  const slots = {
    n: speech.number(short.length),
    name: nameOf(first),
    day: speech.day(first.days_ahead[at.step - 1]!, madeYear(first)),
    need: speech.number(at.need),
    can: speech.number(at.can),
  };
  return speech.fill(words.short, slots, short.length);
}

const nameOf = ({ unit_name: name, unit }: DispatchRow) => name || unit || NOTHING;
/** On one line: the page has no room for two. */
const LONGEST = 28;
function shortName(row: DispatchRow): string {
  let name = nameOf(row);
  if (digitsOf(name) <= LONGEST) return name;
  while (digitsOf(name) >= LONGEST) name = name.slice(0, -1);
  return `${name}…`;
}
const madeYear = ({ days_ahead: [first = ''] }: DispatchRow) => first.slice(0, 4);

function dueTable(rows: readonly DispatchRow[], speech: Speech): Block {
  const words = WORDS[speech.language];
  const number = (title: string, width: number): Column => ({ title, width, align: 'right' });
  const days = rows[0]?.days_ahead ?? [];
  const dayTitle = (step: number) => {
    const day = days[step - 1];
    return day === undefined
      ? String(step)
      : `${Number(day.slice(5, 7))}/${Number(day.slice(8))} ${speech.weekday(day)}`;
  };
  const shown = rows.slice(0, UNITS);
  const others = rows.slice(UNITS);
  return {
    kind: 'table',
    columns: [
      { title: words.unit, width: 40 },
      number(words.short_by, 7),
      number(words.pace, 9),
      number(words.overdue, 7),
      number(words.before, 9),
      ...STEPS.map((step) => number(dayTitle(step), 6.5)),
      number(words.later, 7),
      number(words.stopped, 7),
      number(words.long, 9),
      number(words.open, 8),
    ],
    rows: [
      ...shown.map((row) => unitCells(row, speech)),
      ...(others.length === 0
        ? []
        : [sumCells(speech.fill(words.rest, { n: speech.number(others.length) }, others.length), others, speech)]),
      sumCells(words.total, rows, speech).map((cell): Cell => ({ text: String(cell), tone: 'strong' })),
    ],
  };
}

function unitCells(row: DispatchRow, speech: Speech): Cell[] {
  const { number } = speech;
  const daily = pace(row);
  const quiet = (n: number): Cell => (n === 0 ? { text: '0', tone: 'quiet' } : number(n));
  return [
    shortName(row),
    row.shortfall > 0 ? { text: number(row.shortfall), tone: 'strong' } : { text: NOTHING, tone: 'quiet' },
    daily === null ? NOTHING : number(daily),
    quiet(row.overdue),
    quiet(row.due_before),
    ...STEPS.map((step): Cell => {
      const due = dueOn(row, step);
      return markOf(row, step) === 'over' ? { text: number(due), tone: 'strong' } : quiet(due);
    }),
    quiet(row.due_later),
    quiet(row.stopped),
    quiet(row.stopped_long),
    number(row.open_cases),
  ];
}

/** Paces and shortfalls do not add up. */
function sumCells(title: string, rows: readonly DispatchRow[], { number }: Speech): string[] {
  const sums = sumsOf(rows);
  return [
    title,
    '',
    '',
    number(sums.overdue),
    number(sums.due_before),
    ...STEPS.map((step) => number(sums[`due_${step}`])),
    number(sums.due_later),
    number(sums.stopped),
    number(sums.stopped_long),
    number(sums.open_cases),
  ];
}

function ageTable(rows: readonly DispatchRow[], speech: Speech): Block {
  const { age, ages } = WORDS[speech.language];
  const sums = sumsOf(rows);
  const counts = [sums.age_5, sums.age_10, sums.age_20, sums.age_45, sums.age_more];
  const all = counts.reduce((sum, n) => sum + n, 0);
  return {
    kind: 'table',
    columns: [{ title: age, width: 30 }, ...ages.map((title): Column => ({ title, width: 24, align: 'right' }))],
    rows: [[`${speech.number(all)}`, ...counts.map((n) => `${speech.number(n)}（${percent(n, all)}）`)]],
  };
}
