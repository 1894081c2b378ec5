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
  /** The answer to each line, in the order they came. */
  results: LineResult[];
  accepted: EventRows;
  /** The answer of each accepted event, to be settled. */
  answers: LineResult[];
  refused: Refused[];
}

/** `worker`: name of the process that stores it; `lines`: how many there will be. */
export function emptySubmission(worker: string, lines: number): Submission {
  return { results: [], accepted: new EventRows(worker, lines), answers: [], refused: [] };
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
    const answer: LineResult = { line, status: 'stored', event_id: plain.eventId(sent) };
    submission.results.push(answer);
    submission.answers.push(answer);
    submission.accepted.pushBytes(plain.caseId(sent), plain.hash, plain.room, plain.rowFrom, plain.rowTo);
    return;
  }
  const given = sent instanceof LineBytes ? sent.toString() : sent;
  const checked = checkLine(given, context);
  if ('code' in checked) {
    submission.results.push({ line, status: 'rejected', ...checked });
    const text = typeof given === 'string' ? given : JSON.stringify(given);
    const zone = context.zone.name;
    submission.refused.push({ source: sourceOf(given) ?? source, line, text, zone, rejection: checked });
  } else {
    const answer: LineResult = { line, status: 'stored', event_id: checked.event.event_id };
    submission.results.push(answer);
    submission.answers.push(answer);
    submission.accepted.push(checked);
  }
}

/** The source a refused line names, where it can be read and is one. */
function sourceOf(line: string | object): string | undefined {
  let source: unknown;
  if (typeof line === 'string') {
    source = /"source"\s*:\s*"([^"\\]{1,64})"/.exec(line.slice(0, 2000))?.[1];
  } else if ('source' in line) source = line.source;
  return typeof source === 'string' && source.length <= 64 ? maskNumbers(source) : undefined;
}
