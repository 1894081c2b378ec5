import { expect, it } from 'vitest';
import { COLUMNS, differences, type Look, ROWS } from './look.ts';

const look = (change: (cells: string[]) => void = () => {}, parts: Look['parts'] = [['h1', 96, 64, 200, 24]]): Look => {
  const cells = Array.from({ length: ROWS * COLUMNS }, () => 'z');
  change(cells);
  return {
    light: Array.from({ length: ROWS }, (_, row) => cells.slice(row * COLUMNS, (row + 1) * COLUMNS).join('')),
    parts,
  };
};

it('takes letters drawn a little otherwise for the same', () => {
  const other = look((cells) => cells.fill('B'), [['h1', 97, 62, 205, 24]]);
  expect(differences(look(), other)).toEqual([]);
  expect(
    differences(
      look(),
      look((cells) => cells.fill('0', 0, 14)),
    ),
  ).toEqual([]);
});

it('finds a band that became darker', () => {
  const other = look((cells) => cells.fill('t', 0, COLUMNS));
  expect(differences(look(), other)).toEqual([expect.stringContaining('48 of 1440 cells')]);
});

it('finds what moved, grew, went or came', () => {
  const moved = differences(look(), look(undefined, [['h1', 96, 80, 200, 24]]));
  expect(moved).toEqual(['<h1> stands at 96 80 200 24 instead of 96 64 200 24']);
  expect(differences(look(), look(undefined, [['h2', 96, 64, 200, 24]]))).toEqual(['<h2> where <h1> was']);
  expect(differences(look(), look(undefined, []))).toEqual(['0 parts instead of 1']);
});
