/** The moment reads look from: set from the address, sent with every read that takes one. Null is now. */
import { type Ref, shallowRef } from 'vue';

export const readsAsOf: Ref<string | null> = shallowRef(null);

/** RFC 3339 with its zone, as the control writes it; anything else in an address is now. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

export function momentIn(text: string): string | null {
  return MOMENT.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}
