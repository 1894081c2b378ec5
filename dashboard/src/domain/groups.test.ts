import type { OverdueRow } from '@mingcha/analytics/contract';
import { expect, it } from 'vitest';
import { caseLineFrom, groupLines } from './groups.ts';

const row = (case_id: string, department: string, grade: OverdueRow['grade']) =>
  ({ case_id, department, department_name: `${department}局`, grade }) as OverdueRow;
const rows = [row('1', '甲', 'notice'), row('2', '乙', 'red'), row('3', '甲', 'yellow'), row('4', '甲', 'notice')];

it('keeps the order of the server when nothing is grouped', () => {
  expect(groupLines(rows, 'none').map((l) => l.kind === 'case' && l.row.case_id)).toEqual(['1', '2', '3', '4']);
});

it('puts the group with the worst cases first and numbers cases as they are shown', () => {
  const lines = groupLines(rows, 'department');
  expect(lines.map((l) => (l.kind === 'group' ? l.name : `${l.index}:${l.row.case_id}`))).toEqual([
    '乙局',
    '0:2',
    '甲局',
    '1:1',
    '2:3',
    '3:4',
  ]);
});

it('names each department by its chief representative, and leaves open who is not on file', () => {
  const lines = groupLines(rows, 'chief', new Map([['甲', '张工']]));
  expect(lines.flatMap((l) => (l.kind === 'group' ? [[l.code, l.name, l.within, l.cases]] : []))).toEqual([
    ['乙', '', '乙局', 1],
    ['甲', '张工', '甲局', 3],
  ]);
});

it('counts each grade in the head', () => {
  expect(groupLines(rows, 'department').filter((l) => l.kind === 'group')[1]).toMatchObject({
    cases: 3,
    grades: [
      { grade: 'yellow', cases: 1 },
      { grade: 'notice', cases: 2 },
    ],
  });
});

it('steps from case to case over the heads, and off the list at its ends', () => {
  const lines = groupLines(rows, 'department');
  expect(lines.map(({ kind }) => kind)).toEqual(['group', 'case', 'group', 'case', 'case', 'case']);
  expect([-1, 1, 3].map((from) => caseLineFrom(lines, from, 1))).toEqual([1, 3, 4]);
  expect([6, 3, 4].map((from) => caseLineFrom(lines, from, -1))).toEqual([5, 1, 3]);
  expect(lines[caseLineFrom(lines, 5, 1)]).toBeUndefined();
  expect(lines[caseLineFrom(lines, 1, -1)]).toBeUndefined();
});
