/** Addresses of the pages. The open case is a query parameter so that it lies over any page. */
import { createRouter, createWebHistory } from 'vue-router';
import SupervisionPage from './pages/supervision/SupervisionPage.vue';

declare module 'vue-router' {
  interface RouteMeta {
    /** Message key of the page's name. */
    title: string;
    /** Which item of the rail is lit. */
    section?: 'supervision' | 'daily' | 'weekly';
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: '/supervision' },
    { path: '/supervision', component: SupervisionPage, meta: { title: 'nav.supervision', section: 'supervision' } },
    {
      path: '/daily',
      component: () => import('./pages/daily/DailyPage.vue'),
      meta: { title: 'nav.daily', section: 'daily' },
    },
    {
      path: '/weekly',
      component: () => import('./pages/weekly/WeeklyPage.vue'),
      meta: { title: 'nav.weekly', section: 'weekly' },
    },
    {
      path: '/cases',
      component: () => import('./pages/cases/CasesPage.vue'),
      meta: { title: 'page.cases', section: 'daily' },
    },
    { path: '/:rest(.*)', component: () => import('./pages/NotFoundPage.vue'), meta: { title: 'page.not_found' } },
  ],
});
