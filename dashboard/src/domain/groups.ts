/** Rows of the list, with a head before each group. Groups with the worst cases come first. */

import { GRADES, type Grade } from '@mingcha/analytics/codes';
import type { OverdueRow } from '@mingcha/analytics/contract';

export const GROUPINGS = ['none', 'department', 'window', 'item', 'chief'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface GroupHead {
  kind: 'group';
  code: string;
  /** Empty where it is not on file, or not known yet. */
  name: string;
  /** Department of a window or chief representative. */
  within: string;
  cases: number;
  grades: { grade: Grade; cases: number }[];
}
export type Line = GroupHead | { kind: 'case'; row: OverdueRow; index: number };

/** What the list is narrowed by when a group is opened. A chief representative answers for a department. */
export const unitOf = (by: Exclude<Grouping, 'none'>) => (by === 'chief' ? 'department' : by);

/** The line of the next case a step away from a line; none is at an index where there is no line. */
export function caseLineFrom(lines: readonly Line[], from: number, step: 1 | -1): number {
  let at = from + step;
  while (lines[at] && lines[at]?.kind !== 'case') at += step;
  return at;
}

/** `chiefs`: names of chief representatives by department. */
export function groupLines(
  rows: readonly OverdueRow[],
  by: Grouping,
  chiefs: ReadonlyMap<string, string> = new Map(),
): Line[] {
  if (by === 'none') return rows.map((row, index) => ({ kind: 'case', row, index }));
  const unit = unitOf(by);
  const nameOf = (row: OverdueRow) =>
    by === 'chief' ? (chiefs.get(row.department) ?? '') : row[`${unit}_name`] || row[unit];
  const groups = new Map<string, OverdueRow[]>();
  for (const row of rows) {
    const group = groups.get(row[unit]);
    if (group) group.push(row);
    else groups.set(row[unit], [row]);
  }
  const heads = [...groups].map(([code, members]) => {
    const head: GroupHead = {
      kind: 'group',
      code,
      name: nameOf(members[0]!),
      within: by === 'window' || by === 'chief' ? members[0]!.department_name || members[0]!.department : '',
      cases: members.length,
      grades: GRADES.map((grade) => ({ grade, cases: members.filter((m) => m.grade === grade).length })).filter(
        (g) => g.cases,
      ),
    };
    return { head, members };
  });
  const count = (head: GroupHead, grade: Grade) => head.grades.find((g) => g.grade === grade)?.cases ?? 0;
  heads.sort((a, b) => {
    for (const grade of GRADES) {
      const difference = count(b.head, grade) - count(a.head, grade);
      if (difference) return difference;
    }
    return a.head.name.localeCompare(b.head.name, 'zh-CN');
  });
  let index = 0;
  return heads.flatMap(({ head, members }): Line[] => [
    head,
    ...members.map((row): Line => ({ kind: 'case', row, index: index++ })),
  ]);
}
