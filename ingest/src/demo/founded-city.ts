/**
 * The city the demo shows, day after day without end. The minute of its founding divides what is already past from what
 * is still to come, and changes nothing else: days before and after are drawn alike. All follows from the seed and that
 * minute alone, so that a restart knows what was told before and what is still to come.
 */

import { buildCity } from './build-city.ts';
import { CaseDrawer } from './case-drawer.ts';
import { Teller } from './case-events.ts';
import { dayAt } from './case-plan.ts';
import type { City } from './city.ts';
import { busyness } from './day-plan.ts';
import { numbering } from './numbering.ts';
import type { PendingLine } from './pending-lines.ts';
import { Random } from './random.ts';
import { isoOf, type WorkingDays } from './working-days.ts';

export const DEMO_SOURCE = 'demo-city';
const HISTORY_DAYS = 91;
/** Raised when the draws change: a city founded by older code stays as it is, and moves no more. */
const EDITION = 'demo4';

export interface FoundedCityOptions {
  seed: number;
  /** Minutes since 1970-01-01, local. */
  founded: number;
  calendar: WorkingDays;
  casesPerWorkingDay: number;
}

export class FoundedCity {
  readonly city: City;
  /** Moment of the founding, local seconds. */
  readonly foundedAt: number;
  /** First day of the history. */
  readonly firstDay: number;
  readonly #options: FoundedCityOptions;
  readonly #teller: Teller;
  readonly #drawer: CaseDrawer;

  constructor(options: FoundedCityOptions) {
    const { seed, founded, calendar } = options;
    this.#options = options;
    this.foundedAt = founded * 60;
    this.firstDay = dayAt(this.foundedAt) - HISTORY_DAYS;
    this.city = buildCity({ seed, changesOn: isoOf(dayAt(this.foundedAt) - 45) });
    this.#teller = new Teller({ source: DEMO_SOURCE, idPrefix: idPrefix(founded) });
    this.#drawer = new CaseDrawer({
      city: this.city,
      calendar,
      seed,
      unfinished: { at: this.foundedAt, share: 0.008 },
    });
  }

  /** The lines of the cases that begin on a day, case by case; they arrive on that day or later. */
  day(day: number): PendingLine[] {
    const { seed, founded, calendar, casesPerWorkingDay } = this.#options;
    const random = new Random('day', seed, founded, day);
    const count = Math.round(casesPerWorkingDay * busyness(calendar, day, random));
    const moments = Array.from({ length: count }, () => this.#drawer.applicationMoment(random, day));
    const name = numbering(day);
    const lines: PendingLine[] = [];
    // In order, so that case numbers rise through the day.
    for (const moment of moments.sort((a, b) => a - b)) {
      const plan = this.#drawer.draw(random, moment, name);
      this.#teller.tell(plan, random, (at, line) => lines.push({ at, line }));
    }
    return lines;
  }
}

/** Event ids of a demo city begin with its edition and the minute it was founded. */
export const idPrefix = (founded: number): string => `${EDITION}.${founded.toString(36)}.`;

/** The founding minute an event id tells; null for ids of another kind. */
export function foundedIn(eventId: string): number | null {
  const [edition, minute, rest] = eventId.split('.');
  if (edition !== EDITION || !minute || rest === undefined) return null;
  const founded = Number.parseInt(minute, 36);
  return Number.isSafeInteger(founded) ? founded : null;
}
