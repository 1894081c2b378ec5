/** What an entry is amended to. A field left alone follows what others make of it meanwhile, and is not sent. */
import type { RectificationDetail } from '@mingcha/analytics/contract';
import { computed, ref, watch } from 'vue';

type Amended = Pick<RectificationDetail['entry'], 'due_on' | 'person'>;

export function useAmendment(entry: () => Amended) {
  const due = ref(entry().due_on);
  const person = ref(entry().person);
  watch(entry, (now, before) => {
    if (due.value === before.due_on) due.value = now.due_on;
    if (person.value.trim() === before.person) person.value = now.person;
  });
  const amended = computed<Partial<Amended>>(() => {
    const written = person.value.trim();
    return {
      ...(due.value !== entry().due_on && { due_on: due.value }),
      ...(written !== entry().person && written !== '' && { person: written }),
    };
  });
  return { due, person, amended };
}
