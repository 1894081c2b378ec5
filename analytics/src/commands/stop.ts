/** Waiting for the signal to stop, and stopping in time. */

export interface Stopping {
  /** Settles at the first SIGINT or SIGTERM. */
  asked: Promise<void>;
  /**
   * Runs what closing takes and ends the process with 0. What is not finished in time is left: every acknowledged
   * event is durable by then, and cases not yet brought up to date are taken up at the next start.
   */
  within(ms: number, close: () => Promise<void>): Promise<never>;
}

export function onStop(): Stopping {
  let stop: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    stop = resolve;
  });
  // A terminal sends Ctrl-C to npm and to us, and npm sends it on: the second one asks for nothing new.
  process.on('SIGINT', () => stop());
  process.on('SIGTERM', () => stop());
  return {
    asked,
    async within(ms, close) {
      const deadline = setTimeout(() => {
        process.stderr.write('Stopped before every case was brought up to date; the next start does the rest.\n');
        process.exit(0);
      }, ms);
      await close();
      clearTimeout(deadline);
      process.exit(0);
    },
  };
}
