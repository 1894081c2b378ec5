/** Waiting for the signal to stop, and stopping in time. */

export interface Stopping {
  /** Settles at the first SIGINT or SIGTERM. */
  asked: Promise<void>;
  /** Whether closing has taken too long, and what is under way is being given up. */
  readonly isGivingUp: boolean;
  /**
   * Runs what closing takes and ends the process with 0. After half of the time what is under way is given up, and what is not
   * finished at its end is left: every acknowledged event is durable by then, and cases not yet brought up to date are taken
   * up at the next start.
   */
  within(ms: number, close: () => Promise<void>, giveUp: () => Promise<void>): Promise<never>;
}

export function onStop(): Stopping {
  let stop: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    stop = resolve;
  });
  // A terminal sends Ctrl-C to npm and to us, and npm sends it on: the second one asks for nothing new.
  process.on('SIGINT', () => stop());
  process.on('SIGTERM', () => stop());
  let isGivingUp = false;
  return {
    asked,
    get isGivingUp() {
      return isGivingUp;
    },
    async within(ms, close, giveUp) {
      let givenUp: Promise<void> | undefined;
      setTimeout(() => {
        isGivingUp = true;
        process.stderr.write('Stopped before all was done that was under way; the next start does the rest.\n');
        givenUp = giveUp();
      }, ms / 2);
      setTimeout(() => process.exit(0), ms);
      try {
        await close();
      } catch (error) {
        if (!isGivingUp) throw error;
        await givenUp;
      }
      process.exit(0);
    },
  };
}
