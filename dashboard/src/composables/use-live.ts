/** The live line, opened once for the whole application: lamps, newest events, and how old the last one is. */
import type { LiveCards, LiveStored, SupervisionSummary } from '@mingcha/analytics/contract';
import { createGlobalState, useIntervalFn } from '@vueuse/core';
import { computed, ref, shallowRef } from 'vue';
import { type LiveState, openLive } from '../api/live.ts';
import { secondsBetween } from '../domain/moments.ts';

/** A source that has sent nothing for this long is called silent. */
const SILENT_AFTER_S = 300;
const FEED_LENGTH = 50;

export type FeedEvent = LiveStored['newest'][number] & { key: string };

export const useLive = createGlobalState(() => {
  const state = ref<LiveState>('connecting');
  const summary = shallowRef<SupervisionSummary | null>(null);
  const lastEventAt = ref<string | null>(null);
  const feed = shallowRef<FeedEvent[]>([]);
  /** What changed about cards last. */
  const cards = shallowRef<LiveCards | null>(null);
  const commits = ref(0);
  const now = ref(new Date());
  let serial = 0;

  const take = (message: SupervisionSummary) => {
    summary.value = message;
    if (message.last_event_at && (!lastEventAt.value || message.last_event_at > lastEventAt.value))
      lastEventAt.value = message.last_event_at;
  };

  openLive({
    onState: (next) => {
      state.value = next;
    },
    onCards: (message) => {
      cards.value = message;
    },
    onSummary: take,
    onStored: (message) => {
      lastEventAt.value = message.at;
      commits.value++;
      const fresh = message.newest.map((event) => ({ ...event, key: String(serial++) })).reverse();
      feed.value = [...fresh, ...feed.value].slice(0, FEED_LENGTH);
    },
  });
  useIntervalFn(() => {
    now.value = new Date();
  }, 1000);

  const age = computed(() =>
    lastEventAt.value === null ? null : Math.max(0, secondsBetween(lastEventAt.value, now.value)),
  );
  const silent = computed(() => state.value === 'lost' || (age.value !== null && age.value > SILENT_AFTER_S));
  return { state, summary, lastEventAt, feed, cards, commits, now, age, silent, take };
});
