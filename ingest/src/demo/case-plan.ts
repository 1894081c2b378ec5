/**
 * The truth of one demo case, drawn before any event exists: item, acceptance, working days used or lateness, stops,
 * extensions, outcome, rating. Moments follow from it by walking the calendar; `case-events.ts` tells them.
 *
 * A moment is local seconds since 1970-01-01 (zone Asia/Shanghai, no daylight saving); a day is `moment / 86400`.
 */
import {
  type CaseKind,
  type City,
  type CityCentre,
  type CityDepartment,
  type CityItem,
  type CityWindow,
  FIGURES,
  type Limit,
  limitsOn,
} from './city.ts';
import { type Random, Weighted } from './random.ts';
import { isoOf, type Stop, type WorkingDays } from './working-days.ts';

export const DAY = 86_400;
export const HOUR = 3_600;
export const dayAt = (moment: number): number => Math.floor(moment / DAY);

export interface PlannedStop extends Stop {
  startAt: number;
  endAt: number;
  endDay: number;
}
export interface PlannedExtension {
  at: number;
  days: number;
  /** Granted before the promised due day was over: only then it counts. */
  isInTime: boolean;
}
/** From an acceptance to its decision. A reopened case has two. */
export interface Round {
  /** Null: decided without ever being accepted (papers never came). */
  acceptedAt: number | null;
  staff: string;
  /** Day 0 of the clock: day of acceptance, or of receipt when acceptance is deemed. */
  clockFrom: number | null;
  /** In force on the day of acceptance, or the days up to the due day the source sent; without extension. */
  promised: Limit | null;
  statutory: Limit | null;
  /** Due day the accepted event states itself. */
  statedDue: number | null;
  stops: PlannedStop[];
  extension: PlannedExtension | null;
  /** In the unit of `promised`; working days where there is none. */
  used: number;
  decidedAt: number | null;
  outcome: string;
}
export interface CasePlan {
  caseId: string;
  centre: CityCentre;
  window: CityWindow;
  /** Who applied at the window; empty for an application from home. */
  applicationStaff: string;
  /** Department that must decide it. */
  owner: CityDepartment;
  statesOwner: boolean;
  statesKind: boolean;
  /** Null: an item that is not on file. */
  item: CityItem | null;
  itemCode: string;
  kind: CaseKind;
  channel: 'window' | 'web' | 'mobile' | 'mail';
  /** When papers reached the centre, told by an `applied` event or not. */
  receivedAt: number;
  isApplicationSent: boolean;
  supplementRequestedAt: number | null;
  supplementReceivedAt: number | null;
  refusedAt: number | null;
  withdrawnAt: number | null;
  /** No answer within five working days: the clock runs from receipt. */
  isDeemed: boolean;
  rounds: Round[];
  /** A decision entered by mistake and taken back. */
  mistakenDecisionAt: number | null;
  deliveredAt: number | null;
  /** Oldest first; the last one counts. */
  ratings: { at: number; value: number }[];
}

/** Opening hours of every centre: seconds after midnight. */
export const HOURS: readonly (readonly [number, number])[] = [
  [9 * HOUR, 12 * HOUR],
  [13 * HOUR, 17 * HOUR],
];

export interface DrawerOptions {
  city: City;
  calendar: WorkingDays;
  /** Moment of the report: a few of the cases accepted in the weeks before it are still open then, some long overdue. */
  unfinishedAt?: number;
}

interface Offer {
  centre: CityCentre;
  items: Weighted<CityItem>;
}

export class CaseDrawer {
  readonly #calendar: WorkingDays;
  readonly #haste: number;
  readonly #unfinishedAt: number | undefined;
  readonly #offers: Weighted<Offer>;
  readonly #departments = new Map<string, CityDepartment>();
  readonly #hall: CityCentre;
  readonly #counties: readonly CityCentre[];

