/** What is asked again of days that are over, and what goes when there is too much of it. */
import type { Store } from '@mingcha/sql';
import { expect, it } from 'vitest';
import { openKept } from './kept.ts';

const page = (text: string) => ({ bytes: Buffer.from(text), after: undefined });

function opened(mostBytes?: number) {
  const settled = { generation: 1 as number | undefined };
  const store = { generation: (of: string) => (of === 'settled' ? settled.generation : NaN) } as unknown as Store;
  const { stand, answer: keep } = openKept(store, mostBytes);
  const asked: string[] = [];
  const ask = async (question: string, answer = `of ${question}`) => {
    const kept = await keep(question, stand(), async () => {
      asked.push(question);
      return page(answer);
    });
    return kept.bytes.toString();
  };
  return { settled, asked, ask, keep, stand };
}

it('asks once, and again after something but cases was written', async () => {
  const { settled, asked, ask } = opened();
  expect([await ask('a'), await ask('a'), await ask('b')]).toEqual(['of a', 'of a', 'of b']);
  expect(asked).toEqual(['a', 'b']);
  settled.generation = 2;
  expect(await ask('a', 'new')).toBe('new');
  expect(await ask('a')).toBe('new');
});

it('keeps nothing while something is written, or was written over the answer', async () => {
  const { settled, asked, ask, keep, stand } = opened();
  settled.generation = undefined;
  await ask('a');
  await ask('a');
  expect(asked).toEqual(['a', 'a']);
  settled.generation = 2;
  await keep('b', stand(), async () => {
    settled.generation = 3;
    return page('before');
  });
  expect(await ask('b', 'after')).toBe('after');
});

it('keeps no answer as of a moment before something was written', async () => {
  const { settled, ask, keep, stand } = opened();
  const before = stand();
  settled.generation = 2;
  expect((await keep('a', before, async () => page('without it'))).bytes.toString()).toBe('without it');
  expect(await ask('a', 'with it')).toBe('with it');
});

it('lets go of what was not asked for the longest, and never keeps more than it may', async () => {
  const { asked, ask } = opened(12);
  await ask('a', '12345');
  await ask('b', '12345');
  await ask('a');
  await ask('c', '12345');
  expect(await ask('a')).toBe('12345');
  expect(await ask('b', 'again')).toBe('again');
  expect(asked).toEqual(['a', 'b', 'c', 'b']);
  await ask('long', '12345678901');
  await ask('long', '12345678901');
  expect(asked.slice(4)).toEqual(['long', 'long']);
  expect(await ask('b')).toBe('again');
  expect(asked).toHaveLength(6);
});

it('counts what was asked, too, however little was answered', async () => {
  const { asked, ask } = opened(1000);
  const questions = Array.from({ length: 20 }, (_, index) => `${index}`.padStart(100, '-'));
  for (const question of questions) await ask(question, '');
  await ask(questions.at(-1)!, '');
  expect(asked).toHaveLength(20);
  await ask(questions[0]!, '');
  expect(asked).toHaveLength(21);
});
