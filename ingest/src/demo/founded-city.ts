/**
 * The city the demo shows: a history up to the minute of its founding, and a life after it without end. Both follow
 * from the seed and the minute alone, so that a restart knows what was told before and what is still to come.
 */

import { buildCity } from './build-city.ts';
import { CaseDrawer } from './case-drawer.ts';
import { Teller } from './case-events.ts';
import { DAY, dayAt, HOUR } from './case-plan.ts';
import type { City, CityCentre } from './city.ts';
import { busyness, casesPerDay } from './day-plan.ts';
import type { PendingLine } from './pending-lines.ts';
import { Random } from './random.ts';
import { isoOf, type WorkingDays } from './working-days.ts';

export const DEMO_SOURCE = 'demo-city';
const HISTORY_DAYS = 91;
/** Live cases begin this many minutes before the founding, so that decisions are under way when somebody looks. */
const WARM_UP = 15;
const EVENTS_PER_CASE = 6.8;
/** Raised when the draws change: a city founded by older code stays as it is, and moves no more. */
const EDITION = 'demo1';

export interface FoundedCityOptions {
  seed: number;
  /** Minutes since 1970-01-01, local. */
  founded: number;
  calendar: WorkingDays;
  historyCases: number;
  /** In office hours. */
  eventsPerSecond: number;
}

export class FoundedCity {
  readonly city: City;
  /** Moment of the founding, local seconds. */
  readonly foundedAt: number;
  readonly firstMinute: number;
  readonly #options: FoundedCityOptions;
  readonly #teller: Teller;
  readonly #past: CaseDrawer;
  readonly #live: CaseDrawer;

  constructor(options: FoundedCityOptions) {
    const { seed, founded, calendar } = options;
    this.#options = options;
    this.foundedAt = founded * 60;
    this.firstMinute = founded - WARM_UP;
    this.city = buildCity({ seed, changesOn: isoOf(dayAt(this.foundedAt) - 45) });
    this.#teller = new Teller({ source: DEMO_SOURCE, calendar, idPrefix: idPrefix(founded) });
    this.#past = new CaseDrawer({ city: this.city, calendar, unfinished: { at: this.foundedAt, share: 0.008 } });
    this.#live = new CaseDrawer({ city: this.city, calendar });
  }

  /** Day by day: the lines of all cases that began before the founding, case by case, past and future ones. */
  *history(): Generator<PendingLine[]> {
    const { seed, calendar, historyCases } = this.#options;
    const today = dayAt(this.foundedAt);
    const days = Array.from({ length: HISTORY_DAYS + 1 }, (_, i) => today - HISTORY_DAYS + i);
    const counts = casesPerDay(historyCases, days, calendar, seed);
    for (const [i, day] of days.entries()) {
      const random = new Random('past', seed, this.#options.founded, day);
      const lines: PendingLine[] = [];
      const name = numbering(day, 1);
      for (let left = counts[i]!; left > 0; left -= 1) {
        const moment = this.#past.applicationMoment(random, day);
        const plan = this.#past.draw(random, moment, name);
        if (moment < this.foundedAt) this.#teller.tell(plan, random, (at, line) => lines.push({ at, line }));
      }
      yield lines;
    }
  }

  /** The lines of the cases that begin in a minute. */
  minute(minute: number): PendingLine[] {
    const { seed, founded, eventsPerSecond } = this.#options;
    const random = new Random('live', seed, founded, minute);
    const expected = ((60 * eventsPerSecond) / EVENTS_PER_CASE) * this.#liveliness(minute * 60);
    const count = Math.floor(expected + random.next());
    const day = dayAt(minute * 60);
    // Sequences from 500000 on, a hundred for each minute of the day: known without a counter.
    const name = numbering(day, 500_000 + 100 * (minute % 1440));
    const lines: PendingLine[] = [];
    for (let i = 0; i < Math.min(count, 99); i += 1) {
      const plan = this.#live.draw(random, minute * 60 + random.between(0, 59), name);
      this.#teller.tell(plan, random, (at, line) => lines.push({ at, line }));
    }
    return lines;
  }

  /** Office hours of a working day are 1; the city never sleeps altogether. */
  #liveliness(moment: number): number {
    const second = moment % DAY;
    const isOffice = second >= 9 * HOUR && second < 17 * HOUR && !(second >= 12 * HOUR && second < 13 * HOUR);
    const isDaytime = second >= 7 * HOUR && second < 21 * HOUR;
    if (!this.#options.calendar.isWorking(dayAt(moment))) return isDaytime ? 0.8 : 0.6;
    return isOffice ? busyness(this.#options.calendar, dayAt(moment)) : isDaytime ? 0.8 : 0.6;
  }
}

function numbering(day: number, first: number): (centre: CityCentre) => string {
  const date = isoOf(day).replaceAll('-', '');
  const next = new Map<string, number>();
  return ({ code }) => {
    const number = next.get(code) ?? first;
    next.set(code, number + 1);
    return `${code}-${date}-${String(number).padStart(6, '0')}`;
  };
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
