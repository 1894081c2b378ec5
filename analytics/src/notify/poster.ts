/** Sends posts to receivers, each within its time, and says what came of them without repeating a secret. */
import type { Answer } from './channels/channel.ts';
import { channels } from './channels/index.ts';
import type { Delivery } from './delivery.ts';
import { inOrder, messageOf } from './message.ts';
import { type Receiver, secretsOf } from './receivers.ts';

export interface PosterOptions {
  environment: Readonly<Record<string, string | undefined>>;
  /** The dashboard's address, without a slash at its end. */
  platform: string | undefined;
  answerWithinMs: number;
}

export interface Poster {
  /** Never rejects: a receiver that could not be asked is unreachable. */
  post(receiver: Receiver, id: string, deliveries: readonly Delivery[], at: Date): Promise<Answer>;
  /** Waits for no answer any more. */
  giveUp(): void;
}

export function openPoster({ environment, platform, answerWithinMs }: PosterOptions): Poster {
  const under = new Set<AbortController>();
  let isGivenUp = false;

  return {
    async post(receiver, id, deliveries, at) {
      let secrets: string[] = [];
      let isTooLate = false;
      const controller = new AbortController();
      const limit = setTimeout(() => {
        isTooLate = true;
        controller.abort();
      }, answerWithinMs);
      under.add(controller);
      if (isGivenUp) controller.abort();
      try {
        const known = secretsOf(receiver, environment);
        secrets = known.secrets;
        const entries = deliveries.map(({ message_id, entry }) => ({ message_id, ...entry })).sort(inOrder);
        const message = messageOf(entries, receiver.language, platform);
        const { address, secret } = known;
        const post = { address, secret, id, receiver: receiver.receiver, at, message, entries };
        const sending = channels[receiver.channel].send(post, controller.signal);
        const answer = await Promise.race([sending, aborted(controller.signal)]);
        return { ...answer, text: hiding(secrets, answer.text) };
      } catch (error) {
        const text = isTooLate ? `No answer within ${answerWithinMs / 1_000} s.` : reasonOf(error);
        return { outcome: 'unreachable', status: 0, text: hiding(secrets, text) };
      } finally {
        clearTimeout(limit);
        under.delete(controller);
      }
    },
    giveUp() {
      isGivenUp = true;
      for (const controller of under) controller.abort();
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => reject(new Error('Given up before an answer came.'));
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}

/** fetch says no more than "fetch failed"; its cause says why. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message || (cause as NodeJS.ErrnoException).code}` : message;
}

function hiding(secrets: readonly string[], text: string): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '…'), text);
}
