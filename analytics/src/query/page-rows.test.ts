/** The rows of a page, cut out of what the engine wrote. */
import { describe, expect, it } from 'vitest';
import { isEmptyPage, pageOf, pageRows } from './page-rows.ts';

const linesOf = (texts: readonly string[]) =>
  Buffer.from(texts.map((text, at) => JSON.stringify({ case_id: text, page_keys: [text, at] })).join('\n'));
const rowsOf = (lines: Buffer, limit: number) => JSON.parse(pageOf({ a: 1 }, pageRows(lines, limit)).toString());

describe('a row written by the engine, its keys last', () => {
  it.each(['', 'a,', '\\', '"', '}', ',"page_keys":[1]', '","page_keys":["', ',\\"page_keys\\":[', 'a\nb', '办件'])(
    'is the row without them, also with %j in it',
    (text) => {
      const lines = linesOf([text, text]);
      expect(rowsOf(lines, 2)).toEqual({ a: 1, rows: [{ case_id: text }, { case_id: text }] });
      expect(pageRows(lines, 1).after).toEqual([text, 0]);
    },
  );
});

it('a page ends after as many rows as were asked for, and says by which keys the next begins only where there is one', () => {
  const lines = linesOf(['a', 'b', 'c']);
  expect(rowsOf(lines, 2).rows).toEqual([{ case_id: 'a' }, { case_id: 'b' }]);
  expect(pageRows(lines, 2).after).toEqual(['b', 1]);
  expect(rowsOf(lines, 3).rows).toHaveLength(3);
  expect(pageRows(lines, 3).after).toBeUndefined();
});

it('no rows are an empty list, and known as one', () => {
  const page = pageOf({ a: 1 }, pageRows(Buffer.alloc(0), 3));
  expect(JSON.parse(page.toString())).toEqual({ a: 1, rows: [] });
  expect(isEmptyPage(page)).toBe(true);
  expect(isEmptyPage(pageOf({ a: 1 }, pageRows(linesOf(['"rows":[]}']), 1)))).toBe(false);
});
