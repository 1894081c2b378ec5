import { describe, expect, it } from 'vitest';
import { type Fact, said, saidAs } from './fact.ts';

const WHEN = { before: '上月', year_before: '上年同期' };
const count = (now: number | null, before: number | null): Fact => ({
  kind: 'count',
  unit: '件',
  now,
  before,
  year_before: null,
});
const rate = (now: number | null, before: number | null): Fact => ({
  kind: 'rate',
  unit: '',
  now,
  before,
  year_before: 500,
});
const days = (now: number, before: number): Fact => ({
  kind: 'days',
  unit: '个工作日',
  now,
  before,
  year_before: null,
});

describe('the change of a figure in words', () => {
  it.each([
    [count(132, 120), '比上月增加12件、增长10.0%'],
    [count(108, 120), '比上月减少12件、下降10.0%'],
    [count(120, 120), '与上月持平'],
    [count(0, 0), '与上月持平'],
    [count(5, 0), '上月为0件'],
    [count(0, 5), '比上月减少5件、下降100.0%'],
    // 1 of 1,999 is less than a tenth of a percent: no number nobody would believe.
    [count(2000, 1999), '比上月增加1件'],
    [count(200, 199), '比上月增加1件、增长0.5%'],
    [rate(612, 600), '比上月提高1.2个百分点'],
    [rate(600, 612), '比上月下降1.2个百分点'],
    [days(3.4, 3.5), '比上月缩短0.1个工作日'],
    [days(3.5, 3.4), '比上月延长0.1个工作日'],
  ])('%o is told as %s', (fact, words) => {
    expect(saidAs(fact, '环比', WHEN)).toBe(words);
  });

  it('says nothing where either side is missing', () => {
    expect(saidAs(count(5, null), '环比', WHEN)).toBeNull();
    expect(saidAs(rate(null, 600), '环比', WHEN)).toBeNull();
    expect(saidAs(rate(612, null), '同比', WHEN)).toBe('比上年同期提高11.2个百分点');
  });

  it('tells a rate to one decimal, as it was truncated', () => {
    expect(said(rate(606, null))).toBe('60.6%');
    expect(said(rate(null, null))).toBeNull();
  });
});
