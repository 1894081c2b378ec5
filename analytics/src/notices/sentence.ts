/**
 * Sentences of a template: text with figures in braces, `{收件}` or `{收件.环比}`, and in square brackets what is left out when a
 * figure in it has nothing to say: `收件{收件}件[，{收件.环比}]`.
 */
import { type Comparing, type Facts, said, saidAs } from './fact.ts';
import { FORMS, type Form } from './vocabulary.ts';

export interface Mention {
  name: string;
  form: Form | undefined;
}
export type Part = { text: string } | { mention: Mention } | { optional: readonly Part[] };

/** The parts, or a sentence that says what is wrong with the text. */
export function readSentence(source: string): Part[] | string {
  // The innermost list of parts that is open comes last.
  const open: Part[][] = [[]];
  let text = '';
  const flush = () => {
    if (text) open.at(-1)!.push({ text });
    text = '';
  };
  for (let at = 0; at < source.length; at += 1) {
    const letter = source[at]!;
    if (letter === '{') {
      const end = source.indexOf('}', at);
      if (end < 0) return `“{” is not closed in “${source}”.`;
      const mention = readMention(source.slice(at + 1, end));
      if (typeof mention === 'string') return mention;
      flush();
      open.at(-1)!.push({ mention });
      at = end;
    } else if (letter === '}') {
      return `“}” without “{” in “${source}”.`;
    } else if (letter === '[') {
      flush();
      open.push([]);
    } else if (letter === ']') {
      flush();
      const optional = open.pop()!;
      if (open.length === 0) return `“]” without “[” in “${source}”; for the sign itself write ］ or 〕.`;
      open.at(-1)!.push({ optional });
    } else {
      text += letter;
    }
  }
  if (open.length > 1) return `“[” is not closed in “${source}”; for the sign itself write ［ or 〔.`;
  flush();
  return open[0]!;
}

/** A name and, behind a dot, one of its forms; or what is wrong with them. */
export function readMention(source: string): Mention | string {
  const [name = '', form, ...more] = source.trim().split('.');
  if (name === '') return '“{}” names no figure.';
  if (form === undefined) return { name, form: undefined };
  if (more.length === 0 && form in FORMS) return { name, form: form as Form };
  return `“${source}”: behind the dot stands one of ${Object.keys(FORMS).join(', ')}.`;
}

export const mentionsOf = (parts: readonly Part[]): Mention[] =>
  parts.flatMap((part) => ('mention' in part ? [part.mention] : 'optional' in part ? mentionsOf(part.optional) : []));

/** The sentence with its figures; null where one it needs has nothing to say. */
export function sayParts(parts: readonly Part[], facts: Facts, comparing: Comparing): string | null {
  let sentence = '';
  for (const part of parts) {
    if ('text' in part) sentence += part.text;
    else if ('optional' in part) sentence += sayParts(part.optional, facts, comparing) ?? '';
    else {
      const fact = facts[part.mention.name];
      if (fact === undefined) return null;
      const words = part.mention.form === undefined ? said(fact) : saidAs(fact, part.mention.form, comparing);
      if (words === null) return null;
      sentence += words;
    }
  }
  return sentence;
}
