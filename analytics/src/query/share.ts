/**
 * Identical reads at the same time cost one: twenty screens asking for the same page are answered by one query.
 *
 * A read that is already running may have looked before the newest event; who comes later never joins it, but waits
 * for the one run that follows it. So everybody sees at least what was stored when they asked, and at most one run
 * is under way and one waiting per question. Where nothing has been stored since a run began, it serves whoever comes
 * within a second: it saw all there is, as of that moment.
 *
 * Only while twice as many reads run as the machine has processors, an answer of the last seconds serves again: else twenty
 * screens keep it so busy with the same numbers that a new event is seen later than by anybody who waits for them.
 */
import { availableParallelism } from 'node:os';

/** `stored` tells how much is stored of what the question is of: another number when there is more, undefined where nobody knows. */
export type Share = <Answer>(
  question: string,
  run: () => Promise<Answer>,
  stored?: () => number | undefined,
) => Promise<Answer>;

export interface ShareOptions {
  /** Runs under way from which on the machine counts as busy; more than one page asks for unless told. */
  busyAt?: number;
  /** How old an answer may be that serves again on a busy machine, in milliseconds. */
  mostAge?: number;
  /** Milliseconds, rising. */
  clock?: () => number;
  /** The moment answers are of, in milliseconds. */
  moment?: () => number;
}

/** How much older than the asker's an answer's moment may be, where nothing has been stored since, in milliseconds. */
const SAME_MOMENT = 1000;

interface Answered {
  answer: Promise<unknown>;
  /** When its run began: what it saw is no newer. */
  from: number;
  moment: number;
  stored: number | undefined;
}

export function openShare(options: ShareOptions = {}): Share {
  const { busyAt = 2 * availableParallelism(), mostAge = 2000, clock = () => performance.now() } = options;
  const { moment = clock } = options;
  const running = new Map<string, Answered>();
  const waiting = new Map<string, Promise<unknown>>();
  const answered = new Map<string, Answered>();

  function start<Answer>(question: string, run: () => Promise<Answer>, stored?: number): Promise<Answer> {
    const about = { from: clock(), moment: moment(), stored };
    const answer = run().finally(() => {
      if (running.get(question)?.answer === answer) running.delete(question);
    });
    running.set(question, { answer, ...about });
    answer.then(
      () => answered.set(question, { answer, ...about }),
      () => answered.delete(question),
    );
    return answer;
  }

  /** The last run of a question, where it saw all that is stored now. */
  function same(question: string, stored: number | undefined): Promise<unknown> | undefined {
    const last = running.get(question) ?? answered.get(question);
    if (last === undefined || stored === undefined || last.stored !== stored) return undefined;
    const age = moment() - last.moment;
    return age >= 0 && age <= SAME_MOMENT ? last.answer : undefined;
  }

  /** Drops what is too old to serve, and answers what is left of the question. */
  function recent(question: string): Promise<unknown> | undefined {
    const oldest = clock() - mostAge;
    for (const [key, { from }] of answered) {
      if (from < oldest) answered.delete(key);
    }
    return running.size >= busyAt ? answered.get(question)?.answer : undefined;
  }

  return <Answer>(
    question: string,
    run: () => Promise<Answer>,
    stored: () => number | undefined = () => undefined,
  ): Promise<Answer> => {
    const again = recent(question) ?? same(question, stored());
    if (again !== undefined) return again as Promise<Answer>;
    const current = running.get(question)?.answer;
    if (current === undefined) return start(question, run, stored());
    const next = waiting.get(question);
    if (next !== undefined) return next as Promise<Answer>;
    const begin = () => {
      waiting.delete(question);
      return start(question, run, stored());
    };
    // The one before may fail; that is its askers' trouble, not ours.
    const answer = current.then(begin, begin);
    waiting.set(question, answer);
    return answer;
  };
}
