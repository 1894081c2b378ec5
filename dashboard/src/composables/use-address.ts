/** View state that lives in the address: a link sent to a colleague shows the same, and back works. */
import { computed, type WritableComputedRef } from 'vue';
import { type LocationQuery, type LocationQueryRaw, useRoute, useRouter } from 'vue-router';

/** One parameter of an address as text; empty where it is not there. */
export function textIn(query: LocationQuery, name: string): string {
  const value = query[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

/** One query parameter as text; the fallback itself is left out of the address. */
export function useAddress(
  name: string,
  fallback = '',
  history: 'push' | 'replace' = 'push',
): WritableComputedRef<string> {
  const route = useRoute();
  const set = useAddressPatch(history);
  return computed({
    get: () => textIn(route.query, name) || fallback,
    set: (value) => void set({ [name]: value === fallback ? undefined : value }),
  });
}

/** Changes several parameters in one step of history; done when the address has changed. */
export function useAddressPatch(history: 'push' | 'replace' = 'push') {
  const route = useRoute();
  const router = useRouter();
  return async (patch: Record<string, string | undefined>): Promise<void> => {
    const query: LocationQueryRaw = { ...route.query };
    for (const [name, value] of Object.entries(patch)) {
      // Named as undefined, it is not carried along either.
      query[name] = value || undefined;
    }
    await router[history]({ query, hash: route.hash });
  };
}
