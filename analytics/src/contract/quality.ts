/** Data quality 数据质量: what is wrong with the data, who sent it, what would put it right. Readers divide rates. */
import Type, { type Static } from 'typebox';
import { COVERAGES, FINDINGS, KNOWN_TO, SOURCE_STATES } from './codes.ts';
import { Count, Day, List, Moment, Nullable } from './common.ts';
import { itemColumns, placeColumns } from './place.ts';

const departmentColumns = {
  department: Type.String({ description: 'Department that answers for the case; empty where it is not told apart.' }),
  department_name: Type.String({ description: 'Its name on file, or empty.' }),
};
const source = Type.String({ description: 'Code of the sending system; empty where it is not told apart.' });

export const DataQualityRow = Type.Object(
  {
    day: Nullable(Type.Union([Day], { description: 'Day of the events; null where days are not told apart.' })),
    source,
    ...departmentColumns,
    events: { ...Count, description: 'Events that count and happened on the days asked for.' },
    timed: { ...Count, description: 'Of those, the ones that say when they were recorded (录入及时率 denominator).' },
    late: { ...Count, description: 'Of those, recorded later than the allowed clock hours after they happened.' },
    conflicts: { ...Count, description: 'Events whose newest revision came with different content.' },
    not_on_file: { ...Count, description: 'Events that name a unit, person or item the directory does not have.' },
    completed: {
      ...Count,
      description: 'Completed cases whose decision is among the events (流程全覆盖 denominator).',
    },
    stages_complete: { ...Count, description: 'Of those, cases with an event of every stage of their item.' },
    rejects: { ...Count, description: 'Lines refused. They name no department: 0 where one is asked for.' },
  },
  { $id: 'DataQualityRow' },
);
export type DataQualityRow = Static<typeof DataQualityRow>;
export const DataQuality = List(DataQualityRow);
export type DataQuality = Static<typeof DataQuality>;

const words = {
  problem: Type.String({ description: 'What is wrong, in a sentence.' }),
  remedy: Type.String({ description: 'What puts it right.' }),
};

export const FindingRow = Type.Object(
  {
    finding: Type.Enum(FINDINGS),
    day: Day,
    source: Type.String(),
    event_id: Type.String({ description: 'Empty where a refused line did not say.' }),
    case_id: Type.String({ description: 'Empty where a refused line did not say.' }),
    ...departmentColumns,
    ...itemColumns,
    type: Type.String({ description: 'What happened, by the code of the event.' }),
    occurred_at: Nullable(Moment),
    recorded_at: Nullable(Moment),
    field: Type.String({ description: 'Fields it is about, with spaces between.' }),
    value: Type.String({
      description: 'Hours of delay, codes not on file, names of missing stages, or the code of the refusal.',
    }),
    ...words,
  },
  { $id: 'FindingRow' },
);
export type FindingRow = Static<typeof FindingRow>;
export const FindingRows = List(FindingRow);
export type FindingRows = Static<typeof FindingRows>;

/** A line of the file that goes back to a source. */
export const SourceFindingRow = Type.Object(
  {
    source: Type.String(),
    event_id: Type.String(),
    case_id: Type.String(),
    problem: words.problem,
    field: Type.String(),
    remedy: words.remedy,
  },
  { $id: 'SourceFindingRow' },
);
export type SourceFindingRow = Static<typeof SourceFindingRow>;

export const CoverageRow = Type.Object(
  {
    coverage: Type.Enum(COVERAGES, { description: '部门全覆盖, 事项全覆盖, 流程全覆盖.' }),
    numerator: { ...Count, description: 'With cases; completed cases with every defined stage.' },
    denominator: { ...Count, description: 'On file; completed cases.' },
  },
  { $id: 'CoverageRow' },
);
export type CoverageRow = Static<typeof CoverageRow>;
export const CoverageRows = List(CoverageRow);
export type CoverageRows = Static<typeof CoverageRows>;

export const UncoveredRow = Type.Object(
  {
    what: Type.Enum(['department', 'item']),
    code: Type.String(),
    name: Type.String(),
    department: Type.String(),
    department_name: Type.String(),
  },
  { $id: 'UncoveredRow' },
);
export type UncoveredRow = Static<typeof UncoveredRow>;
export const UncoveredRows = List(UncoveredRow);
export type UncoveredRows = Static<typeof UncoveredRows>;

export const RejectCodeRow = Type.Object(
  {
    source: Type.String(),
    code: Type.String(),
    lines: { ...Count, description: 'Lines refused for this reason.' },
    open: { ...Count, description: 'Of those, not replayed since.' },
    fields: Type.String({ description: 'Fields it was about, with spaces between.' }),
    last_received_at: Moment,
    ...words,
  },
  { $id: 'RejectCodeRow' },
);
export type RejectCodeRow = Static<typeof RejectCodeRow>;
export const RejectCodes = List(RejectCodeRow);
export type RejectCodes = Static<typeof RejectCodes>;

export const ReconciliationRow = Type.Object(
  {
    ...departmentColumns,
    only_a: { ...Count, description: 'Cases received in the week that source a knows and source b does not.' },
    only_b: Count,
    both: Count,
  },
  { $id: 'ReconciliationRow' },
);
export type ReconciliationRow = Static<typeof ReconciliationRow>;
export const Reconciliation = List(ReconciliationRow);
export type Reconciliation = Static<typeof Reconciliation>;

export const ReconciledCaseRow = Type.Object(
  {
    case_id: Type.String(),
    known_to: Type.Enum(KNOWN_TO),
    ...departmentColumns,
    window: placeColumns.window,
    window_name: placeColumns.window_name,
    ...itemColumns,
    received_at: Moment,
    first_a_at: Nullable(Moment),
    first_b_at: Nullable(Moment),
    events_a: Count,
    events_b: Count,
  },
  { $id: 'ReconciledCaseRow' },
);
export type ReconciledCaseRow = Static<typeof ReconciledCaseRow>;
export const ReconciledCases = List(ReconciledCaseRow);
export type ReconciledCases = Static<typeof ReconciledCases>;

const Seconds = Type.Integer({ minimum: 0, description: 'Seconds of working time, by the default calendar.' });

export const SourceRow = Type.Object(
  {
    source: Type.String(),
    state: Type.Enum(SOURCE_STATES),
    last_heard_at: { ...Moment, description: 'When an event of it was heard last.' },
    last_event_at: { ...Moment, description: 'The newest moment one of its events happened.' },
    usual_gap: Nullable(Type.Union([Seconds], { description: 'Its longest silence on a usual day.' })),
    allowed_gap: Nullable(Type.Union([Seconds], { description: 'Silence from which on it counts as silent.' })),
    present_gap: { ...Seconds, description: 'Seconds of working time since it was heard last.' },
    judged_days: { ...Count, description: 'Working days, of the last four weeks, it was heard on; five are needed.' },
    events: { ...Count, description: 'Events of these four weeks.' },
  },
  { $id: 'SourceRow' },
);
export type SourceRow = Static<typeof SourceRow>;
export const Sources = List(SourceRow);
export type Sources = Static<typeof Sources>;
