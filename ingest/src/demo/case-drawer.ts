/** Draws cases: where and what is applied for, the answer to it, its rounds, what comes after the decision. */
import { type CasePlan, DAY, dayAt, type Rating, type Round } from './case-plan.ts';
import { CatchUps } from './catch-ups.ts';
import type { City, CityCentre, CityDepartment, CityItem } from './city.ts';
import { FROM_HOME, secondFromHome } from './day-plan.ts';
import { MISDEEDS } from './misdeeds.ts';
import { OfficeTime } from './office-time.ts';
import { type Random, Weighted } from './random.ts';
import { emptyRound, RoundDrawer, type Unfinished } from './round-drawer.ts';
import { cutStages } from './stage-plan.ts';
import type { WorkingDays } from './working-days.ts';

export interface DrawerOptions {
  city: City;
  calendar: WorkingDays;
  seed: number;
  /**
   * A share of the commitment cases accepted in the sixty days before a moment is still open then, some long overdue.
   */
  unfinished?: Unfinished;
}

interface Offer {
  centre: CityCentre;
  items: Weighted<CityItem>;
  /** Those that can be applied for from home: by night nothing else comes in. */
  online: Weighted<CityItem>;
}

export class CaseDrawer {
  readonly #calendar: WorkingDays;
  readonly #time: OfficeTime;
  readonly #rounds: RoundDrawer;
  readonly #offers: Weighted<Offer>;
  readonly #departments = new Map<string, CityDepartment>();
  readonly #hall: CityCentre;
  readonly #counties: readonly CityCentre[];
  readonly #catchUps: CatchUps;

  constructor({ city, calendar, seed, unfinished }: DrawerOptions) {
    this.#calendar = calendar;
    this.#time = new OfficeTime(calendar);
    this.#rounds = new RoundDrawer({ calendar, time: this.#time, haste: city.haste, unfinished });
    const weigh = (items: readonly CityItem[]) => new Weighted(items, (item) => item.weight);
    const offers = city.centres.map((centre) => {
      const online = centre.items.filter((item) => item.isOnline);
      return { centre, items: weigh(centre.items), online: weigh(online.length > 0 ? online : centre.items) };
    });
    this.#offers = new Weighted(offers, (offer) => offer.centre.weight);
    for (const { departments } of city.centres) for (const one of departments) this.#departments.set(one.code, one);
    this.#hall = city.centres[0]!;
    this.#counties = city.centres.filter((centre) => centre.county === centre.code);
    this.#catchUps = new CatchUps({ city, calendar, seed });
  }

