/** The one floating note that tells what a figure means; figures ask for it on hover and focus. */
import { createGlobalState } from '@vueuse/core';
import { shallowRef } from 'vue';
import type { RouteLocationRaw } from 'vue-router';

export interface FigureInfo {
  label: string;
  value: string;
  /** Definition in words, with its id and version. */
  definition: { text: string; id: string; version: number };
  numerator?: string;
  denominator?: string;
  isRate?: boolean;
  note?: string;
  asOf?: string;
  /** Where the cases behind the number are listed. */
  cases?: RouteLocationRaw;
}

const HIDE_AFTER_MS = 180;
const SHOW_AFTER_MS = 220;

export const useFigurePopover = createGlobalState(() => {
  const anchor = shallowRef<HTMLElement | null>(null);
  const info = shallowRef<FigureInfo | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const put = (element: HTMLElement, next: FigureInfo) => {
    anchor.value = element;
    info.value = next;
  };
  return {
    anchor,
    info,
    show(element: HTMLElement, next: FigureInfo, atOnce = false) {
      clearTimeout(timer);
      if (atOnce || info.value) put(element, next);
      else timer = setTimeout(() => put(element, next), SHOW_AFTER_MS);
    },
    hold: () => clearTimeout(timer),
    hide(atOnce = false) {
      clearTimeout(timer);
      const drop = () => {
        info.value = null;
        anchor.value = null;
      };
      if (atOnce) drop();
      else timer = setTimeout(drop, HIDE_AFTER_MS);
    },
  };
});
