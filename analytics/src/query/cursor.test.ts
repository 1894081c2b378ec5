import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { readCursor, writeCursor } from './cursor.ts';
import type { Select } from './select.ts';

const select: Select = {
  from: 'cases',
  row: Type.Object({ case_id: Type.String() }),
  order: [
    { expression: 'day', type: 'Date' },
    { expression: 'case_id', type: 'String' },
  ],
  parameters: { department: 'd1' },
};
const cursor = { after: ['2026-03-02', '办件-1'], asOf: new Date('2026-03-09T09:30:00.000Z') };

describe('a cursor', () => {
  it('brings back where the page ended and the moment it was of', () => {
    expect(readCursor(select, writeCursor(select, cursor))).toEqual(cursor);
  });

  it('fits only the question it was given for', () => {
    const other = { ...select, parameters: { department: 'd2' } };
    expect(readCursor(other, writeCursor(select, cursor))).toBeUndefined();
  });

  it.each(['', 'x', 'e30', Buffer.from('null').toString('base64url'), Buffer.from('{"q":1}').toString('base64url')])(
    'made up (%j) is refused',
    (word) => {
      expect(readCursor(select, word)).toBeUndefined();
    },
  );
});
