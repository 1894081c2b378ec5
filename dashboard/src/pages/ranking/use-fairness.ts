/** What makes the places of a board fair to read, computed once for its rows: one late case more, and other weights. */
import type { RankingRow } from '@mingcha/analytics/contract';
import { afterLateCases, placeSpans } from '@mingcha/analytics/scoring';
import { computed } from 'vue';

export function useFairness(rows: () => readonly RankingRow[]) {
  return {
    /** By unit; ranked ones only. */
    lateCases: computed(() => afterLateCases(rows())),
    spans: computed(() => placeSpans(rows())),
  };
}
