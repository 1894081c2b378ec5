/**
 * 突击办结, 集中补录: once a month a clerk of a busy unit enters, within minutes and in one go, what the unit decided since the
 * morning before; and another one, on another day, whom the unit received over the counter. Who, where and when follows from
 * the seed and the month alone.
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
  /** What happened after this moment and up to `at` is entered then. */
  since: number;
  at: number;
}

interface Entering {
  desk: Desk;
  enteredAt: number;
}

/** By which its chances are drawn. */
type What = 'catch-up' | 'registration';

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
  ofDecision(random: Random, department: CityDepartment, decidedAt: number): Entering | null {
    return this.#entering('catch-up', random, department, decidedAt);
  }

  /** The same for a receipt over the unit's counter. */
  ofReceipt(random: Random, department: CityDepartment, receivedAt: number): Entering | null {
    return this.#entering('registration', random, department, receivedAt);
  }

  #entering(what: What, random: Random, department: CityDepartment, happenedAt: number): Entering | null {
    const catchUp = this.#ofMonth(what, monthOf(dayAt(happenedAt)));
    if (catchUp.department !== department.code) return null;
    if (happenedAt <= catchUp.since || happenedAt > catchUp.at) return null;
    return { desk: catchUp.desk, enteredAt: catchUp.at + random.between(0, WITHIN) };
  }

  #ofMonth(what: What, month: string): CatchUp {
    const key = `${what} ${month}`;
    let catchUp = this.#months.get(key);
    if (!catchUp) {
      const random = new Random(what, this.#seed, month);
      const department = random.pick(this.#busiest);
      const window = random.pick(department.windows);
      const first = dayOf(`${month}-01`);
      const day = this.#calendar.nth(first + random.between(2, 12), 2);
      const at = day * DAY + 16 * HOUR + random.between(1200, 2700);
      const since = this.#calendar.before(day, 1) * DAY + 8 * HOUR;
      catchUp = { department: department.code, desk: { window, staff: random.pick(window.staff).code }, since, at };
      this.#months.set(key, catchUp);
    }
    return catchUp;
  }
}
