/** The sentences about the work itself: overdue cases, stages, data quality, and what the numbers stand on. */
import type { MonthlyReview, ReviewOverdueCase, ReviewQuality, StageTimeRow } from '../contract/index.ts';
import { told } from '../words/amounts.ts';
import { knownName, termsEn, termsZh } from '../words/index.ts';
import type { Clause, Value } from './clauses.ts';
import type { Told } from './tell-opening.ts';
import type { Noun } from './templates.ts';

const NOUN_OF_UNIT: Readonly<Record<string, Noun>> = {
  working_days: 'day',
  calendar_days: 'calendar_day',
  working_hours: 'hour',
  hours: 'hour',
};
const itemOf = (row: ReviewOverdueCase): Value => ({ text: row.item_name || row.item });
const unitOf = (row: ReviewOverdueCase): Value => ({ text: row.department_name || row.department });

export function tellOverdue({ completed_late, open_late, cases }: MonthlyReview['overdue']): Told {
  const n = completed_late + open_late;
  if (n === 0) return { title: { key: 'overdue.none', values: {} }, points: [] };
  const points: Clause[] = [];
  const first = cases.filter(({ is_open, due_on }) => is_open && due_on !== null);
  const [oldest] = first.sort((a, b) => a.due_on!.localeCompare(b.due_on!));
  if (oldest !== undefined) {
    points.push({
      key: 'overdue.first_due',
      values: { item: itemOf(oldest), day: { day: oldest.due_on! }, unit: unitOf(oldest) },
    });
  }
  const [longest] = cases.filter(
    ({ is_open, over, limit_unit }) => !is_open && over !== null && limit_unit === 'working_days',
  );
  if (longest !== undefined) {
    const { n: over, unit } = told(longest.over!, longest.limit_unit);
    points.push({
      key: 'overdue.longest',
      values: { item: itemOf(longest), over: { count: over, of: NOUN_OF_UNIT[unit] ?? 'day' }, unit: unitOf(longest) },
    });
  }
  const byUnit = new Map<string, { row: ReviewOverdueCase; n: number }>();
  for (const row of cases) {
    const known = byUnit.get(row.department);
    if (known === undefined) byUnit.set(row.department, { row, n: 1 });
    else known.n += 1;
  }
  const [most, next] = [...byUnit.values()].sort((a, b) => b.n - a.n);
  // Of a list that was cut the most frequent unit is not known; of two as frequent neither is told.
  if (most !== undefined && cases.length === n && most.n > (next?.n ?? most.n)) {
    points.push({ key: 'overdue.unit', values: { unit: unitOf(most.row), n: { count: most.n, of: 'case' } } });
  }
  if (cases.length < n) {
    const shown = {
      shown: { count: cases.length, of: 'case' },
      rest: { count: n - cases.length, of: 'case' },
    } as const;
    points.push({ key: 'overdue.shown', values: shown });
  }
  const all: Value = { count: n, of: 'case' };
  if (completed_late === 0) return { title: { key: 'overdue.open', values: { n: all } }, points };
  if (open_late === 0) return { title: { key: 'overdue.completed', values: { n: all } }, points };
  const parts = { completed: { count: completed_late, of: 'case' }, open: { count: open_late, of: 'case' } } as const;
  return { title: { key: 'overdue.some', values: { n: all, ...parts } }, points };
}

/** As the item calls it, else as the standard does, else its code. */
export function stageName({ stage, stage_name }: Pick<StageTimeRow, 'stage' | 'stage_name'>): Value {
  if (stage_name !== '') return { words: { zh: stage_name, en: knownName(stage_name, 'en') } };
  const [zh, en] = [termsZh.stage, termsEn.stage].map((terms) => (terms as Record<string, string>)[stage] ?? stage);
  return { words: { zh: zh!, en: en! } };
}

export function tellStages({ all, before, departments }: MonthlyReview['stages']): Told {
  const sum = all.reduce((days, row) => days + row.days_sum, 0);
  const [first] = all;
  if (first === undefined) return { title: { key: 'stages.none', values: {} }, points: [] };
  if (sum === 0) return { title: { key: 'stages.same_day', values: {} }, points: [] };
  const points: Clause[] = [];
  const [most] = departments;
  if (most !== undefined && most.unit !== '') {
    const unit: Value = { text: most.unit_name || most.unit };
    const days: Value = { count: most.days_sum, of: 'day' };
    points.push({
      key: 'stages.unit',
      values: { unit, stage: stageName(most), times: { count: most.times, of: 'time' }, days },
    });
  }
  const then = before.find(({ stage }) => stage === first.stage);
  if (then !== undefined) {
    const days = (count: number): Value => ({ count, of: 'day' });
    points.push({
      key: 'stages.before',
      values: { stage: stageName(first), median: days(first.days_median), before: days(then.days_median) },
    });
  }
  const [late, limited] = all.reduce(([l, n], row) => [l + row.times_late, n + row.times_with_limit], [0, 0]);
  if (limited > 0 && late > 0) {
    points.push({
      key: 'stages.late',
      values: { late: { count: late, of: 'time' }, share: { rate: [late, limited] } },
    });
  } else if (limited > 0) points.push({ key: 'stages.in_time', values: {} });
  return {
    title: { key: 'stages.most', values: { stage: stageName(first), share: { rate: [first.days_sum, sum] } } },
    points,
  };
}

export function tellQuality({ now, before, departments }: ReviewQuality): Told {
  const points: Clause[] = [];
  const [worst] = departments.filter(({ department, late }) => department !== '' && late > 0);
  if (worst !== undefined) {
    const unit: Value = { text: worst.department_name || worst.department };
    points.push({ key: 'quality.unit', values: { unit, late: { count: worst.late, of: 'event' } } });
  }
  if (before !== null && before.timed > 0 && now.timed > 0) {
    points.push({ key: 'quality.before', values: { before: { rate: [before.timed - before.late, before.timed] } } });
  }
  const events = (count: number): Value => ({ count, of: 'event' });
  points.push({
    key: 'quality.other',
    values: { conflicts: events(now.conflicts), not_on_file: events(now.not_on_file), rejects: events(now.rejects) },
  });
  if (now.completed > 0) {
    points.push({ key: 'quality.stages', values: { rate: { rate: [now.stages_complete, now.completed] } } });
  }
  if (now.events === 0) return { title: { key: 'quality.none', values: {} }, points: [] };
  if (now.timed === 0) return { title: { key: 'quality.untimed', values: {} }, points };
  if (now.late === 0) return { title: { key: 'quality.timely', values: { n: events(now.timed) } }, points };
  const values = { late: events(now.late), rate: { rate: [now.timed - now.late, now.timed] } } as const;
  return { title: { key: 'quality.late', values }, points };
}

export function tellBasis({ as_of, watermark }: Pick<MonthlyReview, 'as_of' | 'watermark'>): Told {
  return {
    title: { key: 'basis.as_of', values: { moment: { moment: as_of } } },
    points: [
      watermark === null
        ? { key: 'basis.no_events', values: {} }
        : { key: 'basis.watermark', values: { moment: { moment: watermark } } },
      { key: 'basis.late_data', values: {} },
    ],
  };
}
