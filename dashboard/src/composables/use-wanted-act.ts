/** The act a key asked for, until the panel of the case takes it up. */
import { createGlobalState } from '@vueuse/core';
import { ref } from 'vue';

export const useWantedAct = createGlobalState(() => ({ wanted: ref<'urge' | 'note' | null>(null) }));
