/**
 * A run as its actions make it: a pure function from what happened to what is still to be done. A run is the report of one
 * schedule on one occasion, and its number is made of these two, so that however often and from however many processes it is
 * found due, it is the same run. It is claimed, made (the file lies there) and announced (the messages are written down), or
 * it failed and is tried again; what could not be made for a week is given up.
 */
import { hash } from 'node:crypto';

export const RUN_ACTIONS = ['claimed', 'made', 'announced', 'failed', 'given_up'] as const;
export type RunAction = (typeof RUN_ACTIONS)[number];

export interface RunRow {
  run_id: string;
  /** Place among the actions on the run, from 1; a claim and its outcome share one. */
  sequence: number;
  action: RunAction;
  worker: string;
  schedule: string;
  occasion: string;
  /** ISO moment. */
  due_at: string;
  at: string;
  /** failed: the next try; claimed: when the claim ends. */
  not_before: string | null;
  /** made: JSON of a Made. failed, given_up: why, in a sentence. */
  detail: string;
}

/** A file as it was made, with what the schedule said then. */
export interface Made {
  /** On the shelf. */
  file: string;
  name: string;
  report: string;
  /** As text: 2026-W10. */
  period: string;
  format: string;
  bytes: number;
  /** Of the file, hexadecimal. */
  sha256: string;
}

export interface Run {
  run_id: string;
  schedule: string;
  occasion: string;
  due_at: string;
  /** `due` before the file is there, `made` before people are told. */
  state: 'due' | 'made' | 'announced' | 'given_up';
  sequence: number;
  made: (Made & { at: string }) | undefined;
  announced_at: string | undefined;
  tries: number;
  /** Why the last try failed; empty where none did since. */
  fault: string;
  notBefore: Date;
  claim: { worker: string; sequence: number; at: string; until: Date } | undefined;
}

export const runId = (schedule: string, occasion: string): string =>
  hash('sha256', `${schedule}\t${occasion}`).slice(0, 32);

/** A claim comes before its outcome, a file before a message that could not be written down; they share a sequence. */
const PLACE: Record<RunAction, number> = { claimed: 0, made: 1, failed: 2, announced: 3, given_up: 4 };

/** A run nothing was done about yet. */
export function freshRun(schedule: string, occasion: string, due: Date): Run {
  return {
    ...{ run_id: runId(schedule, occasion), schedule, occasion, due_at: due.toISOString() },
    ...{ state: 'due', sequence: 0, made: undefined, announced_at: undefined, tries: 0, fault: '' },
    ...{ notBefore: due, claim: undefined },
  };
}

/** The run after all its actions, in whatever order they come; there is at least one. */
export function runOf(rows: readonly [RunRow, ...RunRow[]]): Run {
  const [first] = rows;
  const run = freshRun(first.schedule, first.occasion, new Date(first.due_at));
  const ordered = [...rows].sort(
    (a, b) => a.sequence - b.sequence || PLACE[a.action] - PLACE[b.action] || (a.at < b.at ? -1 : 1),
  );
  for (const row of ordered) apply(run, row);
  return run;
}

function apply(run: Run, { action, sequence, at, worker, not_before, detail }: RunRow): void {
  if (run.state === 'announced' || run.state === 'given_up') return;
  run.sequence = sequence;
  const moment = new Date(not_before ?? at);
  switch (action) {
    case 'claimed': {
      const { claim } = run;
      const isFirst = claim?.sequence !== sequence || `${at} ${worker}` < `${claim.at} ${claim.worker}`;
      if (isFirst) run.claim = { worker, sequence, at, until: moment };
      break;
    }
    case 'made':
      // What was made first stays: a claim that ran out does not make another report of it.
      run.made ??= { ...(JSON.parse(detail) as Made), at };
      run.state = 'made';
      run.fault = '';
      break;
    case 'announced':
      run.state = 'announced';
      run.announced_at = at;
      run.claim = undefined;
      break;
    case 'failed':
      run.tries += 1;
      run.fault = detail;
      run.notBefore = moment;
      run.claim = undefined;
      break;
    case 'given_up':
      run.state = 'given_up';
      run.fault = detail;
      run.claim = undefined;
  }
}

const MINUTE = 60_000;

/** How long to wait after the n-th try that failed: a minute, doubled each time, an hour at most. */
export const backOff = (tries: number): number => Math.min(60 * MINUTE, MINUTE * 2 ** (tries - 1));
