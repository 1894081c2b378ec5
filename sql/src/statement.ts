/**
 * Reads ClickHouse SQL just far enough to know what is code: strings, quoted names, here-documents and comments
 * are passed over, so that a semicolon or a `{name:Type}` inside them is never mistaken for one outside.
 */

export type Piece =
  | { kind: 'text' | 'comment' | 'semicolon'; text: string }
  /** `{name}` or `{name:Type}`; `type` is empty without a colon. */
  | { kind: 'placeholder'; text: string; name: string; type: string };

const placeholderPattern = /\{\s*([A-Za-z_]\w*)\s*(?::\s*([^{}]+?)\s*)?\}/y;
const hereDocumentPattern = /\$\w*\$/y;
/** Everything that cannot begin something special; taken in one bite. */
const plainPattern = /[^'"`\-#/$;{]+/y;

function take(pattern: RegExp, sql: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(sql);
}

/** The position after the quote that closes the one at `at`; a doubled or escaped quote does not close. */
function afterQuote(sql: string, at: number): number {
  const quote = sql[at];
  let i = at + 1;
  while (i < sql.length) {
    if (sql[i] === '\\') i += 2;
    else if (sql[i] !== quote) i += 1;
    else if (sql[i + 1] === quote) i += 2;
    else return i + 1;
  }
  return sql.length;
}

function after(sql: string, closing: string, from: number): number {
  const found = sql.indexOf(closing, from);
  return found < 0 ? sql.length : found + closing.length;
}

function pieceAt(sql: string, at: number): Piece {
  const next = sql[at + 1];
  switch (sql[at]) {
    case "'":
    case '"':
    case '`':
      return { kind: 'text', text: sql.slice(at, afterQuote(sql, at)) };
    case ';':
      return { kind: 'semicolon', text: ';' };
    case '-':
      if (next === '-') return { kind: 'comment', text: sql.slice(at, after(sql, '\n', at)) };
      break;
    case '#':
      if (next === ' ' || next === '!') return { kind: 'comment', text: sql.slice(at, after(sql, '\n', at)) };
      break;
    case '/':
      if (next === '*') return { kind: 'comment', text: sql.slice(at, after(sql, '*/', at + 2)) };
      break;
    case '$': {
      const tag = take(hereDocumentPattern, sql, at)?.[0];
      if (tag) return { kind: 'text', text: sql.slice(at, after(sql, tag, at + tag.length)) };
      break;
    }
    case '{': {
      const found = take(placeholderPattern, sql, at);
      if (found) return { kind: 'placeholder', text: found[0], name: found[1] ?? '', type: found[2] ?? '' };
      break;
    }
  }
  return { kind: 'text', text: take(plainPattern, sql, at)?.[0] ?? sql.charAt(at) };
}

export function* pieces(sql: string): Generator<Piece> {
  for (let at = 0; at < sql.length; ) {
    const piece = pieceAt(sql, at);
    yield piece;
    at += piece.text.length;
  }
}

/** The statements of a file, without their semicolons; stretches of nothing but comments and blanks are left out. */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let text = '';
  let hasCode = false;
  const finish = () => {
    if (hasCode) statements.push(text.trim());
    text = '';
    hasCode = false;
  };
  for (const piece of pieces(sql)) {
    if (piece.kind === 'semicolon') {
      finish();
      continue;
    }
    text += piece.text;
    if (piece.kind !== 'comment' && piece.text.trim() !== '') hasCode = true;
  }
  finish();
  return statements;
}

/** Rewrites placeholders; where `replace` answers undefined the placeholder stays as it is. */
export function replacePlaceholders(sql: string, replace: (name: string, type: string) => string | undefined): string {
  let text = '';
  for (const piece of pieces(sql)) {
    text += piece.kind === 'placeholder' ? (replace(piece.name, piece.type) ?? piece.text) : piece.text;
  }
  return text;
}

/** The statement as it matters to the engine: no comments, and blanks outside strings and quoted names as one space. */
export function canonical(statement: string): string {
  let text = '';
  for (const piece of pieces(statement)) {
    const isVerbatim = /^['"`$]/.test(piece.text);
    const part = piece.kind === 'comment' ? ' ' : isVerbatim ? piece.text : piece.text.replace(/\s+/g, ' ');
    text = text.endsWith(' ') && part.startsWith(' ') ? text + part.slice(1) : text + part;
  }
  return text.trim();
}
