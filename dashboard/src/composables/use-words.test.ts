// @vitest-environment happy-dom
import { parsePeriod } from '@mingcha/analytics/periods';
import { mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { i18n } from '../locales/index.ts';
import { useWords } from './use-words.ts';

// The page asks for the centres' zones; nobody answers here.
vi.spyOn(globalThis, 'fetch').mockReturnValue(new Promise(() => undefined));

function wordsOf(): ReturnType<typeof useWords> {
  let words!: ReturnType<typeof useWords>;
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: {} }] });
  const page = {
    setup() {
      words = useWords();
      return () => null;
    },
  };
  mount(page, { global: { plugins: [router, i18n] } });
  return words;
}

it('names the year of a week once, and again only for a day of another year', () => {
  const { period } = wordsOf();
  expect(period(parsePeriod('2025-W10')!)).toBe('2025年第10周 3月3日–3月9日');
  expect(period(parsePeriod('2026-W01')!)).toBe('2026年第1周 2025年12月29日–1月4日');
});
