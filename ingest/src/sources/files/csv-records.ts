/**
 * Lines to records of a CSV or TSV file (RFC 4180), forgiving towards the file and strict towards the row.
 *
 * Written here and not taken from a library, for one reason: a quote that is never closed must cost its own
 * line, not the rest of the file. When a record that began on a line turns out faulty, only that line is refused
 * and reading goes on with the next. A quoted field may run over up to 100 lines.
 */
import type { LineFault, TextBlock } from './text-blocks.ts';

const MAX_RECORD_LINES = 100;

export interface CsvFault {
  code: LineFault['code'] | 'row_columns' | 'row_quote';
  message: string;
}

export interface CsvRecord {
  line: number;
  cells: string[];
  /** Set when the line cannot be read; then `cells` holds the line as it stands. */
  fault?: CsvFault;
}

/** Whether a row has nothing in any of its columns, as spreadsheets leave some below their last. */
export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

/** Feed it blocks in order, then `end()`; the first good record sets the number of columns. */
export class CsvRecords {
  readonly #delimiter: string;
  #columns: number | undefined;
  #pending: string[] = [];
  #pendingLine = 0;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  *read(block: TextBlock): Generator<CsvRecord> {
    const { lines, faults, firstLine } = block;
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index]!;
      const fault = faults.size > 0 ? faults.get(index) : undefined;
      if (fault) {
        yield* this.end();
        yield { line: firstLine + index, cells: [line], fault };
      } else if (this.#pending.length > 0) yield* this.#continue(line, firstLine + index);
      else yield* this.#begin(line, firstLine + index);
    }
  }

  /** What is left when the file ends within a quoted field. */
  *end(): Generator<CsvRecord> {
    while (this.#pending.length > 0) yield* this.#giveUp(unclosed(this.#pendingLine));
  }

  *#begin(line: string, number: number): Generator<CsvRecord> {
    if (line.trim() === '') return;
    if (!line.includes('"')) {
      yield this.#counted(line.split(this.#delimiter), number, line);
      return;
    }
    const cells = quotedCells(line, this.#delimiter);
    if (cells === 'open') {
      this.#pending = [line];
      this.#pendingLine = number;
    } else if (typeof cells === 'string') yield { line: number, cells: [line], fault: badQuote(cells) };
    else yield this.#counted(cells, number, line);
  }

  *#continue(line: string, number: number): Generator<CsvRecord> {
    this.#pending.push(line);
    if (line.includes('"')) {
      const cells = quotedCells(this.#pending.join('\n'), this.#delimiter);
      if (cells !== 'open') {
        if (typeof cells === 'string') yield* this.#giveUp(badQuote(cells));
        else if (cells.length !== this.#columns && this.#columns !== undefined) {
          yield* this.#giveUp(unclosed(this.#pendingLine));
        } else {
          this.#pending = [];
          yield this.#counted(cells, this.#pendingLine, '');
        }
        return;
      }
    }
    if (number - this.#pendingLine >= MAX_RECORD_LINES) yield* this.#giveUp(unclosed(this.#pendingLine));
  }

  /** Refuses the line the record began on and reads the lines after it again. */
  *#giveUp(fault: CsvFault): Generator<CsvRecord> {
    const [first, ...rest] = this.#pending;
    const number = this.#pendingLine;
    this.#pending = [];
    yield { line: number, cells: [first ?? ''], fault };
    for (const [index, line] of rest.entries()) {
      if (this.#pending.length > 0) yield* this.#continue(line, number + 1 + index);
      else yield* this.#begin(line, number + 1 + index);
    }
  }

  #counted(cells: string[], line: number, text: string): CsvRecord {
    this.#columns ??= cells.length;
    if (cells.length === this.#columns) return { line, cells };
    return {
      line,
      cells: [text],
      fault: {
        code: 'row_columns',
        message: `The line has ${cells.length} ${cells.length === 1 ? 'column' : 'columns'}, the header has ${this.#columns}; look for a separator or line break inside a value and put that value in double quotes.`,
      },
    };
  }
}

/** Cells of a text with quotes in it; 'open' when a quoted cell is not closed; else what is wrong with a quote. */
function quotedCells(text: string, delimiter: string): string[] | 'open' | 'after' {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] !== '"') {
      const end = text.indexOf(delimiter, at);
      if (end < 0) {
        cells.push(text.slice(at));
        return cells;
      }
      cells.push(text.slice(at, end));
      at = end + 1;
      continue;
    }
    let from = at + 1;
    let cell = '';
    for (;;) {
      const quote = text.indexOf('"', from);
      if (quote < 0) return 'open';
      cell += text.slice(from, quote);
      if (text[quote + 1] !== '"') {
        at = quote + 1;
        break;
      }
      cell += '"';
      from = quote + 2;
    }
    cells.push(cell);
    if (at === text.length) return cells;
    if (text[at] !== delimiter) return 'after';
    at += 1;
  }
}

function unclosed(line: number): CsvFault {
  return {
    code: 'row_quote',
    message: `A double quote opened on line ${line} is not closed; close it, or write "" for a quote inside a value.`,
  };
}

function badQuote(_problem: 'after'): CsvFault {
  return {
    code: 'row_quote',
    message: 'Text follows a closing double quote; write "" for a quote inside a value.',
  };
}
