import { expect, it } from 'vitest';
import { TEMPLATES } from './templates.ts';

type Tree = { [key: string]: string | Tree };
const flatten = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flatten(value, `${path}${key}.`),
  );
const slots = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort();
const zh = flatten(TEMPLATES.zh);
const en = new Map(flatten(TEMPLATES.en));

it('says the same facts in both languages', () => {
  expect([...en.keys()].sort()).toEqual(zh.map(([key]) => key).sort());
  for (const [key, text] of zh) expect(slots(en.get(key)!), key).toEqual(slots(text));
});

it('writes no space between Chinese and digits', () => {
  for (const [key, text] of zh) expect(text, key).not.toMatch(/[一-鿿] \d|[\d}] [一-鿿]/);
});
