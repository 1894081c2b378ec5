import { expect, it } from 'vitest';
import { decided, type Functions } from './decided.ts';

const functions: Functions = new Map([
  [
    'unit_of',
    {
      given: ['level', 'county', 'window'],
      body: "multiIf(level = 'county', toString(county), level = 'window', toString(window), '')",
    },
  ],
]);

it.each([
  ["multiIf('a' = 'b', x, 'a' = 'a', y, z) as n", 'y as n'],
  ["2 * if('a' in ('a', 'b'), x + 1, y)", '2 * (x + 1)'],
  ["multiIf(q = 1, x, 'a' = 'a', y, z)", 'if(q = 1, x, y)'],
  ["multiIf('a' = 'b', x, q = 1, y, r = 2, v, 'a' != 'b', z, w)", 'multiIf(q = 1, y, r = 2, v, z)'],
  ["(has((['a', 'b']), 'a') and x > 0) or (y > 0 and has(['a'], 'c'))", '(x > 0) or false'],
  ["((x > 0 and has(['a'], 'b')) or (y > 0 and has(['a'], 'a')))", '((y > 0))'],
  ["select 1 from t where a = 1 and ('' = '' or county = '') and (q or r)", 'select 1 from t where a = 1 and (q or r)'],
  ["f(unit_of(('window'), s.county, concat(s.window, 'x')))", "f(toString(concat(s.window, 'x')))"],
])('decides %s', (text, is) => {
  expect(decided(text, functions)).toBe(is);
});

it.each([
  "if(a = 'b', x, y)",
  "({county:String} = '' or county = {county:String})",
  "x in ('a', 'b') and y in (select c from t where d or e)",
  'quantileIf(0.5)(used, day between a and b)',
  'unit_of(level, county, window)',
  "cast(x, 'Array(Enum8(''a and (b'' = 1))')",
  "arrayFilter((code, day) -> day > 1 or code = 'a', days)",
  'countIf(true)',
  'select a from t where b and true = c',
  "select 'a' from t where b = (c and 'it",
])('leaves %s as it is', (text) => {
  expect(decided(text, functions)).toBe(text);
});
