// @vitest-environment happy-dom
import { parsePeriod } from '@mingcha/analytics/periods';
import { afterEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { type Asked, readUnits, useUnfolded } from './use-unit-rows.ts';

afterEach(() => vi.unstubAllGlobals());

const asked: Asked = { period: parsePeriod('2026-W10')!, shownTo: '2026-03-08', comparison: 'previous' };
/** Answers every list with one row for each of these units. */
function answers(...units: string[]) {
  const urls: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    urls.push(url);
    const rows = units.map((unit) => ({ unit, unit_name: unit, on_file: unit !== '', day: '2026-03-08', decided: 1 }));
    return Response.json({ as_of: '2026-03-09T00:00:00Z', rows, next_cursor: null });
  });
  return urls;
}

it('leads to a unit by its code, and nowhere for what has no unit: without it the cases would be everybody’s', async () => {
  answers('w-1', '');
  const { units } = await readUnits('window', asked, { department: 'plan' });
  expect(units.map(({ filters }) => filters)).toEqual([{ department: 'plan', window: 'w-1' }, null]);
});

it('unfolds what has no unit into nothing, rather than into everybody', async () => {
  answers('plan', '');
  const { units } = await readUnits('department', asked, {});
  const urls = answers();
  const scope = effectScope();
  const { toggle, isOpen } = scope.run(() =>
    useUnfolded(
      () => asked,
      () => ({}),
    ),
  )!;
  toggle(units[1]!);
  expect([isOpen(units[1]!), urls]).toEqual([false, []]);
  toggle(units[0]!);
  expect(isOpen(units[0]!)).toBe(true);
  expect(urls.every((url) => url.includes('department=plan'))).toBe(true);
  expect(urls).not.toEqual([]);
  scope.stop();
});

it('reads unfolded units again for another period, and folds them when a filter goes', async () => {
  answers('plan');
  const filters = ref<Record<string, string>>({ item: 'permit' });
  const of = ref(asked);
  const { units } = await readUnits('department', asked, filters.value);
  const urls = answers('w-1');
  const scope = effectScope();
  const { toggle, isOpen } = scope.run(() =>
    useUnfolded(
      () => of.value,
      () => filters.value,
    ),
  )!;
  toggle(units[0]!);
  of.value = { ...asked, shownTo: '2026-03-07' };
  await nextTick();
  expect(isOpen(units[0]!)).toBe(true);
  expect(urls).toHaveLength(4);

  filters.value = {};
  await nextTick();
  expect(isOpen(units[0]!)).toBe(false);
  expect(urls).toHaveLength(4);
  scope.stop();
});
