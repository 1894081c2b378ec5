import { describe, expect, it } from 'vitest';
import { inOrder, pieces, quickActs, since, tally } from './cards.ts';

const card = (
  card_id: string,
  grade: 'notice' | 'yellow' | 'red',
  state: 'issued' | 'appealed' | 'revoked' | 'lapsed',
) => ({
  ...{ card_id, grade, state },
  issued_at: `2026-11-0${card_id}T00:00:00.000Z`,
});

describe('the cards of a case', () => {
  const cards = [
    card('1', 'notice', 'issued'),
    card('2', 'red', 'revoked'),
    card('3', 'yellow', 'appealed'),
    card('4', 'notice', 'issued'),
    card('5', 'yellow', 'lapsed'),
  ];

  it('stand with the gravest in effect first, and those taken back last', () => {
    expect(inOrder(cards).map(({ card_id }) => card_id)).toEqual(['3', '4', '1', '2', '5']);
  });

  it('are counted as issued, with those taken back beside them', () => {
    expect(tally(cards)).toEqual({ issued: 5, revoked: 1, cancelled: 0, lapsed: 1 });
  });
});

describe('the sentence of a card', () => {
  const quoted = (sentence: string, ...evidence: string[]) =>
    pieces(sentence, evidence).map(({ text, isQuoted }) => (isQuoted ? `[${text}]` : text));

  it('is cut where it quotes evidence', () => {
    expect(quoted('应于 2026-11-20 前办结，已进入到期前 2 个工作日。', '2026-11-20', '2')).toEqual([
      '应于 ',
      '[2026-11-20]',
      ' 前办结，已进入到期前 ',
      '[2]',
      ' 个工作日。',
    ]);
  });

  it('takes no part of a number for the evidence', () => {
    expect(quoted('12 of 20, 3.2 each', '2')).toEqual(['12 of 20, 3.2 each']);
    expect(quoted('until 2026-11-20 20:20', '20')).toEqual(['until 2026-11-20 20:20']);
  });

  it('finds an amount by its number: the unit stands there in words', () => {
    expect(quoted('承诺时限 4 个工作日', '4 working_days')).toEqual(['承诺时限 ', '[4]', ' 个工作日']);
  });

  it('takes signs of the evidence for themselves, and nothing for no evidence', () => {
    expect(quoted('why (a+b)? so', '(a+b)?')).toEqual(['why ', '[(a+b)?]', ' so']);
    expect(quoted('plain', '')).toEqual(['plain']);
  });
});

describe('acts', () => {
  const action = (sequence: number) => ({
    ...{ sequence, action: 'note' as const, actor: '甲', reason: '', link: null },
    at: '2026-11-20T00:00:00.000Z',
  });

  it('done meanwhile are those after the sequence that was seen', () => {
    expect(since([action(3), action(1), action(2)], 1).map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(since([action(1)], 1)).toEqual([]);
  });

  it('offered at once decide an appeal first', () => {
    expect(quickActs(['reply', 'revoke', 'send_back', 'pass_up', 'cancel', 'note'])).toEqual([
      'revoke',
      'send_back',
      'pass_up',
      'note',
    ]);
  });
});
