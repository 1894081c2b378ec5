/**
 * One live stream as pages read it: the lamps, when the last event came and how old it is, and whether the sources are
 * silent though the centre is open. While the reader looks from a past moment it rests.
 */
import type { Calendar, LiveCards, LiveStored, SupervisionSummary } from '@mingcha/analytics/contract';
import { addDays } from '@mingcha/analytics/periods';
import { useIntervalFn } from '@vueuse/core';
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { get } from '../api/client.ts';
import { type LiveState, openLive } from '../api/live.ts';
import { readsAsOf } from '../api/moment.ts';
import { dayOf, secondsBetween } from '../domain/moments.ts';
import { isOpenAt, openSpans, workingSeconds } from '../domain/working-time.ts';
import { useResource } from './use-resource.ts';

/** Sources that send nothing for this long of working time are called silent. */
const SILENT_AFTER_S = 300;
/** Opening hours are looked up from so many days back: longer than any holiday. */
const HOURS_DAYS = 16;

export interface LiveLineHandlers {
  onStored?: (message: LiveStored) => void;
  onCards?: (message: LiveCards) => void;
  /** The reader looks from another moment now. */
  onMoment?: () => void;
}

/** Follows a stream for as long as the scope it is called in. */
export function useLiveLine(url: string, handlers: LiveLineHandlers = {}) {
  const state = ref<LiveState>('connecting');
  const summary = shallowRef<SupervisionSummary | null>(null);
  const lastEventAt = ref<string | null>(null);
  const commits = ref(0);
  /** How often the line opened again after a break: what was told meanwhile was told to nobody here. */
  const reopened = ref(0);
  let isBroken = false;
  const now = ref(new Date());

  const tell = (message: SupervisionSummary) => {
    summary.value = message;
    if (message.last_event_at && (!lastEventAt.value || message.last_event_at > lastEventAt.value))
      lastEventAt.value = message.last_event_at;
  };
  /** One that was asked for; what the stream told meanwhile may be newer. */
  const take = (read: SupervisionSummary) => {
    if (!summary.value || Date.parse(read.as_of) >= Date.parse(summary.value.as_of)) tell(read);
  };
  const listen = () =>
    openLive(
      {
        onState: (next) => {
          state.value = next;
          if (next === 'lost') isBroken = true;
          if (next !== 'open' || !isBroken) return;
          isBroken = false;
          reopened.value++;
        },
        onCards: (message) => handlers.onCards?.(message),
        onSummary: tell,
        onStored: (message) => {
          lastEventAt.value = message.at;
          commits.value++;
          handlers.onStored?.(message);
        },
      },
      url,
    );
  let close: (() => void) | null = null;
  watch(
    readsAsOf,
    (asOf) => {
      close?.();
      close = asOf ? null : listen();
      // What is shown of another moment is not what comes next.
      summary.value = null;
      handlers.onMoment?.();
    },
    { immediate: true },
  );
  onScopeDispose(() => close?.());
  useIntervalFn(() => {
    now.value = new Date();
  }, 1000);

  const age = computed(() =>
    lastEventAt.value === null ? null : Math.max(0, secondsBetween(lastEventAt.value, now.value)),
  );
  const day = computed(() => dayOf(now.value));
  const hours = useResource(
    () => day.value,
    (signal) =>
      get<Calendar>('/calendar', { from: addDays(day.value, -HOURS_DAYS), to: addDays(day.value, 1) }, signal),
  );
  const spans = computed(() => openSpans(hours.data.value?.rows ?? []));
  /** Whether the centre is open: nobody sends at night. */
  const isOpen = computed(() => isOpenAt(spans.value, now.value));
  const silent = computed(
    () =>
      state.value === 'lost' ||
      (isOpen.value &&
        lastEventAt.value !== null &&
        workingSeconds(spans.value, lastEventAt.value, now.value) > SILENT_AFTER_S),
  );
  return { state, summary, lastEventAt, commits, reopened, now, age, isOpen, silent, take };
}
export type LiveLine = ReturnType<typeof useLiveLine>;
