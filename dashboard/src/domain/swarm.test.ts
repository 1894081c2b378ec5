import { describe, expect, it } from 'vitest';
import { packSwarm } from './swarm.ts';

const room = { low: -2, high: 3, across: 2, up: 5 };

describe('the swarm of open cases', () => {
  it('draws one dot a case while they fit', () => {
    const swarm = packSwarm([{ remaining: 1, grade: 'notice', cases: 10 }], room);
    expect(swarm.casesPerDot).toBe(1);
    const column = swarm.columns.find((c) => c.remaining === 1)!;
    expect(column.dots).toHaveLength(10);
    expect(new Set(column.dots.map((d) => `${d.x},${d.y}`)).size).toBe(10);
    expect(Math.max(...column.dots.map((d) => d.y))).toBeLessThan(room.up);
  });

  it('steps to a round number of cases a dot when they do not', () => {
    const swarm = packSwarm([{ remaining: 1, grade: 'fine', cases: 11 }], room);
    expect(swarm.casesPerDot).toBe(2);
    expect(packSwarm([{ remaining: 1, grade: 'fine', cases: 4800 }], room).casesPerDot).toBe(500);
  });

  it('keeps every grade visible however rare it is', () => {
    const swarm = packSwarm(
      [
        { remaining: 0, grade: 'fine', cases: 5000 },
        { remaining: 0, grade: 'stopped', cases: 1 },
      ],
      room,
    );
    expect(swarm.columns.find((c) => c.remaining === 0)!.dots[0]!.grade).toBe('stopped');
  });

  it('keeps a case whose due day is over out of today, though no day is used up since', () => {
    const swarm = packSwarm(
      [
        { remaining: 0, grade: 'yellow', cases: 3 },
        { remaining: 0, grade: 'notice', cases: 2 },
        { remaining: 2, grade: 'red', cases: 1 },
        { remaining: -1, grade: 'yellow', cases: 4 },
      ],
      room,
    );
    const told = swarm.columns.map((c) => `${c.remaining}${c.isPassed ? ' passed' : ''}: ${c.cases}`);
    expect(told).toEqual(['-2: 0', '-1: 4', '0 passed: 4', '0: 2', '1: 0', '2: 0', '3: 0']);
  });

  it('gathers what lies beyond the ends and loses no case', () => {
    const swarm = packSwarm(
      [
        { remaining: -40, grade: 'red', cases: 3 },
        { remaining: -2, grade: 'yellow', cases: 2 },
        { remaining: 90, grade: 'fine', cases: 7 },
      ],
      room,
    );
    expect(swarm.columns[0]).toMatchObject({ end: 'low', cases: 5 });
    expect(swarm.columns.at(-1)).toMatchObject({ end: 'high', cases: 7 });
    expect(swarm.columns.reduce((sum, c) => sum + c.cases, 0)).toBe(12);
  });
});
