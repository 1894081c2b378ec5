import { expect, test } from 'vitest';
import { quoted, writeMoments, writeParameters } from './parameters.ts';

test('a quoted text has no way out of its quotes', () => {
  expect(quoted("a'b\\c\0d")).toBe("'a\\'b\\\\c\\0d'");
});

test('values are written as casts of literals to the type the statement declares', () => {
  const written = writeParameters(
    'select {a:String}, {b:UInt8}, {c:Array(String)}, {d:Array(UInt8)}, {e:Nullable(String)}, {f:Bool}',
    {
      a: "it's",
      b: 3,
      c: ["x'", '\\'],
      d: [1, 2],
      e: null,
      f: true,
    },
  );
  expect(written).toBe(
    "select CAST('it\\'s', 'String'), CAST('3', 'UInt8'), CAST('[\\'x\\\\\\'\\',\\'\\\\\\\\\\']', 'Array(String)'), CAST('[1,2]', 'Array(UInt8)'), CAST(NULL, 'Nullable(String)'), CAST('true', 'Bool')",
  );
});

test('what a value looks like is never read again: a value that holds a placeholder stays text', () => {
  expect(writeParameters('select {a:String}, {b:String}', { a: '{b:String}', b: 'x' })).toBe(
    "select CAST('{b:String}', 'String'), CAST('x', 'String')",
  );
});

test('moments are cast from UTC, also to a type with another zone', () => {
  const written = writeMoments("select {a:DateTime64(3, 'Asia/Shanghai')}, {b:String}, {c:DateTime64(3)}", {
    a: new Date('2026-03-02T00:00:00.5Z'),
    b: '2026-03-02T00:00:00Z',
    c: '2026-03-02T08:00:00+08:00',
  });
  expect(written).toBe(
    "select CAST(CAST('2026-03-02 00:00:00.500', 'DateTime64(3, \\'UTC\\')'), 'DateTime64(3, \\'Asia/Shanghai\\')'), {b:String}, CAST(CAST('2026-03-02 00:00:00.000', 'DateTime64(3, \\'UTC\\')'), 'DateTime64(3)')",
  );
});

test('an invalid Date is refused by name', () => {
  expect(() => writeParameters('select {at:DateTime}', { at: new Date('nonsense') })).toThrow(
    'The parameter at is an invalid Date; pass a moment that exists.',
  );
});
