/** Rows of the list, with a head before each group. Groups with the worst cases come first. */

import { GRADES, type Grade } from '@mingcha/analytics/codes';
import type { OverdueRow } from '@mingcha/analytics/contract';

export const GROUPINGS = ['none', 'department', 'window', 'item'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface GroupHead {
  kind: 'group';
  code: string;
  name: string;
  /** Department of a window. */
  within: string;
  cases: number;
  grades: { grade: Grade; cases: number }[];
}
export type Line = GroupHead | { kind: 'case'; row: OverdueRow; index: number };

const nameOf = (row: OverdueRow, by: Exclude<Grouping, 'none'>) => row[`${by}_name`] || row[by];

export function groupLines(rows: readonly OverdueRow[], by: Grouping): Line[] {
  if (by === 'none') return rows.map((row, index) => ({ kind: 'case', row, index }));
  const groups = new Map<string, OverdueRow[]>();
  for (const row of rows) {
    const group = groups.get(row[by]);
    if (group) group.push(row);
    else groups.set(row[by], [row]);
  }
  const heads = [...groups].map(([code, members]) => {
    const head: GroupHead = {
      kind: 'group',
      code,
      name: nameOf(members[0]!, by),
      within: by === 'window' ? members[0]!.department_name : '',
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
