/** The sentences about who did well and what was asked of whom: service stars, tasks given last month and now. */
import type { MonthlyReview, RectificationRow } from '../contract/index.ts';
import type { Clause, Value } from './clauses.ts';
import { nameOf } from './tell-levels.ts';
import type { Told } from './tell-opening.ts';

export function tellStars({ candidates, minimum_completed, minimum_rated, ruled_out }: MonthlyReview['stars']): Told {
  const points: Clause[] = [
    {
      key: 'stars.rule',
      values: { cases: { count: minimum_completed, of: 'case' }, ratings: { number: minimum_rated } },
    },
  ];
  const out = (reason: string): number => ruled_out.find((each) => each.reason === reason)?.staff ?? 0;
  if (out('card') + out('late') > 0) {
    const clerk = (count: number): Value => ({ count, of: 'clerk' });
    points.push({ key: 'stars.out', values: { cards: clerk(out('card')), late: clerk(out('late')) } });
  }
  const [first] = candidates;
  if (first === undefined) return { title: { key: 'stars.none', values: {} }, points };
  const unit = nameOf({ ...first, unit: first.staff, unit_name: first.staff_name });
  if (candidates.length === 1) return { title: { key: 'stars.one', values: { unit } }, points };
  const values = { n: { count: candidates.length, of: 'clerk' }, unit } as const;
  return { title: { key: 'stars.some', values }, points };
}

const task = (count: number): Value => ({ count, of: 'task' });
const isRunning = ({ state }: RectificationRow) => state !== 'closed' && state !== 'cancelled';
const unitOf = (row: RectificationRow) => row.department_name || row.department || row.centre_name || row.centre;

/** `month` is that of the review before this one; tasks of earlier ones, which still run, are told apart from its own. */
export function tellDone(all: readonly RectificationRow[], month: string): Told {
  const points: Clause[] = [];
  const rows = all.filter(({ meeting }) => meeting === month);
  const earlier = all.filter(({ meeting }) => meeting !== month);
  const overdue = rows.filter(({ lamp }) => lamp === 'overdue');
  if (overdue.length > 0) {
    const names = [...new Set(overdue.map(unitOf))];
    points.push({
      key: 'done.overdue',
      values: { n: task(overdue.length), names: { names, of: 'department' } },
    });
  }
  const running = rows.filter((row) => isRunning(row) && row.lamp !== 'overdue').length;
  if (running > 0) points.push({ key: 'done.running', values: { n: task(running) } });
  const late = rows.filter(({ is_in_time }) => is_in_time === false).length;
  if (late > 0) points.push({ key: 'done.late', values: { n: task(late) } });
  const cancelled = rows.filter(({ state }) => state === 'cancelled').length;
  if (cancelled > 0) points.push({ key: 'done.cancelled', values: { n: task(cancelled) } });
  if (earlier.length > 0) {
    const late = earlier.filter(({ lamp }) => lamp === 'overdue').length;
    const n = task(earlier.length);
    points.push(
      late > 0
        ? { key: 'done.earlier_overdue', values: { n, overdue: task(late) } }
        : { key: 'done.earlier', values: { n } },
    );
  }
  if (rows.length === 0) return { title: { key: 'done.none', values: {} }, points };
  const closed = rows.filter(({ state }) => state === 'closed').length;
  if (closed === rows.length) return { title: { key: 'done.all', values: { n: task(closed) } }, points };
  return { title: { key: 'done.some', values: { n: task(rows.length), closed: task(closed) } }, points };
}

export function tellTasks(rows: readonly RectificationRow[], comments: number): Told {
  const given = rows.filter(({ state }) => state !== 'cancelled');
  const points: Clause[] = [];
  const [next] = given
    .filter(isRunning)
    .map(({ due_on }) => due_on)
    .sort();
  if (next !== undefined) points.push({ key: 'tasks.next_due', values: { day: { day: next } } });
  if (comments > 0) points.push({ key: 'tasks.comments', values: { n: { count: comments, of: 'comment' } } });
  if (given.length === 0) return { title: { key: 'tasks.none', values: {} }, points };
  const units = [...new Set(given.map(unitOf))];
  const values = { n: task(given.length), units: { names: units, of: 'department' } } as const;
  return { title: { key: 'tasks.some', values }, points };
}