  constructor({ city, calendar, unfinishedAt }: DrawerOptions) {
    this.#calendar = calendar;
    this.#haste = city.haste;
    this.#unfinishedAt = unfinishedAt;
    const offers = city.centres.map((centre) => ({ centre, items: new Weighted(centre.items, (item) => item.weight) }));
    this.#offers = new Weighted(offers, (offer) => offer.centre.weight);
    for (const { departments } of city.centres) for (const one of departments) this.#departments.set(one.code, one);
    this.#hall = city.centres[0]!;
    this.#counties = city.centres.filter((centre) => centre.county === centre.code);
  }

  /** A moment on the day at which somebody applies. */
  applicationMoment(random: Random, day: number): number {
    if (this.#calendar.isWorking(day) && random.chance(0.84)) return day * DAY + this.#officeSecond(random);
    return day * DAY + random.between(7 * HOUR, 23 * HOUR - 60);
  }

  /** The case that begins at `receivedAt`. `name` gives it its number within its centre. */
  draw(random: Random, receivedAt: number, name: (centre: CityCentre) => string): CasePlan {
    const offer = this.#offers.pick(random);
    const item = offer.items.pick(random);
    let owner = this.#departments.get(item.department)!;
    let place = owner;
    let statesOwner = random.chance(0.05);
    if (offer.centre === this.#hall && random.chance(0.025)) {
      // 受办分离 and 同城通办: taken in by another unit, here or in a county, decided by its own.
      place = random.pick(random.chance(0.7) ? this.#hall.departments : random.pick(this.#counties).departments);
      statesOwner = random.chance(0.5);
      if (random.chance(0.1)) {
        owner = random.pick(this.#hall.departments);
        statesOwner = true;
      }
    }
    const window = random.pick(place.windows);
    const isOpen = this.#isOfficeTime(receivedAt);
    const channel =
      random.chance(isOpen ? 0.62 : 0.06) || !item.isOnline
        ? isOpen || this.#isDaytime(receivedAt)
          ? 'window'
          : 'mail'
        : random.chance(0.55)
          ? 'web'
          : random.chance(0.93)
            ? 'mobile'
            : 'mail';
    const centre = place === owner ? offer.centre : this.#centreOf(place);
    const isUnlisted = place === owner && random.chance(0.0005);
    const plan: CasePlan = {
      caseId: name(centre),
      centre,
      window,
      applicationStaff: channel === 'window' ? random.pick(window.staff).code : '',
      owner,
      statesOwner,
      statesKind: isUnlisted || random.chance(0.3),
      item: isUnlisted ? null : item,
      itemCode: isUnlisted ? `${owner.code}-99` : item.code,
      kind: isUnlisted ? 'commitment' : item.kind,
      channel,
      receivedAt,
      isApplicationSent: channel !== 'window' || random.chance(0.93),
      supplementRequestedAt: null,
      supplementReceivedAt: null,
      refusedAt: null,
      withdrawnAt: null,
      isDeemed: false,
      rounds: [],
      mistakenDecisionAt: null,
      deliveredAt: null,
      ratings: [],
    };
    const acceptedAt = this.#answer(random, plan);
    if (acceptedAt !== null) this.#handle(random, plan, acceptedAt);
    return plan;
  }

  #centreOf(department: CityDepartment): CityCentre {
    return department.centre === this.#hall.code
      ? this.#hall
      : this.#counties.find((centre) => centre.code === department.centre)!;
  }

  /** What becomes of the application: refused, withdrawn, sent back for papers, or accepted at the moment returned. */
  #answer(random: Random, plan: CasePlan): number | null {
    const { receivedAt } = plan;
    const isInstant = plan.kind === 'instant';
    const fate = random.next();
    const limits = plan.item?.limits.length ?? 0;
    if (fate < (isInstant ? 0.004 : 0.03)) {
      plan.isApplicationSent = true;
      if (fate < (isInstant ? 0.002 : 0.012)) {
        plan.refusedAt = this.#later(random, receivedAt, random.between(0, 3));
      } else if (fate < (isInstant ? 0.0025 : 0.016)) {
        plan.withdrawnAt = this.#later(random, receivedAt, random.between(0, 3));
      } else {
        plan.supplementRequestedAt = this.#later(random, receivedAt, random.between(0, 3));
        if (random.chance(0.85)) {
          plan.supplementReceivedAt = this.#later(random, plan.supplementRequestedAt, random.between(1, 8));
          return plan.supplementReceivedAt + random.between(60, 1200);
        }
        if (random.chance(0.6)) {
          const decidedAt = this.#later(random, plan.supplementRequestedAt, random.between(10, 20));
          plan.rounds.push({ ...this.#emptyRound(plan), decidedAt, outcome: 'not_supplemented' });
        }
      }
      return null;
    }
    if (!isInstant && limits === 1 && plan.channel !== 'window' && random.chance(0.006)) {
      plan.isDeemed = true;
      return this.#later(random, receivedAt, random.between(6, 9));
    }
    if (plan.channel === 'window') return receivedAt + random.between(90, 900);
    // 秒批: simple matters applied for from home are decided by machine, at night and on holidays too.
    if (isInstant && !this.#isOfficeTime(receivedAt) && random.chance(0.5)) return receivedAt + random.between(20, 240);
    if (this.#isOfficeTime(receivedAt) && random.chance(0.7)) {
      const soon = receivedAt + random.between(5 * 60, 90 * 60);
      if (this.#isOfficeTime(soon)) return soon;
    }
    if (!this.#calendar.isWorking(dayAt(receivedAt)) && random.chance(0.12))
      return receivedAt + random.between(120, 1800);
    return this.#later(random, receivedAt, random.chance(0.9) ? 1 : random.between(2, 4));
  }

  #handle(random: Random, plan: CasePlan, acceptedAt: number): void {
    const round = this.#round(random, plan, acceptedAt, plan.isDeemed ? dayAt(plan.receivedAt) : dayAt(acceptedAt));
    plan.rounds.push(round);
    let last = round;
    const isInstant = plan.kind === 'instant';
    if (
      round.decidedAt !== null &&
      this.#isNormal(round) &&
      !round.extension &&
      random.chance(isInstant ? 0.0005 : 0.004)
    ) {
      plan.isApplicationSent = true;
      last = this.#round(random, plan, this.#later(random, round.decidedAt, random.between(1, 5)), null);
      plan.rounds.push(last);
    }
    const isPlain = plan.rounds.length === 1 && round.stops.length === 0 && !round.extension && !plan.isDeemed;
    if (isPlain && !isInstant && round.used >= 2 && random.chance(0.008)) {
      plan.withdrawnAt = this.#later(random, acceptedAt, random.between(1, round.used - 1));
      round.decidedAt = null;
      return;
    }
    if (isPlain && round.used >= 2 && random.chance(0.004)) {
      plan.mistakenDecisionAt = this.#later(random, acceptedAt, random.between(1, round.used - 1));
    }
    if (last.decidedAt === null || !this.#isNormal(last)) return;
    this.#afterwards(random, plan, last.decidedAt);
  }

  #afterwards(random: Random, plan: CasePlan, decidedAt: number): void {
    const isAtOnce = plan.kind === 'instant' && plan.channel === 'window';
    if (random.chance(0.86)) {
      plan.deliveredAt = isAtOnce
        ? decidedAt + random.between(60, 600)
        : this.#later(random, decidedAt, random.between(1, 5));
    }
    if (!random.chance(0.34)) return;
    const at = (plan.deliveredAt ?? decidedAt) + random.between(30, isAtOnce ? 900 : 2 * DAY);
    const draw = random.next();
    const value = draw < 0.72 ? 1 : draw < 0.93 ? 2 : draw < 0.985 ? 3 : draw < 0.996 ? 4 : 5;
    plan.ratings.push({ at, value });
    if (random.chance(0.02)) plan.ratings.push({ at: at + random.between(DAY, 6 * DAY), value: random.between(1, 3) });
  }

  #emptyRound(plan: CasePlan): Round {
    return {
      acceptedAt: null,
      staff: plan.applicationStaff,
      clockFrom: null,
      promised: null,
      statutory: null,
      statedDue: null,
      stops: [],
      extension: null,
      used: 0,
      decidedAt: null,
      outcome: '',
    };
  }

  /** Acceptance, clock and decision. `clockFrom` null: a reopened case, whose clock starts with the new acceptance. */
  #round(random: Random, plan: CasePlan, acceptedAt: number, clockFrom: number | null): Round {
    const from = clockFrom ?? dayAt(acceptedAt);
    const limits = plan.item ? limitsOn(plan.item, isoOf(from)) : null;
    const round: Round = {
      ...this.#emptyRound(plan),
      acceptedAt,
      staff: random.pick(plan.window.staff).code,
      clockFrom: from,
      promised: limits?.promised ?? null,
      statutory: limits?.statutory ?? null,
      outcome: this.#outcome(random, plan),
    };
    if (plan.kind === 'instant') this.#instant(random, round);
    else if (plan.isDeemed && clockFrom !== null) this.#deemed(random, round);
    else if (round.promised?.unit === 'calendar_days') this.#calendarDays(random, plan, round);
    else this.#workingDays(random, plan, round, clockFrom === null);
    this.#leaveOpen(random, plan, round);
    return round;
  }

  #instant(random: Random, round: Round): void {
    const acceptedAt = round.acceptedAt!;
    if (random.chance(0.0012)) round.used = random.between(1, 2);
    round.decidedAt =
      round.used === 0
        ? Math.min(acceptedAt + random.between(180, 2700), (dayAt(acceptedAt) + 1) * DAY - random.between(30, 600))
        : this.#calendar.nth(round.clockFrom!, round.used) * DAY + this.#officeSecond(random);
  }

  /** Accepted late, with the clock running since receipt: what was used is what the calendar says. */
  #deemed(random: Random, round: Round): void {
    round.decidedAt = this.#later(random, round.acceptedAt!, random.between(1, 3));
    round.used = this.#calendar.used(round.clockFrom!, dayAt(round.decidedAt));
  }

  #calendarDays(random: Random, plan: CasePlan, round: Round): void {
    const limit = round.promised!.days;
    round.used = this.#usedDays(random, limit, plan.owner.earlyShare);
    round.decidedAt = this.#onDay(random, round.clockFrom! + round.used, round.acceptedAt!);
  }

