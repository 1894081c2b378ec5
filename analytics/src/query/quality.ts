/** Reads about the data themselves: quality per source, its findings, coverage, refusals by reason, silent sources. */
import { inlineView } from '@mingcha/sql';
import {
  CoverageRow,
  DataQualityRow,
  type Finding,
  FindingRow,
  type Language,
  type QualityDimension,
  RejectCodeRow,
  SourceFindingRow,
  SourceRow,
  UncoveredRow,
} from '../contract/index.ts';
import type { Span } from '../periods/period.ts';
import { wordColumns } from './quality-words.ts';
import { type Filters, filterArguments } from './scope.ts';
import { AS_OF, type OrderKey, type Select } from './select.ts';

/** What data quality is asked for beside a period. */
export interface Asked {
  /** Clock hours within which an event is to be recorded; the setting entry_timeliness_hours, else 24, when undefined. */
  hours?: number | undefined;
  /** Only what this source sent. */
  source?: string | undefined;
  filters: Filters;
}

const DAYS = 'from_day={from_day:Date}, to_day={to_day:Date}';
const ASKED = `${DAYS}, hours={hours:UInt32}, source={source:String}, as_of=${AS_OF}`;
const text = (expression: string): OrderKey => ({ expression, type: 'String' });

function askedParameters({ from, to }: Span, { hours, source }: Asked) {
  return { from_day: from, to_day: to, hours: hours ?? 0, source: source ?? '' };
}

/** One row per value of the dimensions. */
export function dataQuality(period: Span, by: readonly QualityDimension[], asked: Asked): Select {
  const { text: filters, parameters } = filterArguments(asked.filters);
  return {
    from: inlineView(`data_quality(${ASKED}, by={by:Array(String)}, ${filters})`),
    row: DataQualityRow,
    order: [{ expression: "ifNull(day, toDate('1970-01-01'))", type: 'Date' }, text('source'), text('department')],
    parameters: { ...askedParameters(period, asked), by: [...by], ...parameters },
  };
}

/** The rows behind its counts, the oldest first; all kinds unless one is named, or the code of a refusal. */
export function findings(
  period: Span,
  finding: Finding | undefined,
  asked: Asked & { code?: string | undefined },
  language: Language,
): Select {
  const { text: filters, parameters } = filterArguments(asked.filters);
  const words = wordColumns(language);
  return {
    from: inlineView(`quality_findings(${ASKED}, finding={finding:String}, ${filters})`),
    row: FindingRow,
    expressions: words.expressions,
    where: asked.code === undefined ? [] : ["finding = 'reject'", 'value = {code:String}'],
    order: [
      { expression: 'day', type: 'Date' },
      text('source'),
      text('case_id'),
      text('event_id'),
      text('finding'),
      text('reject_id'),
    ],
    parameters: {
      ...askedParameters(period, asked),
      finding: finding ?? '',
      ...(asked.code === undefined ? {} : { code: asked.code }),
      ...parameters,
      ...words.parameters,
    },
  };
}

/** The same as the file that goes back to the source. */
export function sourceFindings(period: Span, asked: Asked, language: Language): Select {
  return { ...findings(period, undefined, asked, language), row: SourceFindingRow };
}

/** 三个全覆盖 as numerators and denominators; always three rows. */
export function coverage({ from, to }: Span, filters: Filters): Select {
  const { text: all, parameters } = filterArguments(filters);
  const units = inlineView(`coverage(${DAYS}, as_of=${AS_OF}, ${COVERED_BY})`);
  const process = inlineView(`process_coverage(${DAYS}, as_of=${AS_OF}, ${all})`);
  return {
    from: `(
      select unit.1 as coverage, unit.2 as place, toUInt32(c.numerator) as numerator, toUInt32(c.denominator) as denominator
      from (select arrayJoin([('department', 1), ('item', 2), ('process', 3)]) as unit) as u
      left join (
        select what as coverage, countIf(covered) as numerator, count() as denominator from ${units} group by what
        union all
        select 'process', sum(stages_complete), sum(completed) from ${process}
      ) as c on c.coverage = unit.1
    )`,
    row: CoverageRow,
    order: [{ expression: 'place', type: 'UInt8' }],
    parameters: { from_day: from, to_day: to, ...parameters },
  };
}
const COVERED_BY = 'county={county:String}, centre={centre:String}, department={department:String}';

/** Departments or items on file that had no case. */
export function uncovered(what: 'department' | 'item', { from, to }: Span, filters: Filters): Select {
  const { parameters } = filterArguments(filters);
  return {
    from: inlineView(`coverage(${DAYS}, as_of=${AS_OF}, ${COVERED_BY})`),
    row: UncoveredRow,
    where: ['what = {what:String}', 'not covered'],
    order: [text('department'), text('code')],
    parameters: {
      from_day: from,
      to_day: to,
      what,
      county: parameters['county'] ?? '',
      centre: parameters['centre'] ?? '',
      department: parameters['department'] ?? '',
    },
  };
}

/** Why lines were refused, per source and reason, the most frequent first. */
export function rejectCodes({ from, to }: Span, source: string | undefined, language: Language): Select {
  const words = wordColumns(language);
  return {
    from: `(
      select
        'reject' as finding, toString(source) as source, toString(code) as code, code as value,
        toUInt32(count()) as lines, toUInt32(countIf(replayed_at is null)) as open,
        arrayStringConcat(arraySort(groupUniqArrayIf(toString(field), field != '')), ' ') as fields,
        fields as field, max(last_refused_at) as last_received_at, argMax(message, last_refused_at) as message
      from (
        select *, toDate(local_time(dictGet('calendar_number', 'calendar_no', 'default'), received_at)) as day
        from ingest_rejects final
      )
      where day between {from_day:Date} and {to_day:Date} and received_at <= ${AS_OF}
        and ({source:String} = '' or source = {source:String})
      group by source, code
    )`,
    row: RejectCodeRow,
    expressions: words.expressions,
    order: [{ expression: '-toInt64(lines)', type: 'Int64' }, text('source'), text('code')],
    parameters: { from_day: from, to_day: to, source: source ?? '', ...words.parameters },
  };
}

/** Every source and whether it has fallen silent, silent ones first. */
export function sources(): Select {
  return {
    from: inlineView(`source_silence(as_of=${AS_OF})`),
    row: SourceRow,
    order: [{ expression: "toUInt8(state != 'silent')", type: 'UInt8' }, text('source')],
    parameters: {},
  };
}
