/**
 * The cards that other cases make true: decisions, or receipts long past, entered many at a time (突击办结, 集中补录), and clocks
 * stopped or cases sent away in the last tenth of their limit by a unit that does so far more often than others (规避超期).
 * Counted from what was planned; sums by unit and month, and entries of days that can still get more.
 */
import { type CasePlan, dayAt } from './case-plan.ts';
import type { Standing } from './standing.ts';
import { dayOf, monthOf, type WorkingDays } from './working-days.ts';

/** So many entries of one person in so many seconds; receipts and acceptances, when entered so many seconds late. */
const MANY = { cases: 10, seconds: 300, late: 1800 } as const;
/** From this percent of the promise on; in so many cases of the month before; so many times the share of others. */
const DODGING = { percent: 90, cases: 5, times: 3 } as const;

const monthAt = (moment: number) => monthOf(dayAt(moment));
const monthBefore = (month: string) => monthOf(dayOf(`${month}-01`) - 1);

interface Entered<Case> {
  of: Case;
  at: number;
}

/** Whether a receipt or acceptance was entered so late that it counts. */
export const isBackEntered = ({ at, enteredAt }: { at: number; enteredAt: number }) => enteredAt - at >= MANY.late;

/** Cases a person entered together, with the moment the last of the first such stretch was entered. */
export class BulkEntries<Case> {
  readonly #days = new Map<number, Map<string, Entered<Case>[]>>();

  add(of: Case, staff: string, at: number): void {
    const day = dayAt(at);
    const people = this.#days.get(day) ?? new Map<string, Entered<Case>[]>();
    this.#days.set(day, people);
    const entries = people.get(staff);
    if (entries) entries.push({ of, at });
    else people.set(staff, [{ of, at }]);
  }

  /** Takes out the days up to one that get no more entries. */
  *until(day: number): Generator<Entered<Case>> {
    for (const [each, people] of this.#days) {
      if (each > day) continue;
      this.#days.delete(each);
      for (const entries of people.values()) yield* inBulk(entries);
    }
  }
}

function* inBulk<Case>(entries: Entered<Case>[]): Generator<Entered<Case>> {
  const sorted = [...entries].sort((a, b) => a.at - b.at);
  for (const { of, at } of sorted) {
    const from = sorted.findIndex((first, i) => {
      const last = sorted[i + MANY.cases - 1];
      return last !== undefined && last.at - first.at <= MANY.seconds && first.at <= at && last.at >= at;
    });
    if (from >= 0) yield { of, at: sorted[from + MANY.cases - 1]!.at };
  }
}

interface UnitMonth {
  moved: number;
  ended: number;
}

export class Dodging<Case> {
  readonly #calendar: WorkingDays;
  readonly #months = new Map<string, Map<string, UnitMonth>>();
  readonly #moves: { of: Case; department: string; at: number }[] = [];

  constructor(calendar: WorkingDays) {
    this.#calendar = calendar;
  }

  add(of: Case, plan: CasePlan, standing: Standing): void {
    const department = plan.owner.code;
    const { limit, closed } = standing;
    if (limit !== null && closed !== null) this.#count(monthAt(closed), department, 'ended');
    const moves = this.#lateMoves(standing);
    if (moves.length === 0) return;
    for (const month of new Set(moves.map(monthAt))) this.#count(month, department, 'moved');
    this.#moves.push({ of, department, at: Math.min(...moves) });
  }

  /** When the clock stopped, or the case was returned or withdrawn, in the last tenth of the promise. */
  #lateMoves({ round, limit, clockFrom, stops, decided, withdrawn }: Standing): number[] {
    if (limit === null || clockFrom === null || limit.days === 0) return [];
    const moves = stops.map(({ startAt }) => startAt);
    if (decided !== null && round!.outcome === 'returned') moves.push(decided);
    if (withdrawn !== null) moves.push(withdrawn);
    return moves.filter((at) => {
      const days =
        limit.unit === 'calendar_days'
          ? Math.max(0, dayAt(at) - clockFrom)
          : this.#calendar.used(clockFrom, dayAt(at), stops);
      const percent = Math.floor((100 * days) / limit.days);
      return percent >= DODGING.percent && percent <= 100;
    });
  }

  #count(month: string, department: string, what: keyof UnitMonth): void {
    const units = this.#months.get(month) ?? new Map<string, UnitMonth>();
    this.#months.set(month, units);
    const unit = units.get(department) ?? { moved: 0, ended: 0 };
    units.set(department, unit);
    unit[what] += 1;
  }

  /** Once all cases are in. */
  *all(): Generator<Entered<Case>> {
    for (const { of, department, at } of this.#moves) {
      const units = this.#months.get(monthBefore(monthAt(at)));
      const own = units?.get(department);
      if (!own || own.moved < DODGING.cases || own.ended === 0) continue;
      const others = { moved: -own.moved, ended: -own.ended };
      for (const { moved, ended } of units!.values()) {
        others.moved += moved;
        others.ended += ended;
      }
      if (others.ended > 0 && own.moved / own.ended >= (DODGING.times * others.moved) / others.ended) yield { of, at };
    }
  }
}
