// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { nextTick } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { useView } from './use-view.ts';

async function at(address: string) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/cases', component: {} }] });
  await router.push(address);
  let view!: ReturnType<typeof useView>;
  const page = {
    setup() {
      view = useView();
      return () => null;
    },
  };
  mount(page, { global: { plugins: [router] } });
  const settled = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    await nextTick();
  };
  return { router, view, settled };
}

it('reads period, comparison, filters and the open case from the address', async () => {
  const { view } = await at('/cases?period=2026-W10&compare=year&window=w1&item=&colour=red&case=c-1');
  expect(view.period.value).toEqual({ kind: 'week', from: '2026-03-02', to: '2026-03-08' });
  expect(view.comparison.value).toBe('year');
  expect(view.filters.value).toEqual({ window: 'w1' });
  expect(view.openCase.value).toBe('c-1');
});

it('shows today where the address names no period, or none that exists', async () => {
  const { view } = await at('/cases?period=2026-W60');
  expect(view.isChosen.value).toBe(false);
  expect(view.period.value).toEqual({ kind: 'day', from: view.today.value, to: view.today.value });
});

it('keeps the filters as they are while a case opens, so that nothing is read again', async () => {
  const { router, view } = await at('/cases?department=plan');
  const before = view.filters.value;
  await router.push(view.toCase('c-2'));
  expect(view.openCase.value).toBe('c-2');
  expect(view.filters.value).toBe(before);
  await router.push('/cases?department=food');
  expect(view.filters.value).toEqual({ department: 'food' });
});

it('lets an open case follow the movement, and opens none by moving', async () => {
  const { router, view, settled } = await at('/cases?department=plan');
  view.follow('c-3');
  await settled();
  expect(router.currentRoute.value.query).toEqual({ department: 'plan' });
  view.open('c-1');
  await settled();
  view.follow('c-2');
  await settled();
  expect(router.currentRoute.value.query).toEqual({ department: 'plan', case: 'c-2' });
  router.back();
  await settled();
  expect(view.openCase.value).toBe('');
});
