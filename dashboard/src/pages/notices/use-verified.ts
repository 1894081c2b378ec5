/** What verifying found, kept while the page is open: a sealed publication verified once need not be counted again to be listed. */
import type { Verification } from '@mingcha/analytics/contract';
import { createGlobalState } from '@vueuse/core';
import { shallowReactive } from 'vue';

export const useVerified = createGlobalState(() => shallowReactive(new Map<string, Verification>()));
