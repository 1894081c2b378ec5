import { afterEach, expect, it } from 'vitest';
import { effectScope, nextTick } from 'vue';
import { readsAsOf } from '../api/moment.ts';
import { useResource } from './use-resource.ts';

afterEach(() => {
  readsAsOf.value = null;
});

it('reads again when the moment looked from changes, and shows nothing of the one before meanwhile', async () => {
  const answers: ((value: string) => void)[] = [];
  const scope = effectScope();
  const read = scope.run(() =>
    useResource(
      () => 'same',
      () => new Promise<string>((resolve) => answers.push(resolve)),
    ),
  )!;
  answers[0]!('now');
  await nextTick();
  await nextTick();
  expect(read.data.value).toBe('now');

  readsAsOf.value = '2026-02-28T09:52Z';
  await nextTick();
  expect(read.data.value).toBeNull();
  expect(answers).toHaveLength(2);
  answers[1]!('then');
  await nextTick();
  await nextTick();
  expect(read.data.value).toBe('then');
  scope.stop();
});
