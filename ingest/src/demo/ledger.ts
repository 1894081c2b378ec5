/**
 * The ledger of true answers: every figure the platform must find in a generated stream, summed from the case plans.
 * Nothing here reads an event or runs a query. The rules it holds cases to are those of the domain's chapters on the
 * clock and on numbers, in the city's local days; counters only, so memory follows the directory and the period.
 */
import { CardLedger } from './card-ledger.ts';
import { type CasePlan, DAY, dayAt, type Round } from './case-plan.ts';
import type { City } from './city.ts';
import type { Entry } from './event-voice.ts';
import { QualityLedger } from './quality-ledger.ts';
import { NORMAL, type Standing, standingOf } from './standing.ts';
import { isoOf, type WorkingDays } from './working-days.ts';

export const LEVELS = ['all', 'county', 'centre', 'department', 'window', 'staff', 'item'] as const;
export type Level = (typeof LEVELS)[number];

export const MEASURES = [
  'received',
  'accepted',
  'refused',
  'decided',
  'completed',
  'delivered',
  'withdrawn',
  'completed_with_limit',
  'early',
  'on_time',
  'overdue',
  'commitment_received',
  'commitment_completed',
  'commitment_early',
  'instant_accepted',
  'commitment_accepted',
  'online_received',
  'used_days_sum',
  'promised_days_sum',
  'rated',
  'satisfied',
  'praised',
  'timed_events',
  'timely_events',
  'opened',
  'closed',
] as const;
export type Measure = (typeof MEASURES)[number];
const COLUMN = Object.fromEntries(MEASURES.map((name, i) => [name, i])) as Record<Measure, number>;
const WIDTH = MEASURES.length;

export type Grade = 'red' | 'yellow' | 'notice' | 'stopped' | 'fine' | 'no_limit';
export interface OpenCase {
  case_id: string;
  grade: Grade;
  due_on: string | null;
  /** In the unit of the limit; negative is overdue by; while stopped, what is left on resuming. */
  remaining: number | null;
}

export class Ledger {
  readonly city: City;
  readonly fromDay: number;
  readonly days: number;
  readonly asOf: number;
  readonly open: OpenCase[] = [];
  readonly cards: CardLedger;
  readonly quality = new QualityLedger();
  cases = 0;
  readonly #calendar: WorkingDays;
  readonly #counts = new Map<Level, Map<string, Int32Array>>(LEVELS.map((level) => [level, new Map()]));

  /** `from` is a day number; `asOf` a moment in local seconds. */
  constructor({ city, calendar, from, asOf }: { city: City; calendar: WorkingDays; from: number; asOf: number }) {
    this.city = city;
    this.#calendar = calendar;
    this.fromDay = from;
    this.asOf = asOf;
    this.days = dayAt(asOf) - from + 1;
    this.cards = new CardLedger({ asOf, calendar });
  }

