// @vitest-environment happy-dom
import type { EditedSentence, ReviewSentence } from '@mingcha/analytics/contract';
import { mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { i18n } from '../../locales/index.ts';
import { provideReview, type Review } from './use-review.ts';

afterEach(() => vi.unstubAllGlobals());

const title: ReviewSentence = {
  id: 'opening.title',
  text: { zh: '按数字说', en: 'As the numbers say' },
  edits: { zh: null, en: null },
  sequences: { zh: 0, en: 0 },
} as ReviewSentence;
const written = {
  sentence: title.id,
  language: 'zh',
  edit: { text: '二月这样说', actor: '王主任', at: '2026-03-02T01:00:00Z' },
  sequence: 1,
} as EditedSentence;

it('tells of the month on the screen while another is read, and keeps what was written to its own month', async () => {
  const waiting: (() => void)[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    const asked = new URL(url, 'http://hall');
    if (!asked.pathname.endsWith('/monthly-review')) return new Promise(() => undefined);
    const month = asked.searchParams.get('month');
    return new Promise((resolve) => waiting.push(() => resolve(Response.json({ month, screens: [] }))));
  });
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/review', component: {} }] });
  await router.push('/review?month=2026-02&department=plan');
  let review!: Review;
  const page = {
    setup() {
      review = provideReview();
      return () => null;
    },
  };
  const mounted = mount(page, { global: { plugins: [router, i18n] } });
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  waiting.pop()!();
  await settled();
  expect(review.shown.value).toEqual({ month: '2026-02', department: 'plan' });
  review.takeEdit(written, review.shownKey.value);
  expect(review.textOf(title)).toBe('二月这样说');

  review.setMonth('2026-03');
  await settled();
  expect(review.month.value).toBe('2026-03');
  expect(review.shown.value.month).toBe('2026-02');
  waiting.pop()!();
  await settled();
  expect(review.shown.value.month).toBe('2026-03');
  expect(review.textOf(title)).toBe('按数字说');
  mounted.unmount();
});
