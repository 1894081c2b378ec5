import { describe, expect, it } from 'vitest';
import { keysOf, withoutKeys } from './select.ts';

describe('a row written by the engine, its keys last', () => {
  it.each(['', 'a,', '\\', '"', '}', ',"page_keys":[1]', '","page_keys":["', ',\\"page_keys\\":[', 'a\nb', '办件'])(
    'is the row without them, also with %j in it',
    (text) => {
      const row = { case_id: text, title: text };
      const line = JSON.stringify({ ...row, page_keys: [text, 1] });
      expect(JSON.parse(withoutKeys(line))).toEqual(row);
      expect(keysOf(JSON.parse(line))).toEqual([text, 1]);
    },
  );
});
