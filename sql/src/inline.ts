/**
 * A mart as a sub-query: the SELECT of its view with arguments in place of parameters, views it calls written out too.
 * Reading a parameterised view makes the engine plan its statement twice, and a view in a view four times; written out
 * it is planned once (measured: a week's ranking 410 ms as a view, 130 ms written out, on an empty store).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { canonical, splitStatements } from './statement.ts';
import { StoreError } from './store-error.ts';

/** Name of a view: name of the one read in its place, or a sub-query in brackets. */
type StandIns = Readonly<Record<string, string>>;

const layers = ['staging', 'cases', 'marts'];
let selects: Map<string, string> | undefined;

function readSelects(): Map<string, string> {
  const found = new Map<string, string>();
  for (const layer of layers) {
    const folder = new URL(`../${layer}/`, import.meta.url);
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.sql'))) {
      for (const statement of splitStatements(readFileSync(new URL(file, folder), 'utf8'))) {
        const [, name, select] =
          /create or replace view (\w+)\s*\{on_cluster\}\s*as\s([\s\S]*)$/i.exec(canonical(statement)) ?? [];
        if (name !== undefined && select !== undefined) found.set(name, select.trim());
      }
    }
  }
  return found;
}

/** The end of a bracket opened just before `from`; quotes are stepped over. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === "'") at = text.indexOf("'", at + 1);
    else if (char === '(' || char === '{' || char === '[') depth += 1;
    else if (char === ')' || char === '}' || char === ']') depth -= 1;
    if (depth === 0) return at;
  }
  throw new StoreError(`A call in a model has no end: "${text.slice(from, from + 60)}…".`);
}

/** `a = x, b = f(y, z)` as pairs. */
function argumentsOf(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  let from = 0;
  let depth = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const char = text[at];
    if (char === "'") at = text.indexOf("'", at + 1);
    else if (char === '(' || char === '{' || char === '[') depth += 1;
    else if (char === ')' || char === '}' || char === ']') depth -= 1;
    if (at < text.length && !(char === ',' && depth === 0)) continue;
    const part = text.slice(from, at);
    const equals = part.indexOf('=');
    pairs.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
    from = at + 1;
  }
  return pairs;
}

/** Every bracket that `opening` ends with, and what it holds, written as told. */
function rewritten(text: string, opening: RegExp, write: (found: RegExpExecArray, inside: string) => string): string {
  let done = '';
  let from = 0;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const start = found.index + found[0].length;
    const end = closing(text, start);
    done += text.slice(from, found.index) + write(found, text.slice(start, end));
    from = end + 1;
    opening.lastIndex = from;
  }
  return done + text.slice(from);
}

function writeOut(text: string, known: ReadonlyMap<string, string>, standIns: StandIns): string {
  const call = new RegExp(`\\b(${[...known.keys()].join('|')})\\s*\\(`, 'g');
  return rewritten(text, call, ([, model = ''], given) => {
    const standIn = standIns[model] ?? model;
    if (standIn.startsWith('(')) return standIn;
    const values = argumentsOf(given);
    const select = known.get(standIn) ?? '';
    const filled = select.replace(/\{(\w+):[^{}]+\}/g, (parameter, name: string) => {
      const value = values.get(name);
      if (value === undefined)
        throw new StoreError(`The model ${model} needs ${parameter}, which its caller does not give.`);
      return /^(\{[^{}]+\}|'[^']*')$/.test(value) ? value : `(${value})`;
    });
    const inside = writeOut(filled, known, standIns);
    // A view that only passes arguments on adds no layer: every layer of a mart's columns is planned anew.
    const [, passedOn] = /^select \* from (\([\s\S]*\))$/.exec(inside) ?? [];
    const isPassedOn = passedOn !== undefined && closing(passedOn, 1) === passedOn.length - 1;
    return isPassedOn ? passedOn : `(${inside})`;
  });
}

/** A filter that nobody set always holds. What is not written is not planned: a twentieth of a week's ranking. */
const withoutOpenFilters = (text: string) => rewritten(text, / and \((?='' = '' or )/g, () => '');

/**
 * The call of a view, such as `daily_statistics(from_day = {from_day:Date}, …)`, as a sub-query in brackets. A view that a
 * stand-in is named for is read there instead, which must have the same rows.
 */
export function inlineView(call: string, standIns: StandIns = {}): string {
  selects ??= readSelects();
  return withoutOpenFilters(writeOut(call, selects, standIns));
}
