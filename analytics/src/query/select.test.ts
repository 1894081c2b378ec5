import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { keysOf, type Select, withoutKeys } from './select.ts';

const select: Select = {
  from: 'cases',
  row: Type.Object({ case_id: Type.String(), title: Type.String() }),
  order: [
    { expression: 'day', type: 'Date' },
    { expression: 'case_id', type: 'String' },
  ],
  parameters: {},
};

describe('a row written by the engine, its keys last', () => {
  it.each(['', 'a,', '\\', '"', '}', ',"key_0":1', '","key_0":"', ',\\"key_0\\":', 'a\nb', '办件'])(
    'is the row without them, also with %j in it',
    (text) => {
      const row = { case_id: text, title: text };
      const line = JSON.stringify({ ...row, key_0: text, key_1: text });
      expect(JSON.parse(withoutKeys(line))).toEqual(row);
      expect(keysOf(select, JSON.parse(line))).toEqual([text, text]);
    },
  );
});
