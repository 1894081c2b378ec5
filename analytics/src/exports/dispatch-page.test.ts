import { expect, it } from 'vitest';
import type { DispatchRow } from '../contract/index.ts';
import { STEPS } from '../query/dispatch-pace.ts';
import { speechOf } from '../words/speech.ts';
import type { About } from './about.ts';
import { dispatchPage } from './dispatch-page.ts';
import { print } from './print.ts';

const DAYS = STEPS.map((step) => `2026-03-${String(step + 10).padStart(2, '0')}`);
const unit = (at: number): DispatchRow =>
  ({
    ...Object.fromEntries(STEPS.map((step) => [`due_${step}`, step === 2 ? at : 1])),
    ...Object.fromEntries(['5', '10', '20', '45', 'more'].map((age) => [`age_${age}`, 2])),
    unit: `D${at}`,
    unit_name: `青岑区人力资源和社会保障局第${at}办事窗口`,
    days_ahead: DAYS,
    decided_recent: 40,
    recent_days: 20,
    help_rank: at < 3 ? at : null,
    shortfall: at < 3 ? 4 : 0,
    overdue: at < 3 ? 9 : 0,
    due_before: 0,
    due_later: 3,
    stopped: 1,
    stopped_long: 1,
    open_cases: 15,
  }) as unknown as DispatchRow;
const ROWS = Array.from({ length: 80 }, (_, at) => unit(at + 1));
const about: About = {
  title: '旬调度',
  subtitle: '2026年3月中旬',
  facts: [
    ['截至', '2026年3月11日 17:30 Asia/Shanghai'],
    ['数据收至', '2026年3月11日 17:29'],
    ['工作日历', '通用日历，已知至2026年12月31日'],
    ['行数', '80'],
    ['平台版本', '0.1.0'],
  ],
  definitions: [
    {
      title: '缺口',
      text: '逐日比较，取十天里差得最多的一天，差不到一件的不算。'.repeat(3),
      id: 'dispatch.shortfall',
      version: 1,
    },
  ],
  notes: [],
};
const page = (language: 'zh' | 'en') =>
  dispatchPage(about, ROWS, speechOf(language, 'Asia/Shanghai'), '2026-03-11T09:30:00.000Z');

it('is one page, however many units there are and however long their names', async () => {
  const pdf = (await print(page('zh'), 'pdf')).toString('latin1');
  expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
});

it('adds the units that do not stand alone, and all of them', () => {
  const table = page('zh').blocks.find((block) => block.kind === 'table')!;
  const rows = table.rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : cell.text)));
  expect(rows).toHaveLength(12);
  expect(rows.at(-2)!.slice(0, 5)).toEqual(['其余70个单位', '', '', '0', '0']);
  expect(rows.at(-1)![0]).toBe('合计');
  expect(rows.at(-1)!.at(-1)).toBe('1,200');
});

it('says who is tightest, and marks the days that cannot be met', () => {
  const [answer, table] = page('zh').blocks;
  expect(answer).toMatchObject({
    text: expect.stringMatching(
      /^2个单位按现在的速度办不完；最紧的是青岑区.*第1办事窗口，3月1\d日前要办结\d+件，办得完\d+件。$/,
    ),
  });
  const [first] = (table as unknown as { rows: unknown[][] }).rows;
  // 9 overdue and 1 due tomorrow against 2 a day.
  expect(first![5]).toEqual({ text: '1', tone: 'strong' });
});

const answerOf = (rows: readonly DispatchRow[], language: 'zh' | 'en') => {
  const [answer] = dispatchPage(about, rows, speechOf(language, 'Asia/Shanghai'), '2026-03-11T09:30:00.000Z').blocks;
  return (answer as { text: string }).text;
};
const behind = { ...unit(3), overdue: 1 };

it('says that all is closed in time only of what is not overdue already', () => {
  expect(answerOf([unit(3)], 'zh')).toBe('按现在的速度，各单位都能在到期前办完。');
  expect(answerOf([behind, unit(4)], 'zh')).toBe('已有1件超期；其余的按现在的速度，各单位都能在到期前办完。');
  expect(answerOf([behind], 'en')).toMatch(/^1 case is overdue already; the others /);
  expect(answerOf([behind, behind], 'en')).toMatch(/^2 cases are overdue already; the others /);
});

it('counts one unit as one', () => {
  expect(answerOf([unit(1)], 'en')).toMatch(/^1 unit cannot close in time/);
  expect(answerOf([unit(1), unit(2)], 'en')).toMatch(/^2 units cannot close in time/);
});
