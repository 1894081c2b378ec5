/** The live line of the application, opened once for all its pages, and the feed of what it tells. */
import type { LiveCards, LiveNewest, LiveStored } from '@mingcha/analytics/contract';
import { createGlobalState } from '@vueuse/core';
import { computed, ref, shallowRef } from 'vue';
import { get } from '../api/client.ts';
import { before, cardLines, type FeedLine, newestLines, storedLines } from '../domain/feed.ts';
import { useLiveLine } from './live-line.ts';
import { useResource } from './use-resource.ts';

export const useLive = createGlobalState(() => {
  /** What came since the page is open. */
  const fresh = shallowRef<FeedLine[]>([]);
  /** What changed about cards last. */
  const cards = shallowRef<LiveCards | null>(null);
  /** What was stored last. */
  const stored = shallowRef<LiveStored | null>(null);
  const line = useLiveLine('/api/v1/live', {
    onCards: (message) => {
      cards.value = message;
      fresh.value = before(cardLines(message), fresh.value);
    },
    onStored: (message) => {
      stored.value = message;
      fresh.value = before(storedLines(message), fresh.value);
    },
    onMoment: () => {
      fresh.value = [];
    },
  });
  /** Read when something first shows the feed. */
  const isFeedShown = ref(false);
  const newest = useResource(
    () => (isFeedShown.value ? 'newest' : null),
    (signal) => get<LiveNewest>('/live/newest', {}, signal),
  );
  const feed = computed(() => before(fresh.value, newest.data.value ? newestLines(newest.data.value) : []));
  return { ...line, feed, newest, isFeedShown, cards, stored };
});
