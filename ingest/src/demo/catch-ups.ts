/**
 * 突击录入: once a month a clerk of a busy unit enters, within minutes and in one go, what the unit decided since the
 * morning before. Who, where and when follows from the seed and the month alone.
 */
import { DAY, type Desk, dayAt, HOUR } from './case-plan.ts';
import type { City, CityDepartment } from './city.ts';
import { Random } from './random.ts';
import { dayOf, monthOf, type WorkingDays } from './working-days.ts';

/** Length of the entering, in seconds. */
const WITHIN = 270;
const AMONG_THE_BUSIEST = 3;

interface CatchUp {
  department: string;
  desk: Desk;
  /** Decisions after this moment and up to `at` are entered then. */
  since: number;
  at: number;
}

export class CatchUps {
  readonly #busiest: readonly CityDepartment[];
  readonly #calendar: WorkingDays;
  readonly #seed: number;
  readonly #months = new Map<string, CatchUp>();

  constructor({ city, calendar, seed }: { city: City; calendar: WorkingDays; seed: number }) {
    const [hall] = city.centres;
    const work = (code: string) =>
      hall!.items.reduce((sum, item) => sum + (item.department === code ? item.weight : 0), 0);
    this.#busiest = [...hall!.departments].sort((a, b) => work(b.code) - work(a.code)).slice(0, AMONG_THE_BUSIEST);
    this.#calendar = calendar;
    this.#seed = seed;
  }

  /** The catch-up a decision of a unit falls into, if any, and when it is entered in it. */
  of(random: Random, department: CityDepartment, decidedAt: number): { desk: Desk; enteredAt: number } | null {
    const catchUp = this.#ofMonth(monthOf(dayAt(decidedAt)));
    if (catchUp.department !== department.code) return null;
    if (decidedAt <= catchUp.since || decidedAt > catchUp.at) return null;
    return { desk: catchUp.desk, enteredAt: catchUp.at + random.between(0, WITHIN) };
  }

  #ofMonth(month: string): CatchUp {
    let catchUp = this.#months.get(month);
    if (!catchUp) {
      const random = new Random('catch-up', this.#seed, month);
      const department = random.pick(this.#busiest);
      const window = random.pick(department.windows);
      const first = dayOf(`${month}-01`);
      const day = this.#calendar.nth(first + random.between(2, 12), 2);
      const at = day * DAY + 16 * HOUR + random.between(1200, 2700);
      const since = this.#calendar.before(day, 1) * DAY + 8 * HOUR;
      catchUp = { department: department.code, desk: { window, staff: random.pick(window.staff).code }, since, at };
      this.#months.set(month, catchUp);
    }
    return catchUp;
  }
}
