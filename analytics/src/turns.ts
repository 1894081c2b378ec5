/** Turns: so many run at once, further ones wait for theirs, first come first served. */

/** Runs what it is given when its turn has come, and answers what that answers; where it throws, the next has its turn. */
export type Turns = <Answer>(run: () => Promise<Answer>) => Promise<Answer>;

/** Turns of which `most` run at once; 1 is one after the other. */
export function openTurns(most: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (run) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
