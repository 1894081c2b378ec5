/** The review's cases, stages, data quality, service stars and tasks. */
import { inlineView } from '@mingcha/sql';
import {
  type CaseRow,
  type DataQualityRow,
  type MonthlyReview,
  type RectificationRow,
  type ReviewOverdueCase,
  ServiceStarRow,
  STAR_REASONS,
  StageTimeRow,
} from '../../contract/index.ts';
import { type Span, type Stretch, untilOf } from '../../periods/period.ts';
import { casesOf } from '../cases.ts';
import { localDay } from '../moment.ts';
import { dataQuality } from '../quality.ts';
import type { Reader } from '../reader.ts';
import { rectificationList } from '../rectifications.ts';
import { type Filters, filterArguments } from '../scope.ts';
import { AS_OF, type Select } from '../select.ts';
import { overDays, period } from '../statistics.ts';
import { allRows } from './levels.ts';

/** Cases a meeting can go through one by one, and more. */
const CASES_TOLD = 300;
const CASES_READ = 20_000;
const UNITS_TOLD = 30;

/** The longest overdue first: what is still open by how long ago it was due, then what was completed late. */
export async function overdueCases(
  reader: Reader,
  now: Span,
  filters: Filters,
  asOf: Date,
): Promise<ReviewOverdueCase[]> {
  const [late, open] = await Promise.all(
    (['overdue', 'overdue_open_at_end'] as const).map((measure) =>
      allRows<CaseRow>(reader, casesOf(measure, now, filters), asOf, CASES_READ),
    ),
  );
  const over = ({ used, promised_limit: limit }: CaseRow) => (used === null || limit === null ? null : used - limit);
  const byDue = (a: CaseRow, b: CaseRow) => (a.due_on ?? '').localeCompare(b.due_on ?? '');
  return [
    ...open!.sort(byDue).map((row) => ({ ...row, is_open: true, over: null })),
    ...late!.map((row) => ({ ...row, is_open: false, over: over(row) })).sort((a, b) => (b.over ?? 0) - (a.over ?? 0)),
  ].slice(0, CASES_TOLD);
}

export function stageTimes({ from, to }: Span, by: 'all' | 'department', filters: Filters): Select {
  const { text, parameters } = filterArguments(filters);
  return {
    from: inlineView(`stage_times(${period(by)}, as_of=${AS_OF}, ${text})`),
    row: StageTimeRow,
    order: [
      { expression: '-days_sum', type: 'Float64' },
      { expression: 'stage', type: 'String' },
      { expression: 'unit', type: 'String' },
    ],
    parameters: { from_day: from, to_day: to, ...parameters },
  };
}

export async function stagesOf(
  reader: Reader,
  spans: { now: Span; before: Stretch },
  filters: Filters,
  asOf: Date,
): Promise<MonthlyReview['stages']> {
  const [all, before, departments] = await Promise.all([
    allRows<StageTimeRow>(reader, stageTimes(spans.now, 'all', filters), asOf),
    allRows<StageTimeRow>(reader, stageTimes(spans.before, 'all', filters), untilOf(spans.before, asOf)),
    allRows<StageTimeRow>(reader, stageTimes(spans.now, 'department', filters), asOf, UNITS_TOLD),
  ]);
  return { all, before, departments };
}

const QUALITY = [
  'events',
  'timed',
  'late',
  'conflicts',
  'not_on_file',
  'completed',
  'stages_complete',
  'rejects',
] as const;
type QualityCounts = Record<(typeof QUALITY)[number], number>;
const summed = (rows: readonly QualityCounts[]) =>
  Object.fromEntries(QUALITY.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)])) as QualityCounts;

export async function qualityOf(
  reader: Reader,
  spans: { now: Span; before: Stretch },
  filters: Filters,
  asOf: Date,
): Promise<MonthlyReview['quality']> {
  const [now, before] = await Promise.all([
    allRows<DataQualityRow>(reader, dataQuality(spans.now, ['department'], { filters }), asOf),
    allRows<DataQualityRow>(reader, dataQuality(spans.before, [], { filters }), untilOf(spans.before, asOf)),
  ]);
  const departments = now
    .map(({ department, department_name, ...row }) => ({
      department,
      department_name,
      ...(Object.fromEntries(QUALITY.map((name) => [name, row[name]])) as QualityCounts),
    }))
    .filter(({ department }) => department !== '')
    .sort((a, b) => b.late - a.late || b.events - a.events)
    .slice(0, UNITS_TOLD);
  const then = summed(before);
  return { now: summed(now), before: then.events === 0 ? null : then, departments };
}

export function serviceStars({ from, to }: Span, filters: Filters): Select {
  const { text, parameters } = filterArguments(filters);
  return {
    ...overDays(`service_stars(from_day={from_day:Date}, to_day={to_day:Date}, as_of=${AS_OF}, ${text})`, [
      { from, to },
    ]),
    row: ServiceStarRow,
    order: [
      { expression: 'ifNull(place, 4294967295)', type: 'UInt32' },
      { expression: '-toInt64(completed)', type: 'Int64' },
      { expression: 'staff', type: 'String' },
    ],
    parameters: { from_day: from, to_day: to, ...parameters },
  };
}

/** Unless the settings say otherwise; told where nobody was there to be judged. */
const MINIMUMS = { minimum_completed: 20, minimum_rated: 5 };

export async function starsOf(
  reader: Reader,
  now: Span,
  filters: Filters,
  asOf: Date,
): Promise<MonthlyReview['stars']> {
  const rows = await allRows<ServiceStarRow>(reader, serviceStars(now, filters), asOf);
  const { minimum_completed, minimum_rated } = rows[0] ?? MINIMUMS;
  return {
    minimum_completed,
    minimum_rated,
    candidates: rows.filter(({ place }) => place !== null),
    ruled_out: STAR_REASONS.filter((reason) => reason !== '').map((reason) => ({
      reason,
      staff: rows.filter(({ ruled_out_by }) => ruled_out_by === reason).length,
    })),
  };
}

/**
 * Tasks of meetings: those of the meeting on the month before (and of earlier ones, while they run), and those of this one. A
 * task that names no meeting belongs to the one held in the month in which it was given, which is on the month before that.
 */
export async function tasksOf(
  reader: Reader,
  months: { month: string; before: string; zone: string },
  filters: Filters,
  asOf: Date,
): Promise<Pick<MonthlyReview, 'done' | 'tasks'>> {
  const select = rectificationList({ states: [], lamps: [], origins: ['meeting'] }, filters);
  const rows = (await allRows<RectificationRow>(reader, select, asOf)).map((row) => ({
    ...row,
    meeting: row.meeting || monthBefore(localDay(new Date(row.opened_at), months.zone).slice(0, 7)),
  }));
  const isRunning = ({ state }: RectificationRow) => state !== 'closed' && state !== 'cancelled';
  return {
    done: rows.filter((row) => row.meeting === months.before || (row.meeting < months.before && isRunning(row))),
    tasks: rows
      .filter(({ meeting }) => meeting === months.month)
      .sort((a, b) => a.opened_at.localeCompare(b.opened_at) || a.rectification_id.localeCompare(b.rectification_id)),
  };
}

export function monthBefore(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}
