import { expect, it } from 'vitest';
import { formatTrial, inForce, inOrderOfRank, meets, parseTrial, type Setting, template } from './thresholds.ts';

const setting = (valid_from: string, value: number | null, scope: Setting['scope'] = 'everywhere', code = '') => ({
  ...{ parameter: 'working_days', valid_from, value, scope, code },
  ...{ set_by: '王督查', set_at: '2026-01-01T00:00:00.000Z', reason: '春节' },
});
const rule = (...settings: Setting[]) => ({
  parameters: [
    { name: 'working_days', default: 2, unit: 'working_days', maximum: 1000, is_whole: true, zh: '提前', en: 'Before' },
  ],
  settings,
});
const on = (day: string, ...settings: Setting[]) => {
  const [{ value, setting: from, exceptions, ahead }] = inForce(rule(...settings), day) as [never];
  const told = (list: Setting[]) => list.map((each) => `${each.code}${each.value}`);
  return {
    value,
    from: (from as Setting | null)?.valid_from ?? 'default',
    exceptions: told(exceptions),
    ahead: told(ahead),
  };
};

it('takes the default where nothing is set, or only from a later day', () => {
  expect(on('2026-03-01')).toEqual({ value: 2, from: 'default', exceptions: [], ahead: [] });
  expect(on('2026-03-01', setting('2026-03-02', 3))).toEqual({
    ...{ value: 2, from: 'default', exceptions: [] },
    ahead: ['3'],
  });
});

it('takes the newest day that has come, and the one before it where that was taken back', () => {
  const days = [setting('2026-02-01', 5), setting('2026-03-01', 4), setting('2026-01-01', 3)];
  expect(on('2026-03-01', ...days).value).toBe(4);
  expect(on('2026-02-28', ...days).value).toBe(5);
  expect(on('2026-03-01', days[0]!, setting('2026-03-01', null))).toMatchObject({ value: 5, from: '2026-02-01' });
});

it('keeps what counts for some beside what counts for all', () => {
  expect(
    on('2026-03-01', setting('2026-01-01', 1, 'department', 'D01'), setting('2026-02-01', 0, 'item', 'D01-02')),
  ).toEqual({
    ...{ value: 2, from: 'default', ahead: [] },
    exceptions: ['D011', 'D01-020'],
  });
});

it('reads a trial from the address as it was written there, and nothing that cannot be set', () => {
  const values = [{ parameter: 'working_days', value: 0 }];
  expect(parseTrial(formatTrial(values), rule())).toEqual(values);
  expect(parseTrial('working_days:3,other:3', rule())).toEqual([{ parameter: 'working_days', value: 3 }]);
  const wrong = ['', 'working_days', ...['', 'x', '-1', '1.5', '1001'].map((value) => `working_days:${value}`)];
  for (const text of wrong) expect(parseTrial(text, rule()), text).toEqual([]);
});

it('says thresholds in the sentence and leaves a gap for evidence', () => {
  expect(template('应于 {due_on} 前办结，前 {threshold.working_days} 个', inForce(rule(), '2026-03-01'))).toBe(
    '应于 … 前办结，前 2 个',
  );
  const days = 'Within {threshold.working_days} working days';
  expect(template(days, inForce(rule(), '2026-03-01'))).toBe('Within 2 working days');
  expect(template(days, inForce(rule(setting('2026-03-01', 1)), '2026-03-01'))).toBe('Within 1 working day');
});

const RANKED = [
  setting('2026-01-01', 3),
  setting('2026-02-01', 4),
  setting('2026-04-01', 5),
  setting('2026-01-01', 6, 'department', 'D01'),
  setting('2026-02-01', null, 'department', 'D02'),
  setting('2026-02-01', 7, 'item', 'D01-02'),
  setting('2026-02-01', 8, 'county', '430100'),
];

it('asks the most specific first, and the newest of its day before older ones', () => {
  const ranked = inOrderOfRank(RANKED, 'working_days', '2026-03-01');
  expect(ranked.map(({ setting: { code, value }, standing }) => `${code} ${value} ${standing}`)).toEqual([
    'D01-02 7 in_force',
    'D01 6 in_force',
    'D02 null taken_back',
    '430100 8 in_force',
    ' 5 ahead',
    ' 4 in_force',
    ' 3 replaced',
  ]);
  expect(inOrderOfRank(RANKED, 'percent', '2026-03-01')).toEqual([]);
});

it('leaves a scope whose newest setting was taken back to the one before', () => {
  const days = [setting('2026-01-01', 3, 'item', 'a'), setting('2026-02-01', null, 'item', 'a')];
  const standings = inOrderOfRank(days, 'working_days', '2026-03-01').map(({ standing }) => standing);
  expect(standings).toEqual(['taken_back', 'in_force']);
});

it('says what a setting would replace, and what goes on counting before it', () => {
  const ranked = inOrderOfRank(RANKED, 'working_days', '2026-03-01');
  const of = (scope: Setting['scope'], code: string) => {
    const { replaced, first } = meets(ranked, { scope, code });
    return [replaced?.value ?? null, first.map(({ value }) => value)];
  };
  expect(of('everywhere', '')).toEqual([4, [7, 6, 8]]);
  expect(of('department', 'D02')).toEqual([null, [7]]);
  expect(of('item', 'D01-02')).toEqual([7, []]);
});
