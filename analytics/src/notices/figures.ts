/** The rows a notice is written from, read through the query layer for one period, the one before and the year before. */
import {
  type CalendarRow,
  type CaseRow,
  COMPARED,
  type Compared,
  type CoverageRow,
  type DailyStatisticsRow,
  type DataQualityRow,
  type OverdueRow,
  type PeriodStatisticsRow,
  type RankingRow,
  type RectificationRow,
  type RejectCodeRow,
  type SourceRow,
  type UncoveredRow,
} from '../contract/index.ts';
import { addDays, elapsed, formatPeriod, type Period, type Span, untilOf } from '../periods/period.ts';
import { calendarDays } from '../query/calendar.ts';
import { type CardsFoundRow, cardsFound } from '../query/cards-found.ts';
import { casesOf } from '../query/cases.ts';
import { type CommitmentTimeRow, commitmentTime } from '../query/commitment-time.ts';
import { dataSpan } from '../query/data-span.ts';
import { localDay } from '../query/moment.ts';
import { type Office, office } from '../query/office.ts';
import { type Against, periodStatistics } from '../query/period-statistics.ts';
import { coverage, dataQuality, rejectCodes, sources, uncovered } from '../query/quality.ts';
import type { Reader } from '../query/reader.ts';
import { rectificationList } from '../query/rectifications.ts';
import type { Filters } from '../query/scope.ts';
import type { Select } from '../query/select.ts';
import { dailyStatistics, ranking } from '../query/statistics.ts';
import { periodBefore, stretchesOf } from '../query/stretches.ts';
import { overdue } from '../query/supervision.ts';
import { NONE, type Totals, totalsOf, type UnitTotals } from './totals.ts';

/** What is counted for each of the three periods. */
export interface PeriodFigures {
  totals: Totals;
  commitment: CommitmentTimeRow;
  cards: CardsFoundRow[];
  coverage: CoverageRow[];
  quality: DataQualityRow;
  rejects: number;
}

export interface NoticeFigures {
  asOf: Date;
  watermark: string | null;
  zone: string;
  /** The whole period, and the part of it that had happened as of the moment. */
  whole: Period;
  period: Period;
  today: string;
  office: Office;
  now: PeriodFigures;
  /** null before the first data: it is not known, which is not nothing. */
  previous: PeriodFigures | null;
  year_before: PeriodFigures | null;
  /** By day, over everything asked for. */
  days: DailyStatisticsRow[];
  /** Days of the period as of the calendar of whoever reports. */
  calendar: CalendarRow[];
  counties: UnitTotals[];
  /** Departments, ranked ones first. */
  ranking: RankingRow[];
  completedLate: CaseRow[];
  openLate: CaseRow[];
  /**
   * Clocks of cases open as the period ends, or as of the moment while it runs: of those that are late then, that will be by its
   * end, and that stand still. Whenever it is asked, the same.
   */
  clocksAtEnd: OverdueRow[];
  uncoveredItems: number;
  qualityByDepartment: DataQualityRow[];
  silent: SourceRow[];
  /** Running entries, the overdue first. */
  tasks: RectificationRow[];
  tasksClosed: number;
}

/** Lists of a notice are read whole; a city's month has far fewer. */
const MOST_ROWS = 100_000;

