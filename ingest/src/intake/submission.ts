/** Lines as they were sent, each checked: what goes on to be stored, and what each line is answered. */
import { type CheckContext, checkLine } from './check.ts';
import { EventRows } from './event-rows.ts';
import type { RejectionCode } from './explain.ts';
import { LineBytes } from './line-bytes.ts';
import { maskNumbers } from './personal.ts';
import { PlainLines } from './plain-line.ts';
import type { Refused } from './rejects.ts';

export interface LineResult {
  line: number;
  status: 'stored' | 'known' | 'rejected';
  event_id?: string;
  code?: RejectionCode;
  field?: string;
  message?: string;
}

/** What came together and is answered together. */
export interface Submission {
  accepted: EventRows;
  /** Rows of the accepted whose events turned out to be in the store already. */
  known: Set<number>;
  refused: Refused[];
  /** The answer to each refused line, by its place among all lines. */
  refusals: Map<number, LineResult>;
}

/** `worker`: name of the process that stores it; `lines`: how many there will be. */
export function emptySubmission(worker: string, lines: number): Submission {
  return { accepted: new EventRows(worker, lines), known: new Set(), refused: [], refusals: new Map() };
}

const plain = new PlainLines();

/**
 * Checks a line, raw JSON text, its bytes or an already parsed object, and adds it. A refused one that names no source is
 * kept under `source`.
 */
export function addLine(
  submission: Submission,
  sent: string | LineBytes | object,
  { line, source, context }: { line: number; source: string; context: CheckContext },
): void {
  if (sent instanceof LineBytes && plain.read(sent, context)) {
    submission.accepted.pushBytes(plain.caseId(sent), plain.mark, plain.room, plain.rowFrom, plain.rowTo);
    return;
  }
  const given = sent instanceof LineBytes ? sent.toString() : sent;
  const checked = checkLine(given, context);
  if ('code' in checked) {
    const place = submission.accepted.length + submission.refusals.size;
    submission.refusals.set(place, { line, status: 'rejected', ...checked });
    const text = typeof given === 'string' ? given : JSON.stringify(given);
    const zone = context.zone.name;
    submission.refused.push({ source: sourceOf(given) ?? source, line, text, zone, rejection: checked });
  } else submission.accepted.push(checked);
}

/**
 * The answer to each line, in the order they came, once they are stored; `lineOf` numbers a place among them. Made only
 * then, so that a collection of young objects meanwhile has none of them to copy.
 */
export function answersOf({ accepted, known, refusals }: Submission, lineOf: (place: number) => number): LineResult[] {
  const answers: LineResult[] = [];
  for (let row = 0; answers.length < accepted.length + refusals.size; ) {
    const refusal = refusals.get(answers.length);
    if (refusal) answers.push(refusal);
    else {
      const status = known.has(row) ? 'known' : 'stored';
      answers.push({ line: lineOf(answers.length), status, event_id: accepted.eventId(row) });
      row += 1;
    }
  }
  return answers;
}

/** The source a refused line names, where it can be read and is one. */
function sourceOf(line: string | object): string | undefined {
  let source: unknown;
  if (typeof line === 'string') {
    source = /"source"\s*:\s*"([^"\\]{1,64})"/.exec(line.slice(0, 2000))?.[1];
  } else if ('source' in line) source = line.source;
  return typeof source === 'string' && source.length <= 64 ? maskNumbers(source) : undefined;
}
