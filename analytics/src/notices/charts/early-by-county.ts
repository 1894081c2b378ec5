/** 县市区提前办结率: where is it rising, where falling? A dot for now, a ring for the period before, the sample beside it. */
import type { ListRow } from '../lists-of.ts';
import type { Chart } from './chart.ts';
import { dot, figureOf, GREY, INK, LETTER, LIGHT, line, text, WIDTH } from './drawing.ts';

const PLOT = { left: 250, right: 320, top: 100 } as const;
const ROW = 62;

interface Line {
  name: string;
  now: number;
  before: number | null;
  cases: number;
}

/** undefined where no county completed a commitment case. `before` is what the period before is called. */
export function earlyByCounty(rows: readonly ListRow[], before: string): Chart | undefined {
  const lines = rows
    .flatMap(({ cells }): Line[] => {
      const rate = cells['提前办结率'];
      if (typeof rate?.now !== 'number') return [];
      const cases = cells['承诺件办结']?.now;
      return [
        { name: String(cells['名称']?.now ?? ''), now: rate.now, before: rate.before, cases: Number(cases ?? 0) },
      ];
    })
    .sort((a, b) => b.now - a.now || b.cases - a.cases);
  if (lines.length === 0) return undefined;
  return {
    question: '各县（市、区）提前办结率在升还是在降？',
    answer: answerOf(lines, before),
    figure: figureOf(draw(lines, before), PLOT.top + lines.length * ROW + 60, '各县（市、区）提前办结率'),
    columns: [
      { title: '县（市、区）', width: 40 },
      { title: '提前办结率', width: 20, align: 'right' },
      { title: `${before}`, width: 20, align: 'right' },
      { title: '承诺件办结', width: 20, align: 'right' },
    ],
    rows: lines.map((each) => [
      each.name,
      percent(each.now),
      each.before === null ? '–' : percent(each.before),
      String(each.cases),
    ]),
  };
}

const percent = (permille: number) => `${(permille / 10).toFixed(1)}%`;
const change = ({ now, before }: Line) => (before === null ? 0 : now - before);

function answerOf(lines: readonly Line[], before: string): string {
  const [best] = lines;
  const up = lines.filter((each) => change(each) > 0);
  const down = lines.filter((each) => change(each) < 0);
  const sentences = [`提前办结率最高的是${best!.name}，为${percent(best!.now)}`];
  if (lines.some((each) => each.before !== null)) {
    const counted = [`${up.length}个上升`, `${down.length}个下降`].filter((words) => !words.startsWith('0'));
    sentences.push(counted.length === 0 ? `都与${before}持平` : `与${before}相比，${counted.join('、')}`);
  }
  const fallen = down.toSorted((a, b) => change(a) - change(b))[0];
  if (fallen) sentences.push(`下降最多的是${fallen.name}，下降${(-change(fallen) / 10).toFixed(1)}个百分点`);
  return `${sentences.join('；')}。`;
}

function draw(lines: readonly Line[], before: string): string[] {
  const width = WIDTH - PLOT.left - PLOT.right;
  const x = (permille: number) => PLOT.left + (permille / 1000) * width;
  const bottom = PLOT.top + lines.length * ROW;
  const hasBefore = lines.some((each) => each.before !== null);
  return [
    ...[0, 250, 500, 750, 1000].flatMap((tick) => [
      line(x(tick), PLOT.top, x(tick), bottom, tick === 0 ? INK : LIGHT),
      text(x(tick), bottom + 44, `${tick / 10}%`, 'middle', GREY),
    ]),
    ...lines.flatMap((each, at) => {
      const y = PLOT.top + ROW * (at + 0.5);
      return [
        text(PLOT.left - 24, y + LETTER / 3, each.name, 'end'),
        ...(each.before === null
          ? []
          : [line(x(each.before), y, x(each.now), y, GREY, 5), dot(x(each.before), y, 11, false)]),
        dot(x(each.now), y, 12, true),
        text(WIDTH - 150, y + LETTER / 3, percent(each.now), 'end'),
        text(WIDTH, y + LETTER / 3, `${each.cases}件`, 'end', GREY),
      ];
    }),
    dot(PLOT.left + 12, 34, 12, true),
    text(PLOT.left + 36, 45, '本期', 'start'),
    ...(hasBefore ? [dot(PLOT.left + 152, 34, 11, false), text(PLOT.left + 176, 45, before, 'start')] : []),
    text(WIDTH, 45, '承诺件办结', 'end', GREY),
  ];
}
