/** The card somebody wants an entry of the rectification ledger opened from, until the form beside it takes it up. */
import { createGlobalState } from '@vueuse/core';
import { ref } from 'vue';

export const useWantedEntry = createGlobalState(() => ({
  wanted: ref<{ card: string; task: string } | null>(null),
}));
