import { expect, test } from 'vitest';
import { lanes } from './lanes.ts';

/** Everything that can go on has gone on. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

function numbered(count: number) {
  let next = 0;
  return lanes(
    count,
    () => ++next,
    () => new Error('closed'),
  );
}

test('never more tasks at once than lanes, and each waiting task gets its turn in order', async () => {
  const pool = numbered(2);
  const gates = Array.from({ length: 5 }, gate);
  const started: number[] = [];
  const tasks = gates.map(({ passed }, index) =>
    pool.run(async (lane) => {
      started.push(index);
      await passed;
      return lane;
    }),
  );
  await turn();
  expect(started).toEqual([0, 1]);
  gates[1]?.open();
  expect(await tasks[1]).toBe(2);
  await turn();
  expect(started).toEqual([0, 1, 2]);
  for (const each of gates) each.open();
  expect(await Promise.all(tasks)).toHaveLength(5);
  expect(started).toEqual([0, 1, 2, 3, 4]);
});

test('a task that fails frees its lane', async () => {
  const pool = numbered(1);
  await expect(pool.run(async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await pool.run(async (lane) => lane)).toBe(1);
});

test('a lane released twice is given out once', async () => {
  const pool = numbered(1);
  const first = await pool.take();
  first.release();
  first.release();
  const second = await pool.take();
  let isTaken = false;
  const third = pool.take().then((taken) => {
    isTaken = true;
    return taken;
  });
  await turn();
  expect(isTaken).toBe(false);
  second.release();
  (await third).release();
});

test('draining finishes what was asked for, refuses what comes later and hands over the lanes', async () => {
  const pool = numbered(1);
  const { open, passed } = gate();
  const running = pool.run(async () => passed);
  const waiting = pool.run(async (lane) => lane);
  const drained = pool.drain();
  await expect(pool.run(async (lane) => lane)).rejects.toThrow('closed');
  open();
  await running;
  expect(await waiting).toBe(1);
  expect(await drained).toEqual([1]);
});
