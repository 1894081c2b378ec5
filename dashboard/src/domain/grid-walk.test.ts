import { describe, expect, it } from 'vitest';
import { type Stop, walk } from './grid-walk.ts';

/** Rows of cells, each with so many stops. */
const grid = (...rows: number[][]): Stop[] =>
  rows.flatMap((cells, row) =>
    cells.flatMap((count, column) =>
      Array.from({ length: count }, (_, n) => ({ row, column, fromLast: count - 1 - n })),
    ),
  );
const places = (stops: Stop[], at: number, key: string, isWhole?: boolean) => {
  const to = walk(stops, at, key, isWhole);
  return to === null ? null : stops[to];
};

describe('keys in a grid', () => {
  // A name, a change with its figure, a figure; in the second row the name leads nowhere.
  const stops = grid([1, 2, 1], [0, 2, 1], [1, 1, 1]);

  it('go through a row and stop at its ends', () => {
    expect(places(stops, 0, 'ArrowRight')).toEqual({ row: 0, column: 1, fromLast: 1 });
    expect(places(stops, 1, 'ArrowRight')).toEqual({ row: 0, column: 1, fromLast: 0 });
    expect(walk(stops, 3, 'ArrowRight')).toBeNull();
    expect(walk(stops, 0, 'ArrowLeft')).toBeNull();
    expect(places(stops, 3, 'Home')).toMatchObject({ row: 0, column: 0 });
    expect(places(stops, 0, 'End')).toMatchObject({ row: 0, column: 2 });
  });

  it('keep the column from row to row, and the figure rather than its change', () => {
    expect(places(stops, 2, 'ArrowDown')).toEqual({ row: 1, column: 1, fromLast: 0 });
    expect(places(stops, 1, 'ArrowDown')).toEqual({ row: 1, column: 1, fromLast: 1 });
    expect(places(stops, 0, 'ArrowDown')).toMatchObject({ row: 1, column: 1 });
    expect(places(stops, 4, 'ArrowDown')).toMatchObject({ row: 2, column: 1 });
    expect(walk(stops, 0, 'ArrowUp')).toBeNull();
  });

  it('leap ten rows, or to the last, and to the corners with Ctrl', () => {
    const long = grid(...Array.from({ length: 25 }, () => [1, 1]));
    expect(places(long, 1, 'PageDown')).toMatchObject({ row: 10, column: 1 });
    expect(places(long, 41, 'PageDown')).toMatchObject({ row: 24, column: 1 });
    expect(places(long, 9, 'PageUp')).toMatchObject({ row: 0, column: 1 });
    expect(walk(long, 7, 'Home', true)).toBe(0);
    expect(walk(long, 7, 'End', true)).toBe(49);
  });

  it('leave other keys alone', () => {
    for (const key of ['Enter', ' ', 'Tab', 'j', 'Escape']) expect(walk(stops, 0, key)).toBeNull();
  });
});
