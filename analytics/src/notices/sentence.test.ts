import { describe, expect, it } from 'vitest';
import { holds, readCondition } from './condition.ts';
import type { Fact, Facts } from './fact.ts';
import { readSentence, sayParts } from './sentence.ts';

const fact = (kind: Fact['kind'], now: Fact['now'], before: number | null = null): Fact => ({
  kind,
  unit: '件',
  now,
  before,
  year_before: null,
});
const FACTS: Facts = {
  收件: fact('count', 12, 10),
  超期: fact('count', 0, 3),
  满意率: fact('rate', null),
  期内率: fact('rate', 956, 970),
  名单: fact('text', '甲、乙'),
};
const WHEN = { before: '上月', year_before: '上年同期' };
const say = (text: string) => {
  const parts = readSentence(text);
  if (typeof parts === 'string') throw new Error(parts);
  return sayParts(parts, FACTS, WHEN);
};
const holding = (text: string) => {
  const condition = readCondition(text);
  if (typeof condition === 'string') throw new Error(condition);
  return holds([condition], FACTS);
};

describe('a sentence', () => {
  it('takes figures in, and leaves out the bracket whose figure has nothing to say', () => {
    expect(say('收件{收件}件[，{收件.环比}][，{收件.同比}]。')).toBe('收件12件，比上月增加2件、增长20.0%。');
    expect(say('期内{期内率}[，满意{满意率}[（{收件}）]]。')).toBe('期内95.6%。');
  });

  it('is not said when a figure it needs has nothing to say', () => {
    expect(say('满意率{满意率}。')).toBeNull();
    expect(say('{没有的}')).toBeNull();
  });

  it.each(['{收件', '收件}', '[收件', '收件]', '{}', '{收件.环此}'])('%s is refused with a sentence', (text) => {
    expect(readSentence(text)).toBeTypeOf('string');
  });
});

describe('a condition', () => {
  it.each([
    ['收件', true],
    ['收件 > 11', true],
    ['收件>12', false],
    ['收件.上期 = 10', true],
    ['收件.变化 >= 2', true],
    ['超期', false],
    ['超期 = 0', true],
    ['期内率 < 95.7', true],
    ['期内率.变化 < -1.3', true],
    ['满意率', false],
    ['满意率 < 100', false],
    ['名单', true],
    ['收件.同比', false],
  ])('%s is %s', (text, is) => {
    expect(holding(text)).toBe(is);
  });

  it.each(['收件 >', '> 3', '收件 ~ 3', '收件 > 多'])('%s is refused with a sentence', (text) => {
    expect(readCondition(text)).toBeTypeOf('string');
  });
});
