/**
 * Sends refused lines once more, after whatever refused them was put right: a code that is known now, a clock. (A line that is
 * put right at its source comes in by itself, and is closed then: mended.ts.) Those accepted now are marked as replayed; the
 * others stay, and are named with their reasons. A line that carried personal data was not kept as sent, and one that was too
 * long not whole: neither can be replayed, and both are left.
 * So are rows of files that their mapping refused: they are no events, and come again when their file is read again.
 */
import type { Store } from '@mingcha/sql';
import type { Intake } from './intake.ts';
import { wasMasked } from './personal.ts';
import { ROW_CODES } from './reject-codes.ts';
import { type KeptReject, listRejects, markReplayed, type RejectFilter } from './rejects.ts';

/** Lines that stay for the same reason. */
export interface ReplayReason {
  /** refused: sent, and refused again. left: not sent, as what is kept is not what was sent. */
  outcome: 'refused' | 'left';
  code: string;
  field: string;
  lines: number;
  /** What to do about lines that were left; the message of a line that was refused says it itself. */
  remedy: string;
  /** The first of them as they were met, at most three. */
  examples: { source: string; line: number; message: string }[];
}

export interface ReplayResult {
  /** Accepted now, or stored already. */
  accepted: number;
  /** Refused again. */
  refused: number;
  /** Not sent: what is kept is not what was sent. */
  left: number;
  /** Why lines stay, commonest first. */
  reasons: ReplayReason[];
}

const PAGE = 5000;
const EXAMPLES = 3;

/** Replays all open rejects that the filter names. Throws IntakeUnavailable when the store cannot take them. */
export async function replay(
  store: Store,
  intake: Pick<Intake, 'submit'>,
  filter: Pick<RejectFilter, 'source' | 'code'> = {},
  clock: () => Date = () => new Date(),
): Promise<ReplayResult> {
  const result: ReplayResult = { accepted: 0, refused: 0, left: 0, reasons: [] };
  const reasons = new Map<string, ReplayReason>();
  function stays(outcome: ReplayReason['outcome'], reject: KeptReject, why: Why): void {
    result[outcome] += 1;
    const { code, field, message, remedy } = why;
    const key = JSON.stringify([outcome, code, field, remedy]);
    const reason = reasons.get(key) ?? { outcome, code, field, lines: 0, remedy, examples: [] };
    reasons.set(key, reason);
    reason.lines += 1;
    const { source, line } = reject;
    if (reason.examples.length < EXAMPLES) reason.examples.push({ source, line, message });
  }

  let cursor: string | null | undefined;
  do {
    // A line refused again keeps its place in this order, so it does not come up twice.
    const page = await listRejects(store, { ...filter, open: true, limit: PAGE, cursor: cursor ?? undefined });
    const whole: KeptReject[] = [];
    for (const reject of page.rows) {
      const remedy = remedyOfLost(reject);
      if (remedy === undefined) whole.push(reject);
      else stays('left', reject, { ...reject, remedy });
    }
    for (const group of bySourceAndZone(whole)) {
      const answers = await intake.submit(
        group.map(({ text }) => text),
        { source: group[0]!.source, zone: group[0]!.zone, lineNumbers: group.map(({ line }) => line) },
      );
      const accepted = group.filter((_, index) => answers[index]?.status !== 'rejected');
      await markReplayed(store, accepted, clock());
      result.accepted += accepted.length;
      for (const [index, answer] of answers.entries()) {
        if (answer.status !== 'rejected') continue;
        const { code = '', field = '', message = '' } = answer;
        stays('refused', group[index]!, { code, field, message, remedy: '' });
      }
    }
    cursor = page.next_cursor;
  } while (cursor !== null);
  result.reasons = [...reasons.values()].sort((a, b) => b.lines - a.lines);
  return result;
}

interface Why {
  code: string;
  field: string;
  message: string;
  remedy: string;
}

/** What to do about a line of which what is kept is not what was sent; undefined for one that is whole. */
function remedyOfLost(reject: KeptReject): string | undefined {
  const remedy = remedyOf(reject);
  if (remedy === undefined) return undefined;
  const isTold = reject.case_id !== '' && reject.event_id !== '';
  return `${remedy} ${isTold ? 'It is closed when its event comes in.' : 'It names no event that could come in, so it stays open.'}`;
}

function remedyOf({ code, text }: KeptReject): string | undefined {
  if ((ROW_CODES as readonly string[]).includes(code)) {
    return 'A row of a file is no event: correct the file or its mapping, and ingest the file again.';
  }
  if (code === 'too_long') return 'It was not kept whole: send it again from its source.';
  if (wasMasked(text))
    return 'Personal data, or what unknown fields held, was taken out of what is kept: send it again from its source, without.';
  return undefined;
}

function bySourceAndZone(rejects: readonly KeptReject[]): Iterable<KeptReject[]> {
  const groups = new Map<string, KeptReject[]>();
  for (const reject of rejects) {
    const key = `${reject.source}\n${reject.zone}`;
    const group = groups.get(key);
    if (group) group.push(reject);
    else groups.set(key, [reject]);
  }
  return groups.values();
}
