import { describe, expect, it } from 'vitest';
import { openTurns } from './turns.ts';

/** Runs that end when they are told to, and the order in which they began and ended. */
function runs() {
  const seen: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const run = (name: string) => () => {
    seen.push(`${name} begins`);
    return new Promise<string>((resolve, reject) => {
      ends.set(name, (error) => {
        seen.push(`${name} ends`);
        if (error) reject(error);
        else resolve(name);
      });
    });
  };
  const end = (name: string, error?: Error) => ends.get(name)!(error);
  return { seen, run, end };
}

describe('turns', () => {
  it.each([1, 2, 3])('of which %i run at once let so many begin, and the next when one ends', async (most) => {
    const { seen, run, end } = runs();
    const inTurn = openTurns(most);
    const names = ['a', 'b', 'c', 'd'];
    const answers = names.map((name) => inTurn(run(name)));
    expect(seen).toEqual(names.slice(0, most).map((name) => `${name} begins`));
    for (const [index, name] of names.entries()) {
      const before = seen.length;
      end(name);
      expect(await answers[index]).toBe(name);
      const next = names[index + most];
      expect(seen.slice(before)).toEqual([`${name} ends`, ...(next === undefined ? [] : [`${next} begins`])]);
    }
  });

  it('go on after one that fails, and only its own caller hears of it', async () => {
    const { run, end } = runs();
    const inTurn = openTurns(1);
    const failed = inTurn(run('a'));
    const next = inTurn(run('b'));
    end('a', new Error('a failed'));
    await expect(failed).rejects.toThrow('a failed');
    end('b');
    expect(await next).toBe('b');
  });

  it('go on after one that throws before it waits for anything', async () => {
    const inTurn = openTurns(1);
    const thrown = inTurn(() => {
      throw new Error('at once');
    });
    await expect(thrown).rejects.toThrow('at once');
    expect(await inTurn(async () => 'next')).toBe('next');
  });

  it('are free again once all have ended: nobody who comes then waits', async () => {
    const { seen, run, end } = runs();
    const inTurn = openTurns(2);
    const first = ['a', 'b', 'c'].map((name) => inTurn(run(name)));
    end('a');
    await first[0];
    end('b');
    end('c');
    await Promise.all(first);
    void inTurn(run('d'));
    void inTurn(run('e'));
    void inTurn(run('f'));
    expect(seen.slice(-2)).toEqual(['d begins', 'e begins']);
  });
});
