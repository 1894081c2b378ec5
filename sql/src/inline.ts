/**
 * A mart as a sub-query: the SELECT of its view with arguments in place of parameters, views it calls written out too.
 * Reading a parameterised view makes the engine plan its statement twice, and a view in a view four times; written out
 * it is planned once (measured: a week's ranking 410 ms as a view, 130 ms written out, on an empty store).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { closing, decided, split } from './decided.ts';
import { canonical, splitStatements } from './statement.ts';
import { StoreError } from './store-error.ts';

/** Name of a view: name of the one read in its place, or a sub-query in brackets. */
type StandIns = Readonly<Record<string, string>>;

const layers = ['staging', 'cases', 'marts'];
let models: Models | undefined;
/** What was written out before: pages ask for the same few hundred calls again and again, and each takes milliseconds. */
const written = new Map<string, string>();
const MOST_WRITTEN = 1_000;

interface Models {
  selects: Map<string, string>;
  functions: Map<string, { given: string[]; body: string }>;
}

function readModels(): Models {
  const selects = new Map<string, string>();
  const functions: Models['functions'] = new Map();
  for (const layer of layers) {
    const folder = new URL(`../${layer}/`, import.meta.url);
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.sql'))) {
      for (const statement of splitStatements(readFileSync(new URL(file, folder), 'utf8'))) {
        const [, what, name = '', rest = ''] =
          /create or replace (view|function) (\w+)\s*\{on_cluster\}\s*as\s([\s\S]*)$/i.exec(canonical(statement)) ?? [];
        if (what === 'view') selects.set(name, rest.trim());
        const [, given = '', body] = what === 'function' ? (/^\((.*?)\) -> ([\s\S]*)$/.exec(rest) ?? []) : [];
        if (body !== undefined) functions.set(name, { given: split(given, ','), body: body.trim() });
      }
    }
  }
  return { selects, functions };
}

/** `a = x, b = f(y, z)` as pairs. */
function argumentsOf(text: string): Map<string, string> {
  return new Map(
    split(text, ',').map((part) => {
      const equals = part.indexOf('=');
      return [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
    }),
  );
}

/** Every bracket that `opening` ends with, and what it holds, written as told. */
function rewritten(text: string, opening: RegExp, write: (found: RegExpExecArray, inside: string) => string): string {
  let done = '';
  let from = 0;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const start = found.index + found[0].length;
    const end = closing(text, start);
    if (end < 0) throw new StoreError(`A call in a model has no end: "${text.slice(start, start + 60)}…".`);
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

/**
 * The call of a view, such as `daily_statistics(from_day = {from_day:Date}, …)`, as a sub-query in brackets. A view that a
 * stand-in is named for is read there instead, which must have the same rows.
 */
export function inlineView(call: string, standIns: StandIns = {}): string {
  models ??= readModels();
  const asked = JSON.stringify([call, standIns]);
  let text = written.get(asked);
  if (text === undefined) {
    text = decided(writeOut(call, models.selects, standIns), models.functions);
    if (written.size >= MOST_WRITTEN) written.clear();
    written.set(asked, text);
  }
  return text;
}
