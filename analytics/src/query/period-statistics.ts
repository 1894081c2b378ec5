/** Period statistics: one row per unit over a whole period, with the same counts of the periods it is held against. */
import { COMPARED, type Compared, type Level, periodColumns, periodStatisticsRow } from '../contract/index.ts';
import type { Span, Stretch } from '../periods/period.ts';
import { type Filters, filterArguments } from './scope.ts';
import { AS_OF, type Select } from './select.ts';
import { withBacklog } from './statistics.ts';

/** The periods a period is held against; absent ones are not asked for. */
export type Against = Partial<Record<Compared, Stretch>>;

export function periodStatistics({ from, to }: Span, against: Against, by: Level, filters: Filters): Select {
  const { text, parameters } = filterArguments(filters);
  const mart = (end: string, asOf: string) =>
    `period_statistics(from_day={from_day${end}:Date}, to_day={to_day${end}:Date}, by='${by}', as_of=${asOf}, ${text})`;
  const ends = COMPARED.filter((end) => against[end] !== undefined);
  const days = [{ from, to }, ...ends.flatMap((end) => against[end] ?? [])];
  const order = [{ expression: 'unit', type: 'String' as const }];
  const row = periodStatisticsRow(ends);
  const own = { from_day: from, to_day: to, ...parameters };
  if (ends.length === 0) return { ...withBacklog(mart('', AS_OF), days), row, order, parameters: own };

  // A unit is listed with anything to show in any of the periods: that it has nothing now is an answer, too.
  const spans = [
    `select 0 as span, * from ${mart('', AS_OF)}`,
    ...ends.map((end, index) => `select ${index + 1} as span, * from ${mart(`_${end}`, untilOf(end, against[end]))}`),
  ];
  const names = Object.keys(periodColumns);
  const counts = (span: number, end: string) =>
    names.map((name) => `maxIf(s.${name}, s.span = ${span}) as ${name}${end}`);
  const columns = [
    'toDate({from_day:Date}) as from_day',
    'toDate({to_day:Date}) as to_day',
    's.unit as unit',
    ...OF_UNIT.map((name) => `any(s.${name}) as ${name}`),
    ...counts(0, ''),
    ...ends.flatMap((end, index) => [
      `toDate({from_day_${end}:Date}) as from_day_${end}`,
      `toDate({to_day_${end}:Date}) as to_day_${end}`,
      `${isRunning(against[end]) ? `toNullable(${untilOf(end, against[end])})` : NO_MOMENT} as until_${end}`,
      ...counts(index + 1, `_${end}`),
    ]),
  ];
  const read = `(select ${columns.join(', ')} from (${spans.join(' union all ')}) as s group by s.unit)`;
  return {
    // A period held against a running one is counted until a moment of its own; then that one is not over, and no sums are read.
    ...withBacklog(read, days),
    row,
    order,
    parameters: { ...own, ...Object.assign({}, ...ends.map((end) => parametersOf(end, against[end]))) },
  };
}

const OF_UNIT = ['unit_name', 'on_file', 'department', 'department_name', 'county', 'county_name'];
const NO_MOMENT = "cast(null, 'Nullable(DateTime64(3, \\'UTC\\'))')";

const isRunning = (stretch: Stretch | undefined) => typeof stretch?.daysBack === 'number';

/** Until when the other period is counted: as far back as it lies, where this one is still running. */
const untilOf = (end: Compared, stretch: Stretch | undefined) =>
  isRunning(stretch) ? `${AS_OF} - toIntervalDay({days_back_${end}:UInt32})` : AS_OF;

function parametersOf(end: Compared, stretch: Stretch | undefined): Record<string, string | number> {
  if (stretch === undefined) return {};
  const { from, to, daysBack } = stretch;
  return {
    [`from_day_${end}`]: from,
    [`to_day_${end}`]: to,
    ...(daysBack === null ? {} : { [`days_back_${end}`]: daysBack }),
  };
}
