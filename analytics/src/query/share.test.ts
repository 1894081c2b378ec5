import { describe, expect, it } from 'vitest';
import { openShare } from './share.ts';

/** Runs that end when told to. */
function controlled() {
  const ends: ((value: string | Error) => void)[] = [];
  const run = () =>
    new Promise<string>((resolve, reject) => {
      ends.push((value) => (value instanceof Error ? reject(value) : resolve(value)));
    });
  return { run, ends };
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('identical reads', () => {
  it('that come while one is running share the single run after it', async () => {
    const share = openShare();
    const { run, ends } = controlled();
    const first = share('q', run);
    const later = Array.from({ length: 20 }, () => share('q', run));
    expect(ends).toHaveLength(1);
    ends[0]?.('before');
    expect(await first).toBe('before');
    await turn();
    expect(ends).toHaveLength(2);
    ends[1]?.('after');
    expect(new Set(await Promise.all(later))).toEqual(new Set(['after']));
  });

  it('run again once all is quiet', async () => {
    const share = openShare();
    const { run, ends } = controlled();
    const first = share('q', run);
    ends[0]?.('one');
    await first;
    const second = share('q', run);
    ends[1]?.('two');
    expect(await second).toBe('two');
  });

  it('are not hurt by the failure of the run before', async () => {
    const share = openShare();
    const { run, ends } = controlled();
    const first = share('q', run);
    const second = share('q', run);
    ends[0]?.(new Error('engine gave up'));
    await expect(first).rejects.toThrow('engine gave up');
    await turn();
    ends[1]?.('fine');
    expect(await second).toBe('fine');
  });

  it('different questions do not wait for each other', () => {
    const share = openShare();
    const { run, ends } = controlled();
    void share('a', run);
    void share('b', run);
    expect(ends).toHaveLength(2);
  });

  it('on a busy machine are served with the answer of the last seconds, and with no older one', async () => {
    let now = 0;
    const share = openShare({ busyAt: 1, mostAge: 2000, clock: () => now });
    const { run, ends } = controlled();
    const first = share('q', run);
    ends[0]?.('one');
    await first;
    void share('another', () => new Promise(() => undefined));
    now = 2000;
    expect(await share('q', run)).toBe('one');
    now = 2001;
    const later = share('q', run);
    expect(ends).toHaveLength(2);
    ends[1]?.('two');
    expect(await later).toBe('two');
  });

  it('on a busy machine are not served with a failure', async () => {
    const share = openShare({ busyAt: 1 });
    const { run, ends } = controlled();
    const first = share('q', run);
    ends[0]?.(new Error('engine gave up'));
    await expect(first).rejects.toThrow('engine gave up');
    void share('another', () => new Promise(() => undefined));
    const second = share('q', run);
    ends[1]?.('fine');
    expect(await second).toBe('fine');
  });
});

describe('where nothing has been stored since', () => {
  it('the run before serves, under way or over, within a second of its moment', async () => {
    let stored = 1;
    let moment = 0;
    const share = openShare({ moment: () => moment });
    const { run, ends } = controlled();
    const ask = () => share('q', run, () => stored);
    const first = [ask(), ask()];
    expect(ends).toHaveLength(1);
    ends[0]?.('one');
    expect(await Promise.all(first)).toEqual(['one', 'one']);
    moment = 1000;
    expect(await ask()).toBe('one');
    // Something was stored.
    stored = 2;
    const second = ask();
    ends[1]?.('two');
    expect(await second).toBe('two');
    // Its moment is too long ago, or lies ahead.
    moment = 2001;
    const third = ask();
    ends[2]?.('three');
    expect(await third).toBe('three');
    moment = 2000;
    void ask();
    expect(ends).toHaveLength(4);
  });

  it('who asks after something was stored waits for the run after the one under way', async () => {
    let stored = 1;
    const share = openShare({ moment: () => 0 });
    const { run, ends } = controlled();
    const before = share('q', run, () => stored);
    stored = 2;
    const after = share('q', run, () => stored);
    ends[0]?.('before');
    expect(await before).toBe('before');
    await turn();
    ends[1]?.('after');
    expect(await after).toBe('after');
  });
});
