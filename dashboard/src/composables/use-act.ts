/**
 * Acting on something others may act on at the same time: a card, an entry of the ledger. Whoever comes second is told who did
 * what meanwhile; nothing is overwritten, and what they wrote stays for them to decide anew.
 */
import { useStorage } from '@vueuse/core';
import { computed, type Ref, ref, watch } from 'vue';
import { ApiError, get, post } from '../api/client.ts';
import { since } from '../domain/cards.ts';

export interface Acted {
  sequence: number;
  action: string;
  actor: string;
  at: string;
  reason: string;
}
export interface ActedUpon {
  actions: readonly Acted[];
  possible: readonly string[];
}

export interface UseActOptions<D extends ActedUpon> {
  detail: () => D;
  act: () => D['possible'][number];
  /** Where it is read again; `/actions` under it takes acts. */
  path: (detail: D) => string;
  /** Told after the act is done, and when others turn out to have acted. */
  onDone: () => void;
  onChanged: () => void;
  /** What to say of a failure that says nothing itself, by status. */
  failed: (status: number) => string;
}

/** The name readers act under, kept on this device: there are no accounts yet. */
export const useActor = (): Ref<string> => useStorage('mingcha.actor', '');

const sequenceOf = ({ actions }: ActedUpon) => Math.max(0, ...actions.map(({ sequence }) => sequence));

export function useAct<D extends ActedUpon>(options: UseActOptions<D>) {
  const sending = ref(false);
  const problem = ref('');
  /** What others did while this was being written. */
  const meanwhile = ref<Acted[]>([]);
  /** As the reader sees it now; live changes are shown before they count. */
  const seen = ref(options.detail()) as Ref<D>;
  watch(options.detail, (now) => {
    // What comes in while this is being sent may be this itself.
    if (!sending.value) show(now);
  });

  function show(now: D) {
    const done = since(now.actions, sequenceOf(seen.value));
    if (done.length === 0) return;
    meanwhile.value = [...meanwhile.value, ...done];
    seen.value = now;
  }

  async function readAgain(conflict: ApiError) {
    try {
      show(await get<D>(options.path(seen.value)));
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
    }
    if (meanwhile.value.length === 0) problem.value = conflict.message;
    options.onChanged();
  }

  /** Sends what the act says; who sees, and what they saw, goes along. */
  async function send(body: { actor: string; reason: string } & Record<string, unknown>) {
    sending.value = true;
    problem.value = '';
    try {
      await post(`${options.path(seen.value)}/actions`, {
        action: options.act(),
        ...body,
        sequence: sequenceOf(seen.value),
      });
      options.onDone();
      options.onChanged();
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      if (cause.status === 409) await readAgain(cause);
      else problem.value = cause.message || options.failed(cause.status);
    } finally {
      sending.value = false;
    }
  }

  return {
    sending,
    problem,
    meanwhile,
    seen,
    isPossible: computed(() => seen.value.possible.includes(options.act())),
    send,
  };
}
