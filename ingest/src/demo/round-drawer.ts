/**
 * One round of a case, from acceptance to decision: first the working days used and what stops and extends the clock,
 * then the day of decision by walking the calendar.
 */
import { type CasePlan, DAY, dayAt, HOUR, type Round } from './case-plan.ts';
import { FIGURES, limitsOn } from './city.ts';
import { MISDEEDS } from './misdeeds.ts';
import type { OfficeTime } from './office-time.ts';
import type { Random } from './random.ts';
import { SpecialDrawer } from './special-drawer.ts';
import { planStages } from './stage-plan.ts';
import { isoOf, type WorkingDays } from './working-days.ts';

/** A round in which nothing happened yet. */
export function emptyRound(plan: CasePlan): Round {
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
    reason: '',
    desk: null,
    enteredAt: null,
    stages: [],
  };
}

const COMPLETED = new Set(['issued', 'permitted', 'completed', 'forwarded', 'not_permitted']);
const REASON = '申请人要求退件';

export interface Unfinished {
  at: number;
  share: number;
}

export interface RoundDrawerOptions {
  calendar: WorkingDays;
  time: OfficeTime;
  /** Exponent of chance that turns early cases into days used (city.ts). */
  haste: number;
  /** See DrawerOptions. */
  unfinished: Unfinished | undefined;
}

export class RoundDrawer {
  readonly #calendar: WorkingDays;
  readonly #time: OfficeTime;
  readonly #haste: number;
  readonly #unfinished: Unfinished | undefined;
  readonly #specials: SpecialDrawer;

  constructor({ calendar, time, haste, unfinished }: RoundDrawerOptions) {
    this.#calendar = calendar;
    this.#time = time;
    this.#haste = haste;
    this.#unfinished = unfinished;
    this.#specials = new SpecialDrawer({ calendar, time });
  }

  /** Acceptance, clock and decision. `clockFrom` null: a reopened case, whose clock starts with the new acceptance. */
  draw(random: Random, plan: CasePlan, acceptedAt: number, clockFrom: number | null): Round {
    const from = clockFrom ?? dayAt(acceptedAt);
    const limits = plan.item ? limitsOn(plan.item, isoOf(from)) : null;
    const round: Round = {
      ...emptyRound(plan),
      acceptedAt,
      staff: random.pick(plan.window.staff).code,
      clockFrom: from,
      promised: limits?.promised ?? null,
      statutory: limits?.statutory ?? null,
      outcome: this.#outcome(random, plan),
    };
    if (!COMPLETED.has(round.outcome)) round.reason = random.chance(MISDEEDS.withoutReason) ? '' : REASON;
    if (plan.kind === 'instant') this.#instant(random, round, clockFrom !== null);
    else if (plan.isDeemed && clockFrom !== null) this.#deemed(random, round);
    else if (round.promised?.unit === 'calendar_days') this.#calendarDays(random, plan, round);
    else this.#workingDays(random, plan, round, clockFrom === null);
    this.#leaveOpen(random, plan, round);
    round.stages = planStages(random, { calendar: this.#calendar, time: this.#time }, plan, round);
    return round;
  }

  #instant(random: Random, round: Round, isFirst: boolean): void {
    const acceptedAt = round.acceptedAt!;
    if (random.chance(0.0012)) round.used = random.between(1, 2);
    if (round.used > 0) {
      round.decidedAt = this.#calendar.nth(round.clockFrom!, round.used) * DAY + this.#time.officeSecond(random);
      return;
    }
    // However late it is accepted: decided after that, and before the day is over.
    const end = (dayAt(acceptedAt) + 1) * DAY - 1;
    round.decidedAt = Math.min(
      acceptedAt + random.between(180, 2700),
      random.between(Math.max(acceptedAt, end - 600), end),
    );
    const { decidedAt } = round;
    if (!isFirst || !random.chance(MISDEEDS.acceptedAfterDecided)) return;
    // Done first, taken in afterwards; on the same day, and both of them told or neither.
    const after = Math.min(end, decidedAt + random.between(60, 1200));
    const { at } = this.#unfinished ?? { at: 0 };
    if (after > decidedAt && !(decidedAt <= at && after > at)) round.acceptedAt = after;
  }

  /** Accepted late, with the clock running since receipt: what was used is what the calendar says. */
  #deemed(random: Random, round: Round): void {
    round.decidedAt = this.#time.later(random, round.acceptedAt!, random.between(1, 3));
    round.used = this.#usedUntil(round, dayAt(round.decidedAt));
  }

  /** In the unit of the promise. */
  #usedUntil(round: Round, day: number): number {
    if (round.promised?.unit === 'calendar_days') return day - round.clockFrom!;
    return this.#calendar.used(round.clockFrom!, day, round.stops);
  }

  #calendarDays(random: Random, plan: CasePlan, round: Round): void {
    const limit = round.promised!.days;
    round.used = this.#usedDays(random, limit, plan.owner.earlyShare);
    round.decidedAt = this.#time.onDay(random, round.clockFrom! + round.used, round.acceptedAt!);
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
      const isPlain = !round.statedDue && !isReopened;
      if (isPlain && plan.owner.dodges && random.chance(MISDEEDS.dodging)) this.#specials.dodge(random, round);
      else if (isPlain && round.promised.days >= 3) this.#specials.draw(random, round);
    }
    const { used, stops, statedDue } = round;
    let day = this.#calendar.nth(from, used, stops);
    if (!statedDue && random.chance(0.03) && !this.#calendar.isWorking(day + 1)) day += 1;
    round.decidedAt = this.#time.onDay(random, day, round.acceptedAt!);
    if (used === 0 && day === dayAt(round.acceptedAt!) && random.chance(MISDEEDS.suspiciouslyFast))
      round.decidedAt = Math.min(round.decidedAt, round.acceptedAt! + random.between(40, 280));
  }

  #usedDays(random: Random, limit: number, earlyShare: number): number {
    const draw = random.next();
    if (draw < FIGURES.late) return limit + (random.chance(0.7) ? random.between(1, 3) : random.between(4, 30));
    if (draw >= FIGURES.late + earlyShare) return limit;
    return Math.min(limit - 1, Math.floor(limit * random.next() ** this.#haste));
  }

  /** A small share of the youngest cases lies unfinished at the moment of the report. */
  #leaveOpen(random: Random, plan: CasePlan, round: Round): void {
    if (!this.#unfinished) return;
    const { at, share } = this.#unfinished;
    if (round.decidedAt === null || round.decidedAt > at || round.acceptedAt! > at) return;
    if (plan.isDeemed || round.extension || at - round.acceptedAt! > 60 * DAY) return;
    if (!random.chance(plan.kind === 'instant' ? share / 20 : share)) return;
    round.decidedAt = at + random.between(HOUR, 12 * DAY);
    round.used = this.#usedUntil(round, dayAt(round.decidedAt));
  }

  #outcome(random: Random, plan: CasePlan): string {
    const draw = random.next();
    if (draw < 0.006) return draw < 0.0045 ? 'returned' : draw < 0.0055 ? 'voided' : 'deleted';
    if (plan.kind === 'escalated') return 'forwarded';
    if (draw < 0.012) return 'not_permitted';
    return draw < 0.55 ? 'issued' : draw < 0.8 ? 'permitted' : 'completed';
  }
}
