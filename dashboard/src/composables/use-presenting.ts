/**
 * Whether a page is being presented: it then covers the window, in full screen where the browser lets it. Leaving full screen by
 * whatever means ends it.
 */
import { createGlobalState, useEventListener } from '@vueuse/core';
import { ref } from 'vue';

/** Where the browser can leave Escape to the page, it closes what lies on top first. */
interface KeyboardLock {
  keyboard?: { lock?: (keys: string[]) => Promise<void>; unlock?: () => void };
}

export const usePresenting = createGlobalState(() => {
  const presenting = ref(false);
  const { keyboard } = navigator as Navigator & KeyboardLock;

  async function enter() {
    presenting.value = true;
    try {
      await document.documentElement.requestFullscreen();
      await keyboard?.lock?.(['Escape']);
    } catch {
      // Not allowed, or not possible here: covering the window is what is left.
    }
  }
  async function leave() {
    presenting.value = false;
    keyboard?.unlock?.();
    if (document.fullscreenElement) await document.exitFullscreen();
  }
  useEventListener(document, 'fullscreenchange', () => {
    if (!document.fullscreenElement) presenting.value = false;
  });
  return { presenting, enter, leave, toggle: () => (presenting.value ? leave() : enter()) };
});
