/**
 * Waiting for a receiver that cannot take a batch now. A person is told once, at the first failure, what is waited for and
 * until when; after that time it is given up.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { IntakeUnavailable } from '../../intake/unavailable.ts';

/** How long a receiver may be away: time enough for a restart, not for a night. */
export const PATIENCE_SECONDS = 300;

export interface PatienceEffects {
  clock?: () => Date;
  /** Waits so many seconds. */
  wait?: (seconds: number) => Promise<void>;
  /** Ends the waiting: whoever waits is thrown its reason. */
  signal?: AbortSignal | undefined;
  /** Hears of what is waited for, so that a person sees why nothing moves. */
  onWait?: (sentence: string) => void;
}

/** Answers a function that tries again what throws IntakeUnavailable. Batches that wait at the same time wait together. */
export function openPatience(effects: PatienceEffects): <Result>(attempt: () => Promise<Result>) => Promise<Result> {
  const clock = effects.clock ?? (() => new Date());
  const wait = effects.wait ?? ((seconds: number) => sleep(seconds * 1000, undefined, { signal: effects.signal }));
  /** Until when the receiver is waited for, while it is away. */
  let until: number | undefined;
  return async (attempt) => {
    for (;;) {
      try {
        const result = await attempt();
        until = undefined;
        return result;
      } catch (error) {
        if (!(error instanceof IntakeUnavailable)) throw error;
        const now = clock().getTime();
        if (until === undefined) {
          until = now + PATIENCE_SECONDS * 1000;
          effects.onWait?.(
            `${error.message} Waiting for it until ${timeOf(until)}, trying every ${error.retryAfter} s.`,
          );
        }
        if (now + error.retryAfter * 1000 > until) {
          const sentence = `${error.message} It was waited for ${PATIENCE_SECONDS / 60} minutes. Run the same command again when it is back: what arrived is known and counts once.`;
          throw new IntakeUnavailable(sentence, { retryAfter: error.retryAfter, cause: error });
        }
        effects.signal?.throwIfAborted();
        await wait(error.retryAfter);
      }
    }
  };
}

/** As the clock of this machine shows it. */
function timeOf(moment: number): string {
  return new Date(moment).toLocaleTimeString('sv-SE');
}
