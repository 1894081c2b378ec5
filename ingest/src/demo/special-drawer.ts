/** Special procedures: stops (kind B), single, overlapping or apart, and extensions (kind A), in time or late. */
import { DAY, dayAt, type PlannedStop, type Round } from './case-plan.ts';
import { MISDEEDS } from './misdeeds.ts';
import type { OfficeTime } from './office-time.ts';
import type { Random } from './random.ts';
import type { WorkingDays } from './working-days.ts';

/** Share of stops whose event says how long they were asked for. */
const SAYS_HOW_LONG = 0.7;

export class SpecialDrawer {
  readonly #calendar: WorkingDays;
  readonly #time: OfficeTime;

  constructor({ calendar, time }: { calendar: WorkingDays; time: OfficeTime }) {
    this.#calendar = calendar;
    this.#time = time;
  }

  /** Draws them into a round of at least three promised working days. */
  draw(random: Random, round: Round): void {
    const fate = random.next();
    if (fate < 0.05 && round.used >= 1) this.#stops(random, round);
    else if (fate < 0.062) this.#extension(random, round);
    else if (fate < 0.0625) {
      const promised = round.promised!.days;
      round.used = promised + random.between(2, 6);
      const granted = this.#time.onDay(random, this.#calendar.nth(round.clockFrom!, promised + 1), round.acceptedAt!);
      round.extension = { at: granted, days: random.between(2, 5), isInTime: false };
    }
  }

  /**
   * A case that would have to be decided today: it is sent back to the applicant, or, where the promise is long enough for
   * that to be in its last tenth, stopped the working day before and decided in time after all.
   */
  dodge(random: Random, round: Round): void {
    const limit = round.promised!.days;
    round.used = limit;
    if (limit < 10 || random.chance(0.7)) {
      round.outcome = 'returned';
      round.reason = '材料不符合要求';
      return;
    }
    const day = this.#calendar.nth(round.clockFrom!, limit - 1);
    round.stops.push(this.#stop(random, day, random.between(3, 9), round.acceptedAt!));
  }

  #stops(random: Random, round: Round): void {
    const first = this.#calendar.nth(round.clockFrom!, random.between(0, round.used - 1));
    const length = () => (random.chance(0.06) ? random.between(25, 90) : random.between(1, 10));
    const { stops } = round;
    stops.push(this.#stop(random, first, length(), round.acceptedAt!));
    const next = () => {
      const { startDay, endDay } = stops.at(-1)!;
      const day = random.chance(0.6) && endDay > startDay ? random.between(startDay, endDay) : endDay;
      stops.push(this.#stop(random, day, length(), round.acceptedAt!));
    };
    if (random.chance(0.3)) next();
    if (random.chance(MISDEEDS.stoppedAgain)) while (stops.length < 3) next();
    if (random.chance(MISDEEDS.endedBeforeBegun)) {
      const mixedUp = stops.at(-1)!;
      mixedUp.endDay = mixedUp.startDay - random.between(1, 4);
      mixedUp.endAt = mixedUp.endDay * DAY + this.#time.officeSecond(random);
    }
  }

  #extension(random: Random, round: Round): void {
    const promised = round.promised!.days;
    const days = random.between(2, 5);
    const granted = this.#time.onDay(
      random,
      this.#calendar.nth(round.clockFrom!, random.between(0, promised - 1)),
      round.acceptedAt!,
    );
    const counted = this.#calendar.used(round.clockFrom!, dayAt(granted));
    round.extension = { at: granted, days, isInTime: true };
    round.used = Math.max(counted + 1, promised + random.between(-1, days));
  }

  #stop(random: Random, startDay: number, length: number, notBefore: number): PlannedStop {
    const startAt = this.#time.onDay(random, startDay, notBefore);
    const endDay = startDay + length;
    const lasts = this.#calendar.used(startDay, endDay);
    const asked = random.chance(MISDEEDS.outlastsWhatItAsked)
      ? lasts - random.between(1, 3)
      : lasts + random.between(0, 3);
    return {
      startDay,
      startAt,
      endDay,
      endAt: endDay * DAY + this.#time.officeSecond(random),
      granted: random.chance(SAYS_HOW_LONG) ? Math.max(1, asked) : 0,
    };
  }
}