  add(plan: CasePlan, entry: Entry): void {
    const standing = standingOf(plan, this.asOf, this.#calendar);
    if (standing.received === null) return;
    this.cases += 1;
    this.cards.add(plan, standing, entry);
    this.quality.add({ plan, standing, entry, asOf: this.asOf, calendar: this.#calendar });
    const { round } = standing;
    const isCurrent = round?.acceptedAt != null && standing.accepted !== null;
    const units: [Level, string][] = [
      ['all', ''],
      ['county', plan.centre.county],
      ['centre', plan.centre.code],
      ['department', plan.owner.code],
      ['window', plan.isOutsideHall ? '' : plan.window.code],
      ['staff', isCurrent ? round.staff : plan.applicationStaff],
      ['item', plan.itemCode],
    ];
    const cells = units.map(([level, unit]) => this.#cells(level, unit));
    const count = (moment: number | null, measure: Measure, amount = 1) => {
      if (moment === null || moment > this.asOf) return;
      const at = (dayAt(moment) - this.fromDay) * WIDTH + COLUMN[measure];
      for (const cell of cells) cell[at]! += amount;
    };
    const isCommitment = plan.kind === 'commitment';
    count(standing.received, 'received');
    if (isCommitment) count(standing.received, 'commitment_received');
    if (plan.channel === 'web' || plan.channel === 'mobile') count(standing.received, 'online_received');
    count(standing.accepted, 'accepted');
    if (isCommitment) count(standing.accepted, 'commitment_accepted');
    if (plan.kind === 'instant') count(standing.accepted, 'instant_accepted');
    count(standing.refused, 'refused');
    count(standing.withdrawn, 'withdrawn');
    count(standing.decided, 'decided');
    count(plan.deliveredAt, 'delivered');
    const rating = plan.ratings.findLast(({ at }) => at <= this.asOf);
    if (rating) {
      count(rating.at, 'rated');
      if (rating.value <= 3) count(rating.at, 'satisfied');
      if (rating.value <= 2) count(rating.at, 'praised');
    }
    if (standing.decided !== null && round && NORMAL.has(round.outcome)) {
      this.#completed(round, isCommitment, standing.decided, count);
      count(standing.decided, 'timed_events', entry.timed);
      count(standing.decided, 'timely_events', entry.timely);
    }
    count(standing.received, 'opened');
    count(standing.closed, 'closed');
    if (standing.closed === null) this.#stillOpen(plan, standing);
  }

  #completed(
    round: Round,
    isCommitment: boolean,
    at: number,
    count: (at: number, measure: Measure, n?: number) => void,
  ) {
    count(at, 'completed');
    if (isCommitment) count(at, 'commitment_completed');
    if (!round.promised) return;
    const limit = round.promised.days + (round.extension?.isInTime ? round.extension.days : 0);
    count(at, 'completed_with_limit');
    if (round.used < limit) {
      count(at, 'early');
      if (isCommitment) count(at, 'commitment_early');
    } else count(at, round.used === limit ? 'on_time' : 'overdue');
    if (round.promised.unit === 'working_days') {
      count(at, 'used_days_sum', round.used);
      count(at, 'promised_days_sum', limit);
    }
  }

  /** Accepted, or deemed accepted: its place on the list of open cases. */
  #stillOpen(plan: CasePlan, standing: Standing): void {
    const { round, clockFrom: from, stops, limit, dueOn } = standing;
    if (!round || from === null) return;
    const today = dayAt(this.asOf);
    const isStopped = stops.some((stop) => stop.endDay === null);
    const open: OpenCase = { case_id: plan.caseId, grade: 'no_limit', due_on: null, remaining: null };
    this.open.push(open);
    if (!limit) {
      if (isStopped) open.grade = 'stopped';
      return;
    }
    const isCalendar = limit.unit === 'calendar_days';
    open.remaining = limit.days - (isCalendar ? today - from : this.#calendar.used(from, today, stops));
    if (isStopped || dueOn === null) {
      open.grade = 'stopped';
      return;
    }
    open.due_on = isoOf(dueOn);
    const statutoryDue = standing.statutoryDueOn() ?? Number.POSITIVE_INFINITY;
    open.grade =
      today > statutoryDue
        ? 'red'
        : today > dueOn
          ? 'yellow'
          : today >= this.#calendar.before(dueOn, 2)
            ? 'notice'
            : 'fine';
  }

  #cells(level: Level, unit: string): Int32Array {
    const units = this.#counts.get(level)!;
    let cells = units.get(unit);
    if (!cells) {
      cells = new Int32Array(this.days * WIDTH);
      units.set(unit, cells);
    }
    return cells;
  }

  /** Units of a level that have any case, in order of code. */
  units(level: Level): string[] {
    return [...this.#counts.get(level)!.keys()].sort();
  }

  /** Sum of a measure over days `from` … `to` (offsets from the first day, both included). */
  sum(level: Level, unit: string, measure: Measure, from = 0, to = this.days - 1): number {
    const cells = this.#counts.get(level)!.get(unit);
    let sum = 0;
    if (cells) for (let day = from; day <= to; day += 1) sum += cells[day * WIDTH + COLUMN[measure]]!;
    return sum;
  }

  /** All measures of a day (offset), in the order of MEASURES; null for a unit without any case. */
  day(level: Level, unit: string, day: number): Int32Array | null {
    return (
      this.#counts
        .get(level)!
        .get(unit)
        ?.subarray(day * WIDTH, (day + 1) * WIDTH) ?? null
    );
  }

  total(measure: Measure): number {
    return this.sum('all', '', measure);
  }

  /** Cases received and not yet decided, refused or withdrawn at the end of a day. */
  openAtEnd(level: Level, unit: string, day: number): number {
    return this.sum(level, unit, 'opened', 0, day) - this.sum(level, unit, 'closed', 0, day);
  }

  /** Moment the figures look from. */
  get asOfDay(): string {
    return isoOf(Math.floor(this.asOf / DAY));
  }
}
