/**
 * Parameters of an address that mean nothing, a mistyped day or a grade there is not: a page shows something else in their place,
 * and says so, rather than that a reader takes what it shows for what was asked for.
 */
import { createGlobalState } from '@vueuse/core';
import { type ComputedRef, computed, onScopeDispose, shallowReactive } from 'vue';
import { useRoute } from 'vue-router';
import { textIn } from './use-address.ts';

export interface Misread {
  name: string;
  /** As it stands in the address. */
  text: string;
  /** What is shown in its place, in words. */
  shown: string;
}

const useRegistry = createGlobalState(() => shallowReactive<ComputedRef<Misread | null>[]>([]));

/** Understands one of a few words. */
export const among = (words: readonly string[]) => (text: string) => words.includes(text);

/** Says of a parameter which texts mean something, and what is shown where the address has another. */
export function useMisread(name: string, understands: (text: string) => boolean, shown: () => string): void {
  const route = useRoute();
  const registry = useRegistry();
  const found = computed<Misread | null>(() => {
    const text = textIn(route.query, name);
    return text === '' || understands(text) ? null : { name, text, shown: shown() };
  });
  registry.push(found);
  onScopeDispose(() => registry.splice(registry.indexOf(found), 1));
}

/** Of what stands in the address now; a parameter that several parts of a page read is told once. */
export function useMisreads(): ComputedRef<Misread[]> {
  const registry = useRegistry();
  return computed(() => {
    const found = registry.flatMap(({ value }) => (value ? [value] : []));
    return found.filter(({ name }, at) => found.findIndex((one) => one.name === name) === at);
  });
}
