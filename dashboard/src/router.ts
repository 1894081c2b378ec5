/** Addresses of the pages. The open case is a query parameter so that it lies over any page. */
import { createRouter, createWebHistory } from 'vue-router';
import { keepMoment } from './api/keep-moment.ts';
import SupervisionPage from './pages/supervision/SupervisionPage.vue';
import type { Section } from './shell/sections.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Message key of the page's name. */
    title: string;
    /** Which item of the rail is lit. */
    section?: Section;
    /** The page is the whole screen: neither rail nor top bar stand around it. */
    isBare?: boolean;
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
      path: '/ranking',
      component: () => import('./pages/ranking/RankingPage.vue'),
      meta: { title: 'nav.ranking', section: 'ranking' },
    },
    // Addresses sent before the page ranked any period.
    { path: '/weekly', redirect: ({ query }) => ({ path: '/ranking', query }) },
    {
      path: '/rectifications',
      component: () => import('./pages/rectifications/RectificationsPage.vue'),
      meta: { title: 'nav.rectifications', section: 'rectifications' },
    },
    {
      path: '/dispatch',
      component: () => import('./pages/dispatch/DispatchPage.vue'),
      meta: { title: 'nav.dispatch', section: 'dispatch' },
    },
    {
      path: '/dispatch/cases',
      component: () => import('./pages/dispatch/DispatchCasesPage.vue'),
      meta: { title: 'page.dispatch_cases', section: 'dispatch' },
    },
    {
      path: '/review',
      component: () => import('./pages/review/ReviewPage.vue'),
      meta: { title: 'nav.review', section: 'review' },
    },
    {
      path: '/quality',
      component: () => import('./pages/quality/QualityPage.vue'),
      meta: { title: 'nav.quality', section: 'quality' },
    },
    {
      path: '/quality/findings',
      component: () => import('./pages/quality/FindingsPage.vue'),
      meta: { title: 'nav.quality', section: 'quality' },
    },
    {
      path: '/quality/reconciled',
      component: () => import('./pages/quality/ReconciledPage.vue'),
      meta: { title: 'nav.quality', section: 'quality' },
    },
    {
      path: '/notices',
      component: () => import('./pages/notices/NoticesPage.vue'),
      meta: { title: 'notices.title', section: 'notices' },
    },
    {
      path: '/reports',
      component: () => import('./pages/reports/ReportsPage.vue'),
      meta: { title: 'nav.reports', section: 'reports' },
    },
    {
      path: '/rules',
      component: () => import('./pages/rules/RulesPage.vue'),
      meta: { title: 'rules.title', section: 'rules' },
    },
    {
      path: '/cases',
      component: () => import('./pages/cases/CasesPage.vue'),
      meta: { title: 'page.cases', section: 'daily' },
    },
    {
      path: '/wall',
      component: () => import('./pages/wall/WallPage.vue'),
      meta: { title: 'nav.wall', section: 'wall', isBare: true },
    },
    { path: '/:rest(.*)', component: () => import('./pages/NotFoundPage.vue'), meta: { title: 'page.not_found' } },
  ],
});

keepMoment(router);

/**
 * A page left open over an upgrade asks for parts that are gone: it goes to its target by a full load, once, and
 * then fails in the open.
 */
const RELOADED = 'mingcha.reloaded';
router.onError((error, to) => {
  const isGone = error instanceof Error && /import|preload|module script/i.test(error.message);
  if (!isGone || sessionStorage.getItem(RELOADED) === to.fullPath) throw error;
  sessionStorage.setItem(RELOADED, to.fullPath);
  window.location.assign(to.fullPath);
});
router.afterEach(() => sessionStorage.removeItem(RELOADED));
