/** Light, dark, or as the system has it. Kept per browser; told to charts through `revision`. */
import { createGlobalState, usePreferredDark, useStorage } from '@vueuse/core';
import { computed, ref, watchEffect } from 'vue';

export type ThemeChoice = 'system' | 'light' | 'dark';

export const useTheme = createGlobalState(() => {
  const choice = useStorage<ThemeChoice>('mingcha.theme', 'system');
  const prefersDark = usePreferredDark();
  const theme = computed<'light' | 'dark'>(() =>
    choice.value === 'system' ? (prefersDark.value ? 'dark' : 'light') : choice.value,
  );
  const revision = ref(0);
  watchEffect(() => {
    document.documentElement.dataset['theme'] = theme.value;
    revision.value++;
  });
  const toggle = () => {
    choice.value = theme.value === 'dark' ? 'light' : 'dark';
  };
  return { choice, theme, toggle, revision };
});
