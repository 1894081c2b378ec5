/** The two languages of the interface. Chinese first; the choice is kept per browser and can be sent in no link. */
import { createI18n } from 'vue-i18n';
import en from './en/index.ts';
import zh from './zh-CN/index.ts';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

const KEPT_AS = 'mingcha.locale';

const kept = (): Locale => {
  const stored = localStorage.getItem(KEPT_AS);
  return stored === 'en' ? 'en' : 'zh-CN';
};

export const i18n = createI18n({
  legacy: false,
  locale: kept(),
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh, en },
});

export function setLocale(locale: Locale): void {
  i18n.global.locale.value = locale;
  localStorage.setItem(KEPT_AS, locale);
  document.documentElement.lang = locale;
}
