import { createApp } from 'vue';
import './theme/tokens.css';
import './theme/base.css';
import './theme/element.css';
import './theme/print.css';
import type { Locale } from './locales/index.ts';
import { i18n, setLocale } from './locales/index.ts';
import { router } from './router.ts';
import App from './shell/App.vue';

setLocale(i18n.global.locale.value as Locale);
createApp(App).use(i18n).use(router).mount('#app');
