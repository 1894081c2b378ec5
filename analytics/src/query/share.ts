/**
 * Identical reads at the same time cost one: twenty screens asking for the same page are answered by one query.
 *
 * A read that is already running may have looked before the newest event; who comes later never joins it, but waits
 * for the one run that follows it. So everybody sees at least what was stored when they asked, and at most one run
 * is under way and one waiting per question.
 */
export type Share = <Answer>(question: string, run: () => Promise<Answer>) => Promise<Answer>;

export function openShare(): Share {
  const running = new Map<string, Promise<unknown>>();
  const waiting = new Map<string, Promise<unknown>>();

  function start<Answer>(question: string, run: () => Promise<Answer>): Promise<Answer> {
    const answer = run().finally(() => {
      if (running.get(question) === answer) running.delete(question);
    });
    running.set(question, answer);
    return answer;
  }

  return <Answer>(question: string, run: () => Promise<Answer>): Promise<Answer> => {
    const current = running.get(question);
    if (current === undefined) return start(question, run);
    const next = waiting.get(question);
    if (next !== undefined) return next as Promise<Answer>;
    const begin = () => {
      waiting.delete(question);
      return start(question, run);
    };
    // The one before may fail; that is its askers' trouble, not ours.
    const answer = current.then(begin, begin);
    waiting.set(question, answer);
    return answer;
  };
}
