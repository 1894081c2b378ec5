import type { LiveCards, LiveNewest, LiveStored } from '@mingcha/analytics/contract';
import { describe, expect, it } from 'vitest';
import { before, cardLines, newestLines, storedLines } from './feed.ts';

const event = (case_id: string, minute: string) => ({
  ...{ case_id, type: 'accepted', department: 'plan', window: 'plan-1', item: 'permit' },
  occurred_at: `2026-03-11T01:${minute}:00.000Z`,
});
const card = (case_id: string, action: 'issue' | 'urge') => ({
  ...{ card_id: `card-${case_id}`, case_id, rule: 'promised_limit', grade: 'yellow' as const, action, actor: '' },
});
const stored = (...newest: LiveStored['newest']): LiveStored => ({
  ...{ at: '2026-03-11T02:00:00.000Z', events: newest.length, cases: 1 },
  newest,
});
const changed = (baseline: number, ...newest: ReturnType<typeof card>[]): LiveCards => ({
  ...{ at: '2026-03-11T02:00:00.000Z', changes: newest.length, baseline },
  newest: newest.map((each) => ({ ...each, state: 'issued' as const })),
});
const ids = (lines: { case_id: string }[]) => lines.map(({ case_id }) => case_id);

describe('the feed', () => {
  it('begins with what happened last, events and cards in one order', () => {
    const newest: LiveNewest = {
      as_of: '2026-03-11T02:00:00.000Z',
      events: [event('a', '50'), event('b', '10')],
      cards: [{ ...card('c', 'issue'), at: '2026-03-11T01:30:00.000Z' }],
    };
    expect(ids(newestLines(newest))).toEqual(['a', 'c', 'b']);
  });

  it('has the last event of a commit on top', () => {
    expect(ids(storedLines(stored(event('a', '01'), event('b', '02'))))).toEqual(['b', 'a']);
  });

  it('tells one happening once, though it was read and then heard of', () => {
    const read = newestLines({ as_of: '', events: [event('a', '50')], cards: [] });
    expect(ids(before(storedLines(stored(event('a', '50'), event('b', '51'))), read))).toEqual(['b', 'a']);
    expect(before(storedLines(stored(event('a', '50'))), read)[0]!.isFresh).toBe(true);
  });

  it('tells of cards issued and acted on, and of none found in history', () => {
    expect(cardLines(changed(0, card('a', 'issue'), card('b', 'urge')))).toMatchObject([
      { case_id: 'b', action: 'urge', grade: 'yellow' },
      { case_id: 'a', action: 'issue' },
    ]);
    expect(cardLines(changed(1, card('a', 'issue')))).toEqual([]);
  });
});