/** `asOf` is the report's moment. Rejects with what the store says. */
export async function readFigures(reader: Reader, whole: Period, filters: Filters, asOf: Date): Promise<NoticeFigures> {
  const list = async <Row>(select: Select, moment = asOf): Promise<Row[]> =>
    (await reader.list<Row>(select, { limit: MOST_ROWS, cursor: undefined, asOf: moment })).rows;
  const span = await dataSpan(reader, filters, asOf);
  const today = localDay(asOf, span.zone);
  const period = elapsed(whole, today);
  const before = await periodBefore(reader, whole, filters);
  const stretches = await stretchesOf(reader, whole, COMPARED, filters, asOf);
  const known = COMPARED.filter((end) => span.first_on !== null && (stretches[end]?.to ?? '') >= span.first_on);
  const against: Against = Object.fromEntries(known.map((end) => [end, stretches[end]]));

  const [all] = (await list<PeriodStatisticsRow>(periodStatistics(whole, against, 'all', filters))).map(totalsOf);

  async function figuresOf(of: Span, moment: Date, totals: Totals): Promise<PeriodFigures> {
    const [commitment, cards, covered, quality, rejects] = await Promise.all([
      list<CommitmentTimeRow>(commitmentTime(of, filters), moment),
      list<CardsFoundRow>(cardsFound(of, filters), moment),
      list<CoverageRow>(coverage(of, filters), moment),
      list<DataQualityRow>(dataQuality(of, [], { filters }), moment),
      list<RejectCodeRow>(rejectCodes(of, undefined, 'zh'), moment),
    ]);
    return {
      totals,
      commitment: commitment[0] ?? { cases: 0, days_sum: 0 },
      cards,
      coverage: covered,
      quality: quality[0] ?? NO_EVENTS,
      rejects: rejects.reduce((sum, { lines }) => sum + lines, 0),
    };
  }
  /** While the period runs, the other one is counted until as far back as it lies. */
  async function heldAgainst(end: Compared): Promise<PeriodFigures | null> {
    const stretch = against[end];
    if (stretch === undefined) return null;
    return figuresOf(stretch, untilOf(stretch, asOf), all?.[end] ?? NONE);
  }

  /** The moment its last day ends, or that of the report where it comes first. */
  async function endOf({ to }: Span): Promise<Date> {
    const next = addDays(to, 1);
    const [day] = await list<CalendarRow>(calendarDays({ from: next, to: next }, filters));
    return day === undefined ? asOf : new Date(Math.min(asOf.getTime(), Date.parse(day.starts_at) - 1));
  }

  const running = ['opened', 'in_hand', 'submitted', 'sent_back'];
  const closed = { states: ['closed'], lamps: [], origins: [], closed_from: period.from, closed_to: period.to };
  const by = filters.county !== undefined || filters.centre !== undefined ? 'centre' : 'county';
  return {
    asOf,
    watermark: await reader.watermark(),
    zone: span.zone,
    whole,
    period,
    today,
    office: await office(reader, period, filters, asOf),
    now: await figuresOf(period, asOf, all?.now ?? NONE),
    previous: await heldAgainst('previous'),
    year_before: await heldAgainst('year_before'),
    days: await list<DailyStatisticsRow>(dailyStatistics(period, 'all', filters)),
    calendar: await list<CalendarRow>(calendarDays(period, filters)),
    counties: (await list<PeriodStatisticsRow>(periodStatistics(whole, against, by, filters))).map(totalsOf),
    ranking: await list<RankingRow>(ranking(formatPeriod(whole), whole, before, 'departments', filters)),
    completedLate: await list<CaseRow>(casesOf('overdue', period, filters)),
    openLate: await list<CaseRow>(casesOf('overdue_open_at_end', period, filters)),
    clocksAtEnd: await list<OverdueRow>(overdue(['red', 'yellow', 'notice', 'stopped'], filters), await endOf(period)),
    uncoveredItems: (await list<UncoveredRow>(uncovered('item', period, filters))).length,
    qualityByDepartment: await list<DataQualityRow>(dataQuality(period, ['department'], { filters })),
    silent: (await list<SourceRow>(sources())).filter(({ state }) => state === 'silent'),
    tasks: await list<RectificationRow>(rectificationList({ states: running, lamps: [], origins: [] }, filters)),
    tasksClosed: (await list<RectificationRow>(rectificationList(closed, filters))).length,
  };
}

const NO_EVENTS: DataQualityRow = {
  day: null,
  source: '',
  department: '',
  department_name: '',
  events: 0,
  timed: 0,
  late: 0,
  conflicts: 0,
  not_on_file: 0,
  completed: 0,
  stages_complete: 0,
  rejects: 0,
};
