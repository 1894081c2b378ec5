import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import zh from './zh-CN/index.ts';

type Tree = { [key: string]: string | Tree };
const flatten = (tree: Tree, path = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}${key}`] : flatten(value, `${path}${key}.`),
  );

const root = fileURLToPath(new URL('..', import.meta.url));
/** Picks which words say what is left, for the server's sentences and the pages alike. */
const shared = fileURLToPath(new URL('../../../analytics/src/words/days-left.ts', import.meta.url));
/** What the server says of what was done with cards, entries and objections. */
const acts = readFileSync(
  fileURLToPath(new URL('../../../analytics/src/routes/act-words.ts', import.meta.url)),
  'utf8',
);
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith('.test.ts') && !/^locales\//.test(name))
  .map((name) => readFileSync(`${root}/${name}`, 'utf8'))
  .concat(readFileSync(shared, 'utf8'))
  .join('\n');

const keys = new Set(flatten(zh as Tree));
const said = new Set([...sources.matchAll(/['"`]([a-z_]+(?:\.\w+)*)['"`]/g)].map((m) => m[1]!));
/** Keys put together from a template: `grade.${grade}`, and codes looked up by group: code('event', …). */
const templates = [...sources.matchAll(/`([a-z_]+\.[a-z_.]*\$\{[^`]*)`/g)].map((m) => {
  const fixed = m[1]!.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${fixed.join('[\\w.]+')}$`);
});
const groups = [...sources.matchAll(/code\('(\w+)'/g)].map((m) => new RegExp(`^${m[1]}\\.`));
groups.push(...[...acts.matchAll(/(?:acts|states): '(\w+)'/g)].map((m) => new RegExp(`^${m[1]}\\.`)));

it('has a message for every key the code names', () => {
  const named = [...sources.matchAll(/\bt\(\s*'([\w.]+)'/g)].map((m) => m[1]!);
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((key) => !keys.has(key))).toEqual([]);
});

it('keeps no message that nothing says', () => {
  const used = (key: string) => said.has(key) || [...templates, ...groups].some((pattern) => pattern.test(key));
  expect([...keys].filter((key) => !used(key))).toEqual([]);
});