  /** A moment on the day at which somebody applies: on a working day mostly in office hours. */
  applicationMoment(random: Random, day: number): number {
    const isInOffice = this.#calendar.isWorking(day) && !random.chance(FROM_HOME);
    return day * DAY + (isInOffice ? this.#time.officeSecond(random) : secondFromHome(random));
  }

  /** The case that begins at `receivedAt`. `name` gives it its number within its centre. */
  draw(random: Random, receivedAt: number, name: (centre: CityCentre) => string): CasePlan {
    const offer = this.#offers.pick(random);
    const isByNight = !this.#time.isWaking(receivedAt);
    const item = (isByNight ? offer.online : offer.items).pick(random);
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
    const isOpen = this.#time.isOfficeTime(receivedAt);
    const isByHand = !isByNight && (random.chance(isOpen ? 0.62 : 0.06) || !item.isOnline);
    const channel = isByHand
      ? isOpen || this.#time.isDaytime(receivedAt)
        ? 'window'
        : 'mail'
      : random.chance(0.55)
        ? 'web'
        : isByNight || random.chance(0.93)
          ? 'mobile'
          : 'mail';
    const registration = channel === 'window' ? this.#catchUps.ofReceipt(random, place, receivedAt) : null;
    const window = registration?.desk.window ?? random.pick(place.windows);
    const centre = place === owner ? offer.centre : this.#centreOf(place);
    const isUnlisted = place === owner && random.chance(0.0005);
    const plan: CasePlan = {
      caseId: name(centre),
      centre,
      window,
      applicationStaff: channel === 'window' ? (registration?.desk.staff ?? random.pick(window.staff).code) : '',
      owner,
      statesOwner,
      statesKind: isUnlisted || random.chance(0.3),
      item: isUnlisted ? null : item,
      itemCode: isUnlisted ? `${owner.code}-99` : item.code,
      kind: isUnlisted ? 'commitment' : item.kind,
      channel,
      receivedAt,
      isApplicationSent: channel !== 'window' || registration !== null || random.chance(0.93),
      registeredAt: registration?.enteredAt ?? null,
      supplements: [],
      refusedAt: null,
      refusalReason: '',
      withdrawnAt: null,
      fee: isUnlisted ? null : charged(random, item),
      isOutsideHall: channel === 'window' && random.chance(MISDEEDS.outsideHall),
      isDeemed: false,
      rounds: [],
      mistakenDecisionAt: null,
      deliveredAt: null,
      ratings: [],
    };
    const acceptedAt = this.#answer(random, plan);
    if (acceptedAt !== null) this.#handle(random, plan, acceptedAt);
    for (const round of plan.rounds) if (round.decidedAt !== null) this.#sit(random, plan, round);
    return plan;
  }

  /** Who decides it, and when that is entered where not at once. */
  #sit(random: Random, plan: CasePlan, round: Round): void {
    const window = random.pick(plan.owner.windows);
    round.desk = { window, staff: random.pick(window.staff).code };
    const catchUp = this.#catchUps.ofDecision(random, plan.owner, round.decidedAt!);
    if (catchUp) Object.assign(round, catchUp);
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
        plan.refusedAt = this.#time.later(random, receivedAt, random.between(0, 3));
        if (!random.chance(MISDEEDS.withoutReason)) plan.refusalReason = '不属于本机关职权范围';
      } else if (fate < (isInstant ? 0.0025 : 0.016)) {
        plan.withdrawnAt = this.#time.later(random, receivedAt, random.between(0, 3));
      } else {
        return this.#supplement(random, plan);
      }
      return null;
    }
    if (!isInstant && limits === 1 && plan.channel !== 'window' && random.chance(0.006)) {
      plan.isDeemed = true;
      return this.#time.later(random, receivedAt, random.between(6, 9));
    }
    if (plan.channel === 'window') return receivedAt + random.between(90, 900);
    // 秒批: simple matters applied for from home are decided by machine, at night and on holidays too.
    if (isInstant && !this.#time.isOfficeTime(receivedAt) && random.chance(0.85))
      return receivedAt + random.between(20, 240);
    if (this.#time.isOfficeTime(receivedAt) && random.chance(0.7)) {
      const soon = receivedAt + random.between(5 * 60, 90 * 60);
      if (this.#time.isOfficeTime(soon)) return soon;
    }
    if (!this.#calendar.isWorking(dayAt(receivedAt)) && random.chance(0.12))
      return receivedAt + random.between(120, 1800);
    return this.#time.later(random, receivedAt, random.chance(0.9) ? 1 : random.between(2, 4));
  }

  /** Papers are asked for; they come, late, twice or never. The moment of acceptance, or null. */
  #supplement(random: Random, plan: CasePlan): number | null {
    let requestedAt = this.#time.later(random, plan.receivedAt, random.between(0, 3));
    if (random.chance(0.85)) {
      let receivedAt = this.#time.later(random, requestedAt, random.between(1, 8));
      if (random.chance(MISDEEDS.supplementBeforeRequest))
        receivedAt = plan.receivedAt + Math.floor((requestedAt - plan.receivedAt) / 2);
      plan.supplements.push({ requestedAt, receivedAt });
      if (random.chance(MISDEEDS.secondSupplement)) {
        requestedAt = this.#time.later(random, Math.max(requestedAt, receivedAt), random.between(1, 3));
        receivedAt = this.#time.later(random, requestedAt, random.between(1, 8));
        plan.supplements.push({ requestedAt, receivedAt });
      }
      return Math.max(requestedAt, receivedAt) + random.between(60, 1200);
    }
    plan.supplements.push({ requestedAt, receivedAt: null });
    if (random.chance(0.6)) {
      const decidedAt = this.#time.later(random, requestedAt, random.between(10, 20));
      plan.rounds.push({ ...emptyRound(plan), decidedAt, outcome: 'not_supplemented', reason: '逾期未补正' });
    }
    return null;
  }

  #handle(random: Random, plan: CasePlan, acceptedAt: number): void {
    const round = this.#rounds.draw(
      random,
      plan,
      acceptedAt,
      plan.isDeemed ? dayAt(plan.receivedAt) : dayAt(acceptedAt),
    );
    plan.rounds.push(round);
    let last = round;
    const isInstant = plan.kind === 'instant';
    const isInOrder = round.decidedAt !== null && round.decidedAt >= round.acceptedAt!;
    if (isInOrder && isNormal(round) && !round.extension && random.chance(isInstant ? 0.0005 : 0.004)) {
      plan.isApplicationSent = true;
      last = this.#rounds.draw(random, plan, this.#time.later(random, round.decidedAt!, random.between(1, 5)), null);
      plan.rounds.push(last);
    }
    const isPlain = plan.rounds.length === 1 && round.stops.length === 0 && !round.extension && !plan.isDeemed;
    if (isPlain && !isInstant && round.used >= 2 && random.chance(0.008)) {
      plan.withdrawnAt = this.#time.later(random, acceptedAt, random.between(1, round.used - 1));
      round.stages = cutStages(round.stages, plan.withdrawnAt);
      round.decidedAt = null;
      return;
    }
    if (isPlain && round.used >= 2 && random.chance(0.004)) {
      plan.mistakenDecisionAt = this.#time.later(random, acceptedAt, random.between(1, round.used - 1));
    }
    if (last.decidedAt === null || !isNormal(last)) return;
    this.#afterwards(random, plan, last, last.decidedAt);
  }

  #afterwards(random: Random, plan: CasePlan, last: Round, decidedAt: number): void {
    const isAtOnce = plan.kind === 'instant' && plan.channel === 'window';
    const isDocument = plan.kind !== 'instant' && ['issued', 'permitted'].includes(last.outcome);
    if (random.chance(isDocument ? 1 - MISDEEDS.neverDelivered : 0.84)) {
      const isLate = isDocument && random.chance(MISDEEDS.deliveredLate);
      plan.deliveredAt = isAtOnce
        ? decidedAt + random.between(60, 600)
        : this.#time.later(random, decidedAt, isLate ? random.between(11, 16) : random.between(1, 5));
    }
    if (!random.chance(0.34)) return;
    const at = (plan.deliveredAt ?? decidedAt) + random.between(30, isAtOnce ? 900 : 2 * DAY);
    const draw = random.next();
    const value = draw < 0.72 ? 1 : draw < 0.93 ? 2 : draw < 0.985 ? 3 : draw < 0.996 ? 4 : 5;
    plan.ratings.push({ at, value, resolvedAt: value >= 4 ? putRight(random, at) : null });
    if (random.chance(0.02)) {
      plan.ratings.push({ at: at + random.between(DAY, 6 * DAY), value: random.between(1, 3), resolvedAt: null });
    }
  }
}

/** What is said of the fee: nothing of what is free. */
function charged(random: Random, { fee }: CityItem): number | null {
  if (fee === 0) return random.chance(MISDEEDS.undueFee) ? 10 : null;
  return random.chance(MISDEEDS.wrongFee) ? fee * random.between(2, 3) : fee;
}

/** When a bad rating is put right: in fifteen working days nearly always. */
function putRight(random: Random, at: number): Rating['resolvedAt'] {
  if (!random.chance(MISDEEDS.ratingUnresolved)) return at + random.between(1, 18) * DAY;
  return random.chance(0.5) ? null : at + random.between(26, 40) * DAY;
}

function isNormal(round: Round): boolean {
  return !['returned', 'voided', 'deleted', 'not_supplemented'].includes(round.outcome);
}
