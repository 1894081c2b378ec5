/** What readers are told of the demo city, from the first request on. */
import { expect, it } from 'vitest';
import { openDemo } from './demo.ts';

const EMPTY = { newest: '', invented: 0, others: 0 };
const CITY = { newest: 'demo4.h3k2a1.1', invented: 9, others: 0 };

/** A store of which only what lies in it is known: whatever else the city asks fails. */
async function demoIn(stored: object, wanted?: boolean) {
  const said: string[] = [];
  const faults: unknown[] = [];
  const query = async (statement: string) => {
    if (statement.includes('as invented')) return [stored];
    throw new Error('The store is broken.');
  };
  const demo = await openDemo({ store: { query }, intake: {} } as unknown as Parameters<typeof openDemo>[0], {
    wanted,
    say: (sentence) => said.push(sentence),
    onFault: (error) => faults.push(error),
  });
  return { demo, said, faults };
}

it.each([
  ['an empty store', EMPTY, undefined, 'founding'],
  ['an empty store that is to have no city', EMPTY, false, 'none'],
  ['a store of others', { ...EMPTY, others: 9 }, undefined, 'none'],
  ['a store of others that is to have one', { ...EMPTY, others: 9 }, true, 'founding'],
  ['its own store', CITY, undefined, 'running'],
  ['its own store, forbidden to go on', CITY, false, 'still'],
  ['its own store with events of others', { ...CITY, others: 1 }, undefined, 'still'],
  ['a generated city', { ...CITY, newest: '439600-1' }, undefined, 'still'],
])('in %s', async (_, stored, wanted, state) => {
  const { demo } = await demoIn(stored, wanted);
  expect(demo.state()).toBe(state);
});

it('that does not go on beside others says so, and how to be without it', async () => {
  const { demo, said } = await demoIn({ ...CITY, others: 1 });
  demo.start();
  expect(said).toEqual([expect.stringMatching(/does not go on.*MINGCHA_DATA.*--demo/)]);
});

it('that breaks off is no longer being founded', async () => {
  const { demo, faults } = await demoIn(EMPTY);
  demo.start();
  await demo.stop();
  expect(faults).toHaveLength(1);
  expect(demo.state()).toBe('still');
});
