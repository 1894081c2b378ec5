/**
 * The live line, opened once for the whole application: lamps, newest events, and how old the last one is. While the reader
 * looks from a past moment it rests.
 */
import type { Calendar, LiveCards, LiveNewest, SupervisionSummary } from '@mingcha/analytics/contract';
import { addDays } from '@mingcha/analytics/periods';
import { createGlobalState, useIntervalFn } from '@vueuse/core';
import { computed, ref, shallowRef, watch } from 'vue';
import { get } from '../api/client.ts';
import { type LiveState, openLive } from '../api/live.ts';
import { readsAsOf } from '../api/moment.ts';
import { before, cardLines, type FeedLine, newestLines, storedLines } from '../domain/feed.ts';
import { dayOf, secondsBetween } from '../domain/moments.ts';
import { isOpenAt, openSpans, workingSeconds } from '../domain/working-time.ts';
import { useResource } from './use-resource.ts';

/** Sources that send nothing for this long of working time are called silent. */
const SILENT_AFTER_S = 300;
/** Opening hours are looked up from so many days back: longer than any holiday. */
const HOURS_DAYS = 16;

export const useLive = createGlobalState(() => {
  const state = ref<LiveState>('connecting');
  const summary = shallowRef<SupervisionSummary | null>(null);
  const lastEventAt = ref<string | null>(null);
  /** What came since the page is open. */
  const fresh = shallowRef<FeedLine[]>([]);
  /** What changed about cards last. */
  const cards = shallowRef<LiveCards | null>(null);
  const commits = ref(0);
  const now = ref(new Date());

  const take = (message: SupervisionSummary) => {
    summary.value = message;
    if (message.last_event_at && (!lastEventAt.value || message.last_event_at > lastEventAt.value))
      lastEventAt.value = message.last_event_at;
  };

  const listen = () =>
    openLive({
      onState: (next) => {
        state.value = next;
      },
      onCards: (message) => {
        cards.value = message;
        fresh.value = before(cardLines(message), fresh.value);
      },
      onSummary: take,
      onStored: (message) => {
        lastEventAt.value = message.at;
        commits.value++;
        fresh.value = before(storedLines(message), fresh.value);
      },
    });
  let close: (() => void) | null = null;
  watch(
    readsAsOf,
    (asOf) => {
      close?.();
      close = asOf ? null : listen();
      // What is shown of another moment is not what comes next.
      summary.value = null;
      fresh.value = [];
    },
    { immediate: true },
  );
  /** Read when something first shows the feed. */
  const isFeedShown = ref(false);
  const newest = useResource(
    () => (isFeedShown.value ? 'newest' : null),
    (signal) => get<LiveNewest>('/live/newest', {}, signal),
  );
  const feed = computed(() => before(fresh.value, newest.data.value ? newestLines(newest.data.value) : []));
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
  return { state, summary, lastEventAt, feed, newest, isFeedShown, cards, commits, now, age, isOpen, silent, take };
});
