/** Text with columns in braces: `{case_id}-accepted`. `{column?}` may be missing from the file; `{{` is a brace. */
import type { Template } from './mapping.ts';

/** The template, or a sentence that says what is wrong with the text. */
export function readTemplate(text: string): Template | string {
  const parts: Template['parts'] = [];
  let constant = '';
  for (let at = 0; at < text.length; ) {
    if (text.startsWith('{{', at) || text.startsWith('}}', at)) {
      constant += text[at];
      at += 2;
      continue;
    }
    if (text[at] === '}') return `“}” without “{” in “${text}”; write }} for the character itself.`;
    if (text[at] !== '{') {
      constant += text[at];
      at += 1;
      continue;
    }
    const end = text.indexOf('}', at);
    if (end < 0) return `“{” is not closed in “${text}”; write {{ for the character itself.`;
    const name = text.slice(at + 1, end);
    const optional = name.endsWith('?');
    const column = (optional ? name.slice(0, -1) : name).trim();
    if (!column) return `“{}” in “${text}” names no column.`;
    if (constant) parts.push({ constant });
    constant = '';
    parts.push({ column, optional });
    at = end + 1;
  }
  if (constant) parts.push({ constant });
  return { text, parts };
}

/** The text when no column is in it, else undefined. */
export function constantOf(template: Template): string | undefined {
  let text = '';
  for (const part of template.parts) {
    if ('column' in part) return undefined;
    text += part.constant;
  }
  return text;
}