  #workingDays(random: Random, plan: CasePlan, round: Round, isReopened: boolean): void {
    const from = round.clockFrom!;
    if (!round.promised) {
      round.used = random.between(0, 8);
    } else {
      if (random.chance(0.025)) {
        const days = Math.max(1, round.promised.days + random.between(-1, 2));
        round.promised = { days, unit: 'working_days' };
        round.statedDue = this.#calendar.nth(from, days);
      }
      round.used = this.#usedDays(random, round.promised.days, plan.owner.earlyShare);
      if (!round.statedDue && !isReopened && round.promised.days >= 3) this.#procedures(random, round);
    }
    const { used, stops, statedDue } = round;
    let day = this.#calendar.nth(from, used, stops);
    if (!statedDue && random.chance(0.03) && !this.#calendar.isWorking(day + 1)) day += 1;
    round.decidedAt = this.#onDay(random, day, round.acceptedAt!);
  }

  /** Special procedures: stops (kind B), single, overlapping or apart, and extensions (kind A), in time or late. */
  #procedures(random: Random, round: Round): void {
    const from = round.clockFrom!;
    const promised = round.promised!.days;
    const fate = random.next();
    if (fate < 0.05 && round.used >= 1) {
      const first = this.#calendar.nth(from, random.between(0, round.used - 1));
      const length = () => (random.chance(0.06) ? random.between(25, 90) : random.between(1, 10));
      round.stops.push(this.#stop(random, first, length(), round.acceptedAt!));
      if (random.chance(0.3)) {
        const { startDay, endDay } = round.stops[0]!;
        const second = random.chance(0.6) ? random.between(startDay, endDay) : endDay;
        round.stops.push(this.#stop(random, second, length(), round.acceptedAt!));
      }
    } else if (fate < 0.062) {
      const days = random.between(2, 5);
      const granted = this.#onDay(random, this.#calendar.nth(from, random.between(0, promised - 1)), round.acceptedAt!);
      const counted = this.#calendar.used(from, dayAt(granted));
      round.extension = { at: granted, days, isInTime: true };
      round.used = Math.max(counted + 1, promised + random.between(-1, days));
    } else if (fate < 0.0625) {
      round.used = promised + random.between(2, 6);
      const granted = this.#onDay(random, this.#calendar.nth(from, promised + 1), round.acceptedAt!);
      round.extension = { at: granted, days: random.between(2, 5), isInTime: false };
    }
  }

  #stop(random: Random, startDay: number, length: number, notBefore: number): PlannedStop {
    const startAt = this.#onDay(random, startDay, notBefore);
    const endDay = startDay + length;
    return { startDay, startAt, endDay, endAt: endDay * DAY + this.#officeSecond(random) };
  }

  #usedDays(random: Random, limit: number, earlyShare: number): number {
    const draw = random.next();
    if (draw < FIGURES.late) return limit + (random.chance(0.7) ? random.between(1, 3) : random.between(4, 30));
    if (draw >= FIGURES.late + earlyShare) return limit;
    return Math.min(limit - 1, Math.floor(limit * random.next() ** this.#haste));
  }

  /** A small share of the youngest cases lies unfinished at the moment of the report. */
  #leaveOpen(random: Random, plan: CasePlan, round: Round): void {
    const at = this.#unfinishedAt;
    if (at === undefined || round.decidedAt === null || round.decidedAt > at || round.acceptedAt! > at) return;
    if (plan.isDeemed || round.extension || at - round.acceptedAt! > 60 * DAY) return;
    if (!random.chance(plan.kind === 'instant' ? 0.0015 : 0.03)) return;
    round.decidedAt = at + random.between(HOUR, 12 * DAY);
    round.used = this.#calendar.used(round.clockFrom!, dayAt(round.decidedAt), round.stops);
    if (round.promised?.unit === 'calendar_days') round.used = dayAt(round.decidedAt) - round.clockFrom!;
  }

  #outcome(random: Random, plan: CasePlan): string {
    const draw = random.next();
    if (draw < 0.006) return draw < 0.0045 ? 'returned' : draw < 0.0055 ? 'voided' : 'deleted';
    if (plan.kind === 'escalated') return 'forwarded';
    if (draw < 0.012) return 'not_permitted';
    return draw < 0.55 ? 'issued' : draw < 0.8 ? 'permitted' : 'completed';
  }

