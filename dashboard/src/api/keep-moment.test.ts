// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { address } from './client.ts';
import { keepMoment } from './keep-moment.ts';
import { momentIn, readsAsOf } from './moment.ts';

const THEN = '2026-02-28T09:52Z';
afterEach(() => {
  readsAsOf.value = null;
});

async function at(path: string) {
  const routes = ['/daily', '/cases'].map((path) => ({ path, component: {} }));
  const router = createRouter({ history: createMemoryHistory(), routes });
  keepMoment(router);
  await router.push(path);
  return router;
}

it('sends the moment of the address with every read that takes one', async () => {
  await at(`/daily?as_of=${THEN}`);
  expect(readsAsOf.value).toBe(THEN);
  expect(address('/overdue', { grade: 'red' })).toBe('/api/v1/overdue?as_of=2026-02-28T09%3A52Z&grade=red');
  expect(address('/rules')).toBe('/api/v1/rules');
  expect(address('/daily-statistics', { as_of: '2026-01-01T00:00Z' })).toContain('as_of=2026-01-01');
});

it('takes it along over links, whatever else they name', async () => {
  const router = await at(`/daily?as_of=${THEN}`);
  expect(router.resolve('/cases?measure=early').query).toEqual({ measure: 'early', as_of: THEN });
  await router.push({ path: '/cases', query: { measure: 'early' } });
  expect(router.currentRoute.value.query).toEqual({ measure: 'early', as_of: THEN });
});

it('leaves it behind when a target says so, and on the way back', async () => {
  const router = await at('/daily');
  await router.push({ path: '/cases', query: { as_of: THEN } });
  router.back();
  await new Promise((resolve) => setTimeout(resolve));
  expect(router.currentRoute.value.fullPath).toBe('/daily');
  expect(readsAsOf.value).toBeNull();
  await router.push({ path: '/cases', query: { as_of: THEN } });
  await router.push({ query: { as_of: undefined } });
  expect(router.currentRoute.value.fullPath).toBe('/cases');
  expect(readsAsOf.value).toBeNull();
});

it('takes what names no moment with its zone for now', () => {
  for (const text of ['', 'yesterday', '2026-02-28', '2026-02-28T09:52', '2026-02-31T99:00Z'])
    expect(momentIn(text), text).toBeNull();
  expect(momentIn('2026-02-28T17:52:30+08:00')).toBe('2026-02-28T17:52:30+08:00');
});
