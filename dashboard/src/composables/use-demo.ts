/** Whether the cases shown are invented; asked again while they still come in. */
import type { Demo } from '@mingcha/analytics/contract';
import { createGlobalState } from '@vueuse/core';
import { computed, watch } from 'vue';
import { get } from '../api/client.ts';
import { useResource } from './use-resource.ts';

const AGAIN_MS = 3_000;

export const useDemo = createGlobalState(() => {
  const demo = useResource(
    () => 'demo',
    (signal) => get<Demo>('/demo', {}, signal),
  );
  watch(demo.data, (answer) => {
    if (answer?.state === 'founding') setTimeout(() => void demo.reload(), AGAIN_MS);
  });
  return {
    isInvented: computed(() => (demo.data.value?.state ?? 'none') !== 'none'),
    isFounding: computed(() => demo.data.value?.state === 'founding'),
  };
});
