import { expect, it } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { useAmendment } from './use-amendment.ts';

const opened = { due_on: '2026-03-20', person: '王工' };

it('sends what was written, and nothing that was left alone', () => {
  const scope = effectScope();
  const { due, person, amended } = scope.run(() => useAmendment(() => opened))!;
  expect(amended.value).toEqual({});
  due.value = '2026-03-27';
  person.value = ' 李工 ';
  expect(amended.value).toEqual({ due_on: '2026-03-27', person: '李工' });
  person.value = '';
  expect(amended.value).toEqual({ due_on: '2026-03-27' });
  scope.stop();
});

it('does not take back what a colleague changed meanwhile', async () => {
  const entry = ref(opened);
  const scope = effectScope();
  const { due, person, amended } = scope.run(() => useAmendment(() => entry.value))!;
  person.value = '李工';
  entry.value = { due_on: '2026-04-10', person: '赵工' };
  await nextTick();
  expect([due.value, person.value]).toEqual(['2026-04-10', '李工']);
  expect(amended.value).toEqual({ person: '李工' });
  scope.stop();
});
