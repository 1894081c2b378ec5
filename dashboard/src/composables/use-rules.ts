/** The supervision rules by id, read once a visit: cards carry the id, readers want the name. */
import type { RuleRow, Rules } from '@mingcha/analytics/contract';
import { createGlobalState } from '@vueuse/core';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { get } from '../api/client.ts';
import { useResource } from './use-resource.ts';

const useRead = createGlobalState(() =>
  useResource(
    () => 'rules',
    (signal) => get<Rules>('/rules', {}, signal),
  ),
);

export function useRules() {
  const { t, locale } = useI18n();
  const read = useRead();
  const rules = computed(() => read.data.value?.rows ?? []);
  const inLanguage = (text: { zh: string; en: string }) => (locale.value === 'en' ? text.en : text.zh);
  return {
    ...read,
    rules,
    inLanguage,
    /** The name of a rule; its id while the rules are not known, or where a rule is no more. */
    nameOf(id: string): string {
      if (id === 'manual') return t('card.manual');
      const rule = rules.value.find((each: RuleRow) => each.id === id);
      return rule ? inLanguage(rule.name) : id;
    },
  };
}
