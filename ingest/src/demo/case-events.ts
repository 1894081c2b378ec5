/** A case plan told as events, one after the other; event-voice.ts gives each the irregularities of real sources. */
import { type CasePlan, DAY, HOUR, type Rating, type Round } from './case-plan.ts';
import type { CityWindow } from './city.ts';
import { type Change, type Entry, type Sink, told, Voice, type VoiceOptions } from './event-voice.ts';
import type { Random } from './random.ts';

export class Teller {
  readonly #voice: Voice;
  #random!: Random;

  constructor(options: VoiceOptions) {
    this.#voice = new Voice(options);
  }

  tell(plan: CasePlan, random: Random, sink: Sink): Entry {
    this.#random = random;
    const entry = this.#voice.begin(plan.caseId, random, sink);
    this.#application(plan, entry);
    plan.rounds.forEach((round, i) => {
      this.#round(plan, round, i, entry);
    });
    const end = plan.rounds.at(-1)?.decidedAt;
    if (plan.withdrawnAt !== null) this.#voice.event('withdrawn', plan.withdrawnAt, place(plan.window, ''));
    if (plan.deliveredAt !== null)
      this.#voice.event('delivered', plan.deliveredAt, place(plan.window, plan.rounds.at(-1)!.staff));
    for (const rating of plan.ratings) this.#rating(rating);
    if (end != null && random.chance(0.0004)) {
      this.#voice.event('complaint_filed', end + random.between(HOUR, 3 * DAY), '');
      this.#voice.event('complaint_replied', end + random.between(4 * DAY, 9 * DAY), '');
    }
    return entry;
  }