  #isNormal(round: Round): boolean {
    return !['returned', 'voided', 'deleted', 'not_supplemented'].includes(round.outcome);
  }

  /** In office hours of the n-th working day after a moment; the same day, somewhat later, for 0. */
  #later(random: Random, moment: number, workingDays: number): number {
    if (workingDays === 0) return this.#onDay(random, dayAt(moment), moment);
    return this.#calendar.nth(dayAt(moment), workingDays) * DAY + this.#officeSecond(random);
  }

  /** In office hours of a day, but after `after` where that falls on the same day. */
  #onDay(random: Random, day: number, after: number): number {
    const moment = day * DAY + this.#officeSecond(random);
    if (dayAt(after) !== day || moment > after) return moment;
    const end = (day + 1) * DAY - 120;
    return Math.min(end, after + 30 + Math.floor(random.next() * Math.min(2 * HOUR, Math.max(1, end - after - 60))));
  }

  #officeSecond(random: Random): number {
    const second = random.between(0, 7 * HOUR - 60);
    return second < 3 * HOUR ? 9 * HOUR + second : 10 * HOUR + second;
  }

  #isOfficeTime(moment: number): boolean {
    const second = moment % DAY;
    return this.#calendar.isWorking(dayAt(moment)) && HOURS.some(([from, to]) => second >= from && second < to);
  }

  #isDaytime(moment: number): boolean {
    const second = moment % DAY;
    return second >= 9 * HOUR && second < 17 * HOUR;
  }
}
