/**
 * What a statement's text says already, decided before the engine sees it: which branch of `if` and `multiIf` is taken where
 * two words are compared, whether a list of words has one, filters that nobody set. The engine would decide the same, but
 * plans all of it first (measured: an eighth of a statistic's time). Text is as `canonical` leaves it.
 */

/** Definitions of functions by name: the names of their arguments, and the expression. */
export type Functions = ReadonlyMap<string, { readonly given: readonly string[]; readonly body: string }>;

/** The place of the quote that ends one; the last of the text where it has none. */
function endOfQuote(text: string, at: number): number {
  const end = text.indexOf("'", at + 1);
  return end < 0 ? text.length - 1 : end;
}

/** The end of a bracket opened just before `from`; quotes are stepped over. -1 where it has none. */
export function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === "'") at = endOfQuote(text, at);
    else if (char === '(' || char === '{' || char === '[') depth += 1;
    else if (char === ')' || char === '}' || char === ']') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** The parts between separators that stand in no bracket and no quotes. */
export function split(text: string, separator: ',' | ' or ' | ' and '): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === "'") at = endOfQuote(text, at);
    else if (char === '(' || char === '{' || char === '[') {
      const end = closing(text, at + 1);
      at = end < 0 ? text.length : end;
    } else if (text.startsWith(separator, at)) {
      parts.push(text.slice(from, at).trim());
      from = at + separator.length;
      at = from - 1;
    }
  }
  return [...parts, text.slice(from).trim()];
}

const WORD = /^'[^']*'$/;
/** `'a'`, `('a', 'b')` or `(['a', 'b'])`. */
const WORDS = /^\(?\[?('[^']*'(?:, '[^']*')*)\]?\)?$/;
const isIn = (word: string, words: string) => (WORDS.exec(words)?.[1] ?? '').split(', ').includes(word);

/** `true` or `false` where a condition is so whatever the rows are; else the condition, without what adds nothing to it. */
function truth(condition: string): string {
  if (!/\b(true|false)\b|' (=|!=|in) /.test(condition)) return condition;
  const members = split(condition, ' or ').map((member) => {
    const parts = split(member, ' and ').map(compared);
    return parts.includes('false') ? 'false' : parts.filter((part) => part !== 'true').join(' and ') || 'true';
  });
  return members.includes('true') ? 'true' : members.filter((member) => member !== 'false').join(' or ') || 'false';
}

function compared(condition: string): string {
  const [, left = '', operator, right = ''] = /^('[^']*') (=|!=|in) (.+)$/.exec(condition) ?? [];
  if (operator === 'in') return WORDS.test(right) ? String(isIn(left, right)) : condition;
  return operator !== undefined && WORD.test(right) ? String((left === right) === (operator === '=')) : condition;
}

/** The branch taken of `condition, value, condition, value, …, else`, or the branches left. */
function branch(name: string, parts: readonly string[]): string {
  const left: string[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const [condition = '', value] = parts.slice(at, at + 2);
    const is = value === undefined ? 'true' : truth(condition);
    if (is === 'false') continue;
    if (is !== 'true') left.push(is, value!);
    else if (left.length === 0) return grouped(value ?? condition);
    else return `${left.length === 2 ? 'if' : name}(${[...left, value ?? condition].join(', ')})`;
  }
  return `${name}(${parts.join(', ')})`;
}

/** In brackets, unless it is a name, a literal or one call. */
function grouped(expression: string): string {
  const [opening] = /^[\w.]*[([]/.exec(expression) ?? [];
  const isOne = opening !== undefined && closing(expression, opening.length) === expression.length - 1;
  return isOne || /^([\w.]+|'[^']*'|\{[^{}]*\})$/.test(expression) ? expression : `(${expression})`;
}

function called(name: string, inside: string, functions: Functions): string {
  if (name !== 'if' && name !== 'multiIf' && name !== 'has' && !functions.has(name)) return `${name}(${inside})`;
  const parts = split(inside, ',').map((part) => (/^\('[^']*'\)$/.test(part) ? part.slice(1, -1) : part));
  if (name === 'if' || name === 'multiIf') return branch(name, parts);
  const [first = '', second = ''] = parts;
  if (name === 'has' && WORDS.test(first) && WORD.test(second)) return String(isIn(second, first));
  const known = functions.get(name);
  if (known === undefined || !WORD.test(first)) return `${name}(${inside})`;
  const body = known.body.replace(/'[^']*'|\b\w+\b/g, (piece) => {
    const index = known.given.indexOf(piece);
    return index < 0 ? piece : grouped(parts[index] ?? '');
  });
  return grouped(decided(body, functions));
}

/** Where nothing is made of it. */
const TRUE_TOO = / and true(?=$|\)| and | or | group by | order by | limit | settings )/g;

/** The text with all that is decided written as it turns out; `functions` are written out where the first argument is a word. */
export function decided(text: string, functions: Functions): string {
  const opening = /'[^']*'|(\b[a-zA-Z_]\w*)?\(/g;
  let done = '';
  let from = 0;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    if (found[0].startsWith("'")) continue;
    const start = opening.lastIndex;
    const end = closing(text, start);
    if (end < 0) break;
    const inside = decided(text.slice(start, end).trim(), functions);
    const name = found[1];
    done += text.slice(from, found.index);
    // A bracket after a bracket holds arguments, as in quantileIf(0.5)(…).
    if (name !== undefined) done += called(name, inside, functions);
    else if (done.endsWith(')') || /^(select|with) /.test(inside)) done += `(${inside})`;
    else {
      const is = truth(inside);
      done += is === 'true' || is === 'false' ? is : `(${is})`;
    }
    from = end + 1;
    opening.lastIndex = from;
  }
  return (done + text.slice(from)).replaceAll(TRUE_TOO, '');
}
