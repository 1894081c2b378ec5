import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Accepted, checkLine } from './check.ts';
import { EventRows } from './event-rows.ts';
import { EventKeys } from './known.ts';
import { SHANGHAI } from './zone.ts';

const context = { zone: SHANGHAI, latest: Date.parse('2026-03-09'), tolerance: 0 };
const storedAt = Date.parse('2026-03-09T01:02:03.004Z');
const event = (changes: object = {}) => ({
  source: 'hall',
  event_id: 'E1',
  type: 'accepted',
  case_id: 'C1',
  occurred_at: '2026-03-02T09:15:00.5',
  ...changes,
});

function checked(changes: object = {}): Accepted {
  const result = checkLine(event(changes), context);
  if ('code' in result) throw new Error(result.message);
  return result;
}

function packed(...changes: object[]): EventRows {
  const rows = new EventRows('host\t1', changes.length);
  for (const each of changes) rows.push(checked(each));
  return rows;
}

/** Reasons with what needs escapes and what takes several bytes. */
const reasons = fc.stringMatching(/^[\t\n\r\\a理😀']{1,40}$/u);

describe('rows of events', () => {
  it('are the checked rows with moment and worker behind them, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(reasons, fc.boolean()), { minLength: 1, maxLength: 40 }), (given) => {
        const rows = packed(...given.map(([reason], index) => ({ event_id: `E${index}`, reason })));
        const kept = given.flatMap(([, isKept], index) => (isKept ? [index] : []));
        const expected = kept.map((index) => {
          const { row } = checked({ event_id: `E${index}`, reason: given[index]![0] });
          return `${row}\t2026-03-09 01:02:03.004\thost\\t1\n`;
        });
        expect(rows.bytes(kept, storedAt).toString()).toBe(expected.join(''));
      }),
    );
  });

  it('outgrow what was set aside for them', () => {
    const rows = new EventRows('w', 0);
    const reason = '超'.repeat(900);
    for (let index = 0; index < 100; index += 1) rows.push(checked({ event_id: `E${index}`, reason }));
    const lines = rows
      .bytes(
        Array.from({ length: 100 }, (_, index) => index),
        storedAt,
      )
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines.length).toBe(100);
    expect(lines.every((line) => line.includes(reason))).toBe(true);
  });

  it('tell what was stored as it was sent', () => {
    const rows = packed({ case_id: 'C\\1', department: 'a\\tb', window: 'W1' });
    expect(rows.stored(0)).toEqual({
      case_id: 'C\\1',
      type: 'accepted',
      occurred_at: '2026-03-02T01:15:00.500Z',
      department: 'a\\tb',
      window: 'W1',
      item: '',
    });
  });
});

describe('known events', () => {
  it('are those of the same case, source, number, revision and content, and no others of the same content', () => {
    const rows = packed(
      {},
      { case_id: 'C2' },
      {},
      { event_id: 'E2' },
      { revision: 1 },
      { case_id: 'C2' },
      { window: 'W1' },
    );
    const keys = new EventKeys();
    expect(rows.marks[1]).toBe(rows.marks[0]);
    expect(Array.from({ length: rows.length }, (_, at) => keys.add(rows, at))).toEqual([
      true,
      true,
      false,
      true,
      true,
      false,
      true,
    ]);
  });

  it('are recognised by the key the store answers with', () => {
    const rows = packed({ case_id: "a\\b'c" }, { case_id: 'C2' });
    const keys = new EventKeys();
    keys.addKey(`a\\b'c\thall\tE1\t0\t${rows.key(0).split('\t').at(-1)}`);
    expect([keys.has(rows, 0), keys.has(rows, 1), keys.add(rows, 0), keys.add(rows, 1)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});
