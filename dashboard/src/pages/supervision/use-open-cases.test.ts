// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import type { Filters } from '../../composables/use-view.ts';
import { useOpenCases } from './use-open-cases.ts';

const live = vi.hoisted(() => ({ of: {} as Record<string, unknown> }));
vi.mock('../../composables/use-live.ts', () => ({ useLive: () => live.of }));

let urls: string[];
beforeEach(() => {
  live.of = { commits: ref(0), cards: ref(null), reopened: ref(0), summary: ref(null) };
  urls = [];
  vi.stubGlobal('fetch', async (url: string) => {
    urls.push(url);
    const limit = Number(new URL(url, 'http://hall').searchParams.get('limit'));
    const rows = Array.from({ length: limit }, (_, n) => ({ case_id: `c-${n}` }));
    return Response.json({ rows, next_cursor: 'more' });
  });
});
afterEach(() => vi.unstubAllGlobals());

const settled = () => new Promise((resolve) => setTimeout(resolve));
const limits = () =>
  urls
    .map((url) => new URL(url, 'http://hall'))
    .filter(({ pathname }) => pathname.endsWith('/overdue'))
    .map(({ searchParams }) => searchParams.get('limit'));

it('begins with one page for other filters, and grows there again', async () => {
  const filters = ref<Filters & { grade: string }>({ grade: 'red' });
  const scope = effectScope();
  const list = scope.run(() => useOpenCases(filters))!;
  await settled();
  list.more();
  await settled();
  expect(limits()).toEqual(['500', '1500']);

  filters.value = { grade: 'yellow' };
  await nextTick();
  await settled();
  expect(limits()).toEqual(['500', '1500', '500']);
  list.more();
  await settled();
  expect(limits()).toEqual(['500', '1500', '500', '1500']);
  expect(list.rows.value).toHaveLength(1500);
  scope.stop();
});
