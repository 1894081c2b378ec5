import { expect, it } from 'vitest';
import en from './en/index.ts';
import zh from './zh-CN/index.ts';

type Tree = { [key: string]: string | Tree };

const flatten = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : flatten(value, `${path}${key}.`),
  );
const slots = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort();

const chinese = new Map(flatten(zh as Tree));
const english = new Map(flatten(en as Tree));

it('has every message in both languages', () => {
  expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
});

it('uses the same placeholders in both languages', () => {
  for (const [key, text] of chinese) expect(slots(english.get(key) ?? ''), key).toEqual(slots(text));
});

it('leaves no message empty', () => {
  for (const [key, text] of [...chinese, ...english]) expect(text.trim(), key).not.toBe('');
});

it('says of work past its limit 超期 and overdue, and 迟 and late of data alone', () => {
  for (const [key, text] of chinese) expect(text, key).not.toMatch(/逾期|超时/);
  const ofData = /^(quality|definition\.quality)\.|late_entr|slowed|^flag\.|^review\.pace_late$/;
  for (const [key, text] of english)
    if (!ofData.test(key)) expect(text.replaceAll(/\{\w+\}/g, ''), key).not.toMatch(/\b(late|lateness)\b/i);
});

it('writes no space between Chinese and digits: the style sheet sets it', () => {
  for (const [key, text] of chinese) expect(text, key).not.toMatch(/[一-鿿] \d|[\d}] [一-鿿]/);
});
