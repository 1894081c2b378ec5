/** Whether the cases shown are invented; asked again while they still come in. */
import type { Demo } from '@mingcha/analytics/contract';
import { createGlobalState } from '@vueuse/core';
import { computed, watch } from 'vue';
import { get } from '../api/client.ts';
import { useResource } from './use-resource.ts';

const AGAIN_MS = 3_000;

export const useDemo = createGlobalState(() => {
  const { data, loading, reload } = useResource(
    () => 'demo',
    (signal) => get<Demo>('/demo', {}, signal),
  );
  const isFounding = computed(() => data.value?.state === 'founding');
  let again: ReturnType<typeof setTimeout> | undefined;
  watch(loading, (isAsking) => {
    clearTimeout(again);
    if (!isAsking && isFounding.value) again = setTimeout(() => void reload(), AGAIN_MS);
  });
  return { isFounding, isInvented: computed(() => (data.value?.state ?? 'none') !== 'none') };
});
