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
        { remaining: 0, grade: 'red', cases: 1 },
      ],
      room,
    );
    expect(swarm.columns.find((c) => c.remaining === 0)!.dots[0]!.grade).toBe('red');
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
