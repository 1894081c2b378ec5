/** A service that is starting, or a network that is away, is asked again by itself. */
const RETRY_MS = 5_000;

/**
 * One fetch in its four states. Reloads when its key or the moment looked from changes, drops answers that come too late, and keeps showing
 * the last data while newer data load. A null key means: nothing to ask yet.
 */
import { onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import { ApiError } from '../api/client.ts';
import { readsAsOf } from '../api/moment.ts';

export interface Resource<T> {
  data: Readonly<Ref<T | null>>;
  error: Readonly<Ref<ApiError | null>>;
  loading: Readonly<Ref<boolean>>;
  /** Asks again; quietly keeps data on screen. */
  reload(): Promise<void>;
}

export function useResource<T>(
  key: () => string | null,
  load: (signal: AbortSignal) => Promise<T>,
  options: { keepWhileLoading?: boolean } = {},
): Resource<T> {
  const { keepWhileLoading = true } = options;
  const data: Ref<T | null> = shallowRef(null);
  const error = shallowRef<ApiError | null>(null);
  const loading = ref(false);
  let running: AbortController | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;

  async function reload(): Promise<void> {
    running?.abort();
    clearTimeout(retry);
    if (key() === null) {
      data.value = null;
      loading.value = false;
      return;
    }
    const mine = new AbortController();
    running = mine;
    loading.value = true;
    try {
      const answer = await load(mine.signal);
      if (running !== mine) return;
      data.value = answer;
      error.value = null;
    } catch (cause) {
      if (running !== mine || mine.signal.aborted) return;
      if (!(cause instanceof ApiError)) throw cause;
      error.value = cause;
      if (cause.isPassing) retry = setTimeout(() => void reload(), RETRY_MS);
    } finally {
      if (running === mine) loading.value = false;
    }
  }

  watch(
    () => {
      const own = key();
      return own === null ? null : `${readsAsOf.value ?? ''} ${own}`;
    },
    () => {
      error.value = null;
      if (!keepWhileLoading) data.value = null;
      void reload();
    },
    { immediate: true },
  );
  // What was so at another moment must not pass for what is so at this one.
  watch(readsAsOf, () => {
    data.value = null;
  });
  onScopeDispose(() => {
    running?.abort();
    clearTimeout(retry);
  });
  return { data, error, loading, reload };
}
