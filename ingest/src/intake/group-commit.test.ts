import { expect, it } from 'vitest';
import { groupCommit } from './group-commit.ts';

/** Batches of numbers that weigh what they are; each write waits until it is let go. */
function recorded(fails: (batch: readonly number[]) => boolean = () => false) {
  const log: string[] = [];
  const held: (() => void)[] = [];
  const commits = groupCommit<number>({
    weigh: (entry) => entry,
    most: 10,
    linger: 0,
    async prepare(batch) {
      log.push(`prepare ${batch}`);
      return async () => {
        log.push(`write ${batch}`);
        await new Promise<void>((resolve) => held.push(resolve));
        log.push(`${fails(batch) ? 'failed' : 'written'} ${batch}`);
        if (fails(batch)) throw new Error(`no ${batch}`);
      };
    },
  });
  /** Lets the writes go one after another until nothing is left. */
  async function letGo() {
    let isIdle = false;
    const idle = commits.idle().then(() => {
      isIdle = true;
    });
    while (!isIdle) {
      held.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await idle;
  }
  return { commits, log, letGo };
}

it('entries go in the order they came, in batches no heavier than allowed, a heavier entry alone', async () => {
  const { commits, log, letGo } = recorded();
  const all = Promise.all([4, 5, 2, 30, 1, 1].map((entry) => commits.add(entry)));
  expect(commits.weight).toBe(43);
  await letGo();
  await all;
  expect(log.filter((line) => line.startsWith('written'))).toEqual([
    'written 4,5',
    'written 2',
    'written 30',
    'written 1,1',
  ]);
  expect(commits.weight).toBe(0);
});

it('a batch is prepared while the one before is being written, and written after it', async () => {
  const { commits, log, letGo } = recorded();
  const all = Promise.all([10, 10].map((entry) => commits.add(entry)));
  await letGo();
  await all;
  expect(log).toEqual(['prepare 10', 'prepare 10', 'write 10', 'written 10', 'write 10', 'written 10']);
});

it('a batch that fails takes its own senders with it and no others', async () => {
  const { commits, letGo } = recorded((batch) => batch.includes(7));
  const answers = Promise.allSettled([7, 2, 9].map((entry) => commits.add(entry)));
  await letGo();
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  expect(commits.weight).toBe(0);
  const later = commits.add(1);
  await letGo();
  await expect(later).resolves.toBeUndefined();
});

it('a batch that cannot be prepared is told so after the one before it has ended', async () => {
  const ended: string[] = [];
  let release = () => {};
  let writing = () => {};
  const isWriting = new Promise<void>((resolve) => {
    writing = resolve;
  });
  const commits = groupCommit<number>({
    weigh: () => 10,
    most: 10,
    linger: 0,
    async prepare([entry]) {
      if (entry === 2) throw new Error('cannot look');
      return () =>
        new Promise<void>((resolve) => {
          release = resolve;
          writing();
        });
    },
  });
  const first = commits.add(1).then(() => ended.push('first'));
  const second = commits.add(2).catch((error: Error) => ended.push(error.message));
  await isWriting;
  release();
  await Promise.all([first, second]);
  expect(ended).toEqual(['first', 'cannot look']);
});
