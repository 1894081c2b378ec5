import { expect, test } from 'vitest';
import { canonical, pieces, replacePlaceholders, splitStatements } from './statement.ts';

test('statements end at semicolons outside strings, names, here-documents and comments only', () => {
  const sql = `
    -- first; comment
    select 'a;b', "c;d", \`e;f\`, 'it''s; \\'fine\\'', $x$ g;h $x$ /* i;j */ ; # k;l
    select 2;;
    -- nothing but this; comment
    select 3`;
  const statements = splitStatements(sql);
  expect(statements).toHaveLength(3);
  expect(statements[0]).toContain("'it''s; \\'fine\\''");
  expect(statements[1]).toBe('# k;l\n    select 2');
  expect(statements[2]).toMatch(/select 3$/);
});

test('a file of comments holds no statement', () => {
  expect(splitStatements('-- a\n/* b; */\n;\n  ')).toEqual([]);
});

test('the pieces of a statement add up to the statement, closed or not', () => {
  for (const sql of [
    "a 'b",
    'a "b',
    '/* a',
    '$a$ b',
    'a - b / c # d $ e { f',
    "{a:Array(String)} {} {'k': 1}",
    "'\\",
  ]) {
    expect([...pieces(sql)].map((piece) => piece.text).join('')).toBe(sql);
  }
});

test('placeholders are told with name and type, and stay when there is no replacement', () => {
  const seen: string[][] = [];
  const sql = "select {a:Array(String)}, { b : DateTime64(3, 'UTC') }, {c}, '{d:String}', {'e': 1}, -- {f:String}";
  const replaced = replacePlaceholders(sql, (name, type) => {
    seen.push([name, type]);
    return name === 'c' ? 'C' : undefined;
  });
  expect(seen).toEqual([
    ['a', 'Array(String)'],
    ['b', "DateTime64(3, 'UTC')"],
    ['c', ''],
  ]);
  expect(replaced).toBe(sql.replace('{c}', 'C'));
});

test('the canonical form forgets comments and blanks, but not those inside strings', () => {
  const one = canonical("select  'a  -- b' , -- why\n\t x /* y */ from t");
  expect(one).toBe("select 'a  -- b' , x from t");
  expect(canonical("select 'a  -- b' , x from t")).toBe(one);
  expect(canonical("select 'a -- b' , x from t")).not.toBe(one);
});
