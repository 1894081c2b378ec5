/** 逐日收办: what came in and what went out, day by day or month by month; which days were the busiest? */
import type { DailyStatisticsRow } from '../../contract/index.ts';
import type { Period } from '../../periods/period.ts';
import type { Chart } from './chart.ts';
import { dot, figureOf, GREY, INK, LETTER, LIGHT, line, rect, SHADE, text, ticksTo, WIDTH } from './drawing.ts';

interface Step {
  /** On the axis, and in a sentence. */
  label: string;
  name: string;
  received: number;
  decided: number;
  isOff: boolean;
}

/** More days than that are shown as months. */
const MOST_DAYS = 62;
const PLOT = { left: 90, right: 10, top: 70, height: 330 } as const;

/** undefined where nothing came in and nothing went out. `offDays` are those nobody works on. */
export function receivedAndDecided(
  rows: readonly DailyStatisticsRow[],
  period: Period,
  days: readonly string[],
  offDays: ReadonlySet<string>,
): Chart | undefined {
  if (rows.every(({ received, decided }) => received + decided === 0)) return undefined;
  const byMonth = days.length > MOST_DAYS;
  const steps = byMonth ? monthsOf(rows) : daysOf(rows, days, offDays);
  const unit = byMonth ? '月' : '天';
  const busiest = steps.reduce((a, b) => (b.received > a.received ? b : a));
  const fullest = steps.reduce((a, b) => (b.decided > a.decided ? b : a));
  const received = steps.reduce((sum, step) => sum + step.received, 0);
  const decided = steps.reduce((sum, step) => sum + step.decided, 0);
  const balance =
    received === decided
      ? '收办相抵'
      : received > decided
        ? `收件比办结多${received - decided}件`
        : `办结比收件多${decided - received}件`;
  const parts = [
    busiest.received > 0 ? `收件最多的一${unit}是${busiest.name}，收件${busiest.received}件` : '没有收件',
    fullest.decided > 0 ? `办结最多的一${unit}是${fullest.name}，办结${fullest.decided}件` : '没有办结',
  ];
  return {
    question: byMonth ? '哪个月收件和办结最多？' : '哪几天收件和办结最集中？',
    answer: `${parts.join('；')}。${period.kind === 'day' ? '' : `${balance}。`}`,
    figure: figureOf(draw(steps), PLOT.top + PLOT.height + 60, '逐日收件与办结'),
    columns: [
      { title: byMonth ? '月份' : '日期', width: 40 },
      { title: '收件', width: 20, align: 'right' },
      { title: '办结', width: 20, align: 'right' },
    ],
    rows: steps.map(({ name, received: came, decided: went, isOff }) => [
      `${name}${isOff ? '（休）' : ''}`,
      String(came),
      String(went),
    ]),
  };
}

function daysOf(rows: readonly DailyStatisticsRow[], days: readonly string[], offDays: ReadonlySet<string>): Step[] {
  const byDay = new Map(rows.map((row) => [row.day, row]));
  return days.map((day) => ({
    label: String(Number(day.slice(8))),
    name: `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`,
    received: byDay.get(day)?.received ?? 0,
    decided: byDay.get(day)?.decided ?? 0,
    isOff: offDays.has(day),
  }));
}

function monthsOf(rows: readonly DailyStatisticsRow[]): Step[] {
  const months = new Map<string, Step>();
  for (const { day, received, decided } of rows) {
    const month = day.slice(0, 7);
    const label = `${Number(month.slice(5))}月`;
    const step = months.get(month) ?? { label, name: label, received: 0, decided: 0, isOff: false };
    months.set(month, { ...step, received: step.received + received, decided: step.decided + decided });
  }
  return [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, step]) => step);
}

function draw(steps: readonly Step[]): string[] {
  const ticks = ticksTo(Math.max(...steps.flatMap(({ received, decided }) => [received, decided])));
  const most = ticks.at(-1)!;
  const bottom = PLOT.top + PLOT.height;
  const y = (n: number) => bottom - (n / most) * PLOT.height;
  const slot = (WIDTH - PLOT.left - PLOT.right) / steps.length;
  const x = (at: number) => PLOT.left + slot * at;
  const bar = Math.min(60, slot * 0.6);
  // Labels that would touch are left out, from the first on.
  const every = Math.ceil((Math.max(...steps.map(({ label }) => label.length)) * LETTER * 0.75) / slot);
  const middle = (at: number) => x(at) + slot / 2;
  return [
    ...steps.flatMap(({ isOff }, at) => (isOff ? [rect(x(at), PLOT.top, slot, PLOT.height, `fill="${SHADE}"`)] : [])),
    ...ticks.flatMap((n) => [
      line(PLOT.left, y(n), WIDTH - PLOT.right, y(n), n === 0 ? INK : LIGHT),
      text(PLOT.left - 14, y(n) + LETTER / 3, String(n), 'end', GREY),
    ]),
    ...steps.flatMap(({ received }, at) =>
      received === 0
        ? []
        : [
            rect(
              middle(at) - bar / 2,
              y(received),
              bar,
              bottom - y(received),
              `fill="${LIGHT}" stroke="${GREY}" stroke-width="2"`,
            ),
          ],
    ),
    `<path d="${steps.map(({ decided }, at) => `${at === 0 ? 'M' : 'L'}${middle(at).toFixed(1)} ${y(decided).toFixed(1)}`).join('')}" fill="none" stroke="${INK}" stroke-width="4"/>`,
    ...steps.map(({ decided }, at) => dot(middle(at), y(decided), 9, true)),
    ...steps.flatMap(({ label }, at) =>
      at % every === 0 ? [text(middle(at), bottom + 44, label, 'middle', GREY)] : [],
    ),
    ...legend(steps.some(({ isOff }) => isOff)),
  ];
}

function legend(hasOffDays: boolean): string[] {
  const y = 30;
  return [
    rect(PLOT.left, y - 24, 30, 28, `fill="${LIGHT}" stroke="${GREY}" stroke-width="2"`),
    text(PLOT.left + 44, y, '收件', 'start'),
    line(PLOT.left + 150, y - 11, PLOT.left + 206, y - 11, INK, 4),
    dot(PLOT.left + 178, y - 11, 9, true),
    text(PLOT.left + 220, y, '办结', 'start'),
    ...(hasOffDays
      ? [rect(PLOT.left + 330, y - 26, 36, 32, `fill="${SHADE}"`), text(PLOT.left + 380, y, '非工作日', 'start')]
      : []),
    text(WIDTH - PLOT.right, y, '单位：件', 'end', GREY),
  ];
}
