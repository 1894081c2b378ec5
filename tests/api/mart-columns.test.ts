/** Each mart's columns are the contract's: the same names, and kinds that its JSON schema allows. */
import {
  CaseRow,
  DailyStatisticsRow,
  DataQualityRow,
  DispatchCaseRow,
  DispatchRow,
  EarlyCompletionRow,
  OverdueRow,
  periodStatisticsRow,
  RankingRow,
  RejectRow,
  ServiceStarRow,
  SourceRow,
  StageTimeRow,
  WindowLoadRow,
} from '@mingcha/analytics';
import Type, { type TObject, type TSchema } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSmallCity, type SmallCity } from './small-city.ts';

const AS_OF = "as_of='2026-03-11 09:30:00.000'";
const ANY = "county='', centre='', department='', window='', staff='', item=''";
const PERIOD = "from_day='2026-03-01', to_day='2026-03-11'";
const MARTS: [from: string, row: TObject, isExact: boolean][] = [
  [`daily_statistics(${PERIOD}, by='window', ${AS_OF}, ${ANY})`, DailyStatisticsRow, true],
  [`weekly_ranking(week_start='2026-03-02', board='windows', ${AS_OF}, ${ANY})`, RankingRow, true],
  [
    `ranking(period='2026-03', ${PERIOD}, before_from='2026-02-01', before_to='2026-02-28', board='windows', ${AS_OF}, ${ANY})`,
    RankingRow,
    true,
  ],
  [`period_statistics(${PERIOD}, by='window', ${AS_OF}, ${ANY})`, periodStatisticsRow([]), true],
  [`early_completion(${PERIOD}, by='window', ${AS_OF}, ${ANY})`, EarlyCompletionRow, true],
  [`dispatch(${AS_OF}, from_day='2026-03-11', stopped_days=10, by='window', ${ANY})`, DispatchRow, true],
  [`window_load(${PERIOD}, by='department', ${AS_OF}, ${ANY})`, WindowLoadRow, true],
  // Cards are joined where it is read.
  [`overdue_warnings(${AS_OF})`, Type.Omit(OverdueRow, ['card_grade', 'card_state']), true],
  [`data_quality(${PERIOD}, hours=24, source='', by=['source'], ${AS_OF}, ${ANY})`, DataQualityRow, true],
  [`source_silence(${AS_OF})`, SourceRow, true],
  [`stage_times(${PERIOD}, by='department', ${AS_OF}, ${ANY})`, StageTimeRow, true],
  [`service_stars(${PERIOD}, ${AS_OF}, ${ANY})`, ServiceStarRow, true],
  // These have further columns, which lists are filtered by.
  [`dispatch_cases(${AS_OF}, from_day='2026-03-11', stopped_days=10, ${ANY})`, DispatchCaseRow, false],
  [`case_list(${PERIOD}, with_open=1, ${AS_OF})`, CaseRow, false],
  ['ingest_rejects', RejectRow, false],
];

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity();
});
afterAll(() => city?.close());

describe.each(MARTS)('%s', (from, row, isExact) => {
  it('has the columns of the contract', async () => {
    const described = await city.engine.store.query<{ name: string; type: string }>(`describe (select * from ${from})`);
    const kinds = Object.fromEntries(described.map(({ name, type }) => [name, kindOfColumn(type)]));
    const wanted = Object.fromEntries(
      Object.entries(row.properties).map(([name, schema]) => [name, kindOfSchema(schema)]),
    );
    if (isExact) expect(Object.keys(kinds).sort()).toEqual(Object.keys(wanted).sort());
    expect(Object.fromEntries(Object.keys(wanted).map((name) => [name, kinds[name]]))).toEqual(wanted);
  });
});

/** The kind of JSON value a column becomes; 64-bit integers would arrive as text, and so are no number here. */
function kindOfColumn(type: string): string {
  const inner = /^(?:LowCardinality|Nullable)\((.*)\)$/.exec(type)?.[1];
  if (inner !== undefined) return `${kindOfColumn(inner)}${type.startsWith('Nullable') ? '?' : ''}`.replace('??', '?');
  if (/^(String|Enum)/.test(type)) return 'text';
  if (/^Date(32)?$/.test(type)) return 'day';
  if (type === "DateTime64(3, 'UTC')") return 'moment';
  if (type === 'Bool') return 'yes or no';
  if (/^U?Int(8|16|32)$/.test(type)) return 'whole';
  if (/^Float/.test(type)) return 'number';
  if (type.startsWith('Array(')) return `list of ${kindOfColumn(type.slice(6, -1))}`;
  return type;
}

interface Shape {
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Shape[];
  items?: Shape;
}
function kindOfSchema(schema: TSchema): string {
  const { type, format, enum: choices, const: only, anyOf, items } = schema as Shape;
  if (anyOf !== undefined) {
    const kinds = new Set(
      anyOf.filter((member) => member.type !== 'null').map((member) => kindOfSchema(member as TSchema)),
    );
    return `${[...kinds].join(' or ')}${anyOf.some((member) => member.type === 'null') ? '?' : ''}`;
  }
  if (choices !== undefined || only !== undefined) return 'text';
  if (format === 'date') return 'day';
  if (format === 'date-time') return 'moment';
  if (type === 'string') return 'text';
  if (type === 'boolean') return 'yes or no';
  if (type === 'integer') return 'whole';
  if (type === 'number') return 'number';
  if (type === 'array') return `list of ${kindOfSchema(items as TSchema)}`;
  return String(type);
}
