/** Says a sentence to screen readers through the one polite live region in the shell. */
import { createGlobalState } from '@vueuse/core';
import { nextTick, ref } from 'vue';

export const useAnnouncer = createGlobalState(() => {
  const message = ref('');
  const announce = (sentence: string) => {
    // Emptied first: the same sentence said twice is otherwise not read again.
    message.value = '';
    void nextTick().then(() => {
      message.value = sentence;
    });
  };
  return { message, announce };
});
