import { Resvg } from '@resvg/resvg-js';
import { expect, it } from 'vitest';
import type { ExplainedDay } from '../contract/index.ts';
import { speechOf } from '../words/speech.ts';
import { clockFigure } from './clock-drawing.ts';
import { runTable } from './evidence-tables.ts';

const DAY_MS = 86_400_000;
/** Working days from Monday 5 January 2026 on, weekends off; the first is day 0. */
function clock(length: number, change: (day: ExplainedDay) => Partial<ExplainedDay> = () => ({})): ExplainedDay[] {
  let ordinal = -1;
  return Array.from({ length }, (_, n) => {
    const day = new Date(Date.parse('2026-01-05') + n * DAY_MS).toISOString().slice(0, 10);
    const isOff = n % 7 > 4;
    if (!isOff) ordinal += 1;
    const role = n === 0 ? 'start' : isOff ? 'weekend' : 'counted';
    const zh = isOff ? '周末，不计' : `计为第${ordinal}天`;
    const plain = {
      day,
      role,
      ordinal: isOff || n === 0 ? null : ordinal,
      is_makeup_workday: false,
      is_due: false,
      is_statutory_due: false,
      is_decided: false,
      is_today: false,
      name: '',
      late: '',
      says: { zh, en: '' },
    } satisfies ExplainedDay;
    return { ...plain, ...change(plain) };
  });
}

it('draws every day once, and the signs of days that are more than days', () => {
  const signs = ({ day }: ExplainedDay) => ({ is_due: day === '2026-01-12', is_decided: day === '2026-01-13' });
  const { svg, height, width } = clockFigure(clock(9, signs), 166)!;
  expect(new Resvg(svg, { font: { loadSystemFonts: false } }).width).toBeGreaterThan(0);
  for (const date of ['1月5日', '6', '13']) expect(svg).toContain(`>${date}</text>`);
  // One more of each stands in the legend.
  expect(svg.match(/<circle/g)).toHaveLength(2);
  expect([width, height < 60]).toEqual([166, true]);
});

it('tells late days from others by their corners, not by colour alone', () => {
  const corners = (late: ExplainedDay['late']) =>
    clockFigure(
      clock(2, ({ role }) => (role === 'counted' ? { late } : {})),
      166,
    )!.svg.match(/h14l-14 14Z/g)!.length;
  expect([corners('promised') - corners(''), corners('statutory') - corners('')]).toEqual([1, 2]);
});

it('leaves the middle of a long clock to the list of days', () => {
  const figure = clockFigure(clock(400), 166)!;
  expect(figure.height).toBeLessThan(140);
  expect(figure.svg).toContain('天从略，见逐日说明');
});

it('draws nothing for a clock that never started', () => {
  expect(clockFigure([], 166)).toBeUndefined();
});

it('lists days that say the same in one row, and each that is more in a row of its own', () => {
  const signs = ({ day }: ExplainedDay) => ({ is_due: day === '2026-01-12' });
  const [list] = runTable(clock(10, signs), speechOf('zh', 'Asia/Shanghai'));
  expect(list).toMatchObject({
    rows: [
      ['2026年1月5日 周一', '第0天', expect.any(String)],
      ['2026年1月6日 周二至1月9日 周五', '第1至4天', '逐日计'],
      ['2026年1月10日 周六至1月11日 周日', '不计', '周末，不计'],
      ['2026年1月12日 周一', '第5天', '计为第5天'],
      ['2026年1月13日 周二至1月14日 周三', '第6至7天', '逐日计'],
    ],
  });
});