  #application(plan: CasePlan, entry: Entry): void {
    const { window, receivedAt, applicationStaff, registeredAt } = plan;
    if (plan.isApplicationSent) {
      const fields = entrance(plan, applicationStaff) + subject(plan);
      const enteredAt = this.#voice.event('applied', receivedAt, fields, undefined, registeredAt);
      register(entry, applicationStaff, receivedAt, enteredAt);
    }
    for (const { requestedAt, receivedAt } of plan.supplements) {
      this.#voice.event('supplement_requested', requestedAt, `${place(window, '')},"reason":"材料不齐"`);
      if (receivedAt !== null) this.#voice.event('supplement_received', receivedAt, place(window, applicationStaff));
    }
    if (plan.refusedAt !== null) {
      const staff = this.#random.pick(window.staff).code;
      this.#voice.event('refused', plan.refusedAt, place(window, staff) + because(plan.refusalReason));
    }
  }

  #round(plan: CasePlan, round: Round, index: number, entry: Entry): void {
    const random = this.#random;
    if (round.acceptedAt !== null) {
      const stated =
        round.statedDue === null
          ? ''
          : `,"due_at":"${told(round.statedDue * DAY + 17 * HOUR)}"${random.chance(0.5) ? ',"due_by":"day"' : ''}`;
      const fee = index === 0 && plan.fee !== null ? `,"fee":${plan.fee}` : '';
      const fields = entrance(plan, round.staff) + subject(plan) + stated + fee;
      // A wrong first day of acceptance lies before the right one: nothing is told before it happens.
      const wrong = random.chance(0.005) ? { at: round.acceptedAt - random.between(1, 3) * DAY } : undefined;
      register(entry, round.staff, round.acceptedAt, this.#voice.event('accepted', round.acceptedAt, fields, wrong));
      if (index === 0 && random.chance(0.0006)) {
        this.#voice.retracted('accepted', Math.max(plan.receivedAt, round.acceptedAt - random.between(5, 80)), fields);
      }
      if (index === 0 && random.chance(0.0006)) {
        const at = Math.max(plan.receivedAt, round.acceptedAt - random.between(5, 80));
        this.#voice.retracted('refused', at, place(plan.window, round.staff));
      }
    }
    for (const { stage, startAt, finishAt } of round.stages) {
      const fields = `,"department":"${plan.owner.code}","stage":"${stage}"`;
      this.#voice.event('stage_started', startAt, fields);
      if (finishAt !== null) this.#voice.event('stage_finished', finishAt, fields);
    }
    round.stops.forEach((stop, i) => {
      // Half of the single stops leave the link out: they pair in order.
      const link = round.stops.length > 1 || random.chance(0.5) ? `,"special_id":"${index + 1}-${i + 1}"` : '';
      const unit = `,"department":"${plan.owner.code}"`;
      const asked = stop.granted > 0 ? `,"granted":${stop.granted}` : '';
      const fields = `${unit},"special_kind":"stop"${link}${asked},"reason":"专家评审"`;
      this.#voice.event('special_started', stop.startAt, fields);
      this.#voice.event('special_finished', stop.endAt, unit + link);
    });
    if (round.extension) {
      const { at, days: granted } = round.extension;
      const unit = random.chance(0.5) ? ',"granted_unit":"working_days"' : '';
      this.#voice.event(
        'special_started',
        at,
        `,"department":"${plan.owner.code}","special_kind":"extension","granted":${granted}${unit}`,
      );
    }
    if (plan.mistakenDecisionAt !== null && index === 0) {
      this.#voice.retracted('decided', plan.mistakenDecisionAt, `${desk(round)},"outcome":"issued"`);
    }
    entry.decisionsEnteredAt.push(round.decidedAt === null ? null : this.#decision(round));
  }

  /** The moment it is entered; null where that is not told. */
  #decision(round: Round): number | null {
    const random = this.#random;
    const fields = (outcome: string) => `${desk(round)},"outcome":"${outcome}"`;
    let wrong: Change | undefined;
    if (random.chance(0.005)) wrong = { fields: fields(round.outcome === 'returned' ? 'issued' : 'returned') };
    else if (random.chance(0.004) && round.acceptedAt !== null && round.used > 2) {
      wrong = { at: round.decidedAt! - DAY };
    }
    const { decidedAt, enteredAt } = round;
    return this.#voice.event('decided', decidedAt!, fields(round.outcome) + because(round.reason), wrong, enteredAt);
  }

  #rating({ at, value, resolvedAt }: Rating): void {
    const wrong = this.#random.chance(0.01) ? { fields: `,"rating":${value === 5 ? 4 : value + 1}` } : undefined;
    this.#voice.event('rated', at, `,"rating":${value}`, wrong);
    if (resolvedAt !== null) this.#voice.event('rating_resolved', resolvedAt, '');
  }
}

/** The first that names somebody, in order of happening. */
function register(entry: Entry, staff: string, at: number, enteredAt: number | null): void {
  if (staff !== '' && enteredAt !== null) entry.registration ??= { staff, at, enteredAt };
}

const because = (reason: string) => (reason === '' ? '' : `,"reason":"${reason}"`);

function desk({ desk: at }: Round): string {
  return at === null ? '' : place(at.window, at.staff);
}

/** Where a case comes in; at no window when it is accepted past the hall. */
function entrance({ window, isOutsideHall }: CasePlan, staff: string): string {
  if (!isOutsideHall) return place(window, staff);
  const at = `,"centre":"${window.centre}","department":"${window.department}"`;
  return staff === '' ? at : `${at},"staff":"${staff}"`;
}

function place(window: CityWindow, staff: string): string {
  const at = `,"centre":"${window.centre}","department":"${window.department}","window":"${window.code}"`;
  return staff === '' ? at : `${at},"staff":"${staff}"`;
}

function subject(plan: CasePlan): string {
  let fields = `,"item":"${plan.itemCode}","channel":"${plan.channel}"`;
  if (plan.statesKind) fields += `,"case_kind":"${plan.kind}"`;
  if (plan.statesOwner) fields += `,"owner_department":"${plan.owner.code}"`;
  return fields;
}
