/** A case plan told as events, one after the other; event-voice.ts gives each the irregularities of real sources. */
import { type CasePlan, DAY, dayAt, HOUR, type Round } from './case-plan.ts';
import type { CityWindow } from './city.ts';
import { type Change, type Entry, type Sink, told, Voice, type VoiceOptions } from './event-voice.ts';
import type { Random } from './random.ts';
import type { WorkingDays } from './working-days.ts';

export interface TellerOptions extends VoiceOptions {
  calendar: WorkingDays;
}

export class Teller {
  readonly #voice: Voice;
  readonly #calendar: WorkingDays;
  #random!: Random;

  constructor(options: TellerOptions) {
    this.#voice = new Voice(options);
    this.#calendar = options.calendar;
  }

  tell(plan: CasePlan, random: Random, sink: Sink): Entry {
    this.#random = random;
    const entry = this.#voice.begin(plan.caseId, random, sink);
    this.#application(plan);
    plan.rounds.forEach((round, i) => {
      this.#round(plan, round, i);
    });
    const end = plan.rounds.at(-1)?.decidedAt;
    if (plan.withdrawnAt !== null) this.#voice.event('withdrawn', plan.withdrawnAt, place(plan.window, ''));
    if (plan.deliveredAt !== null)
      this.#voice.event('delivered', plan.deliveredAt, place(plan.window, plan.rounds.at(-1)!.staff));
    for (const { at, value } of plan.ratings) this.#rating(at, value);
    if (end != null && random.chance(0.0004)) {
      this.#voice.event('complaint_filed', end + random.between(HOUR, 3 * DAY), '');
      this.#voice.event('complaint_replied', end + random.between(4 * DAY, 9 * DAY), '');
    }
    return entry;
  }

  #application(plan: CasePlan): void {
    const { window, receivedAt, applicationStaff } = plan;
    if (plan.isApplicationSent) {
      this.#voice.event('applied', receivedAt, place(window, applicationStaff) + subject(plan));
    }
    if (plan.supplementRequestedAt !== null) {
      this.#voice.event('supplement_requested', plan.supplementRequestedAt, `${place(window, '')},"reason":"材料不齐"`);
    }
    if (plan.supplementReceivedAt !== null) {
      this.#voice.event('supplement_received', plan.supplementReceivedAt, place(window, applicationStaff));
    }
    if (plan.refusedAt !== null) {
      const staff = this.#random.pick(window.staff).code;
      this.#voice.event('refused', plan.refusedAt, `${place(window, staff)},"reason":"不属于本机关职权范围"`);
    }
  }

  #round(plan: CasePlan, round: Round, index: number): void {
    const random = this.#random;
    if (round.acceptedAt !== null) {
      const stated =
        round.statedDue === null
          ? ''
          : `,"due_at":"${told(round.statedDue * DAY + 17 * HOUR)}"${random.chance(0.5) ? ',"due_by":"day"' : ''}`;
      const fields = place(plan.window, round.staff) + subject(plan) + stated;
      // A wrong first day of acceptance lies before the right one: nothing is told before it happens.
      const wrong = random.chance(0.005) ? { at: round.acceptedAt - random.between(1, 3) * DAY } : undefined;
      this.#voice.event('accepted', round.acceptedAt, fields, wrong);
      if (index === 0 && random.chance(0.0006)) {
        this.#voice.retracted('accepted', Math.max(plan.receivedAt, round.acceptedAt - random.between(5, 80)), fields);
      }
      if (index === 0 && random.chance(0.0006)) {
        const at = Math.max(plan.receivedAt, round.acceptedAt - random.between(5, 80));
        this.#voice.retracted('refused', at, place(plan.window, round.staff));
      }
    }
    this.#stages(plan, round);
    round.stops.forEach((stop, i) => {
      // Half of the single stops leave the link out: they pair in order.
      const link = round.stops.length > 1 || random.chance(0.5) ? `,"special_id":"${index + 1}-${i + 1}"` : '';
      const unit = `,"department":"${plan.owner.code}"`;
      this.#voice.event('special_started', stop.startAt, `${unit},"special_kind":"stop"${link},"reason":"专家评审"`);
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
      this.#voice.retracted('decided', plan.mistakenDecisionAt, `${this.#desk(plan)},"outcome":"issued"`);
    }
    if (round.decidedAt !== null) this.#decision(plan, round);
  }

  #decision(plan: CasePlan, round: Round): void {
    const random = this.#random;
    const desk = this.#desk(plan);
    const fields = (outcome: string) => `${desk},"outcome":"${outcome}"`;
    let wrong: Change | undefined;
    if (random.chance(0.005)) wrong = { fields: fields(round.outcome === 'returned' ? 'issued' : 'returned') };
    else if (random.chance(0.004) && round.acceptedAt !== null && round.used > 2) {
      wrong = { at: round.decidedAt! - DAY };
    }
    const reason = round.outcome === 'returned' ? ',"reason":"申请人要求退件"' : '';
    this.#voice.event('decided', round.decidedAt!, fields(round.outcome) + reason, wrong);
  }

  #stages(plan: CasePlan, round: Round): void {
    const random = this.#random;
    const { acceptedAt, decidedAt } = round;
    if (acceptedAt === null) return;
    const end = decidedAt ?? plan.withdrawnAt ?? acceptedAt;
    const unit = `,"department":"${plan.owner.code}","stage":"`;
    if (plan.kind === 'instant') {
      if (random.chance(0.2)) return;
      this.#voice.event('stage_started', Math.min(end, acceptedAt + 5), `${unit}1"`);
      this.#voice.event('stage_finished', Math.max(acceptedAt, end - 5), `${unit}1"`);
      return;
    }
    if (random.chance(0.02)) return;
    const shares = [0.03, 0.55 + 0.1 * random.next(), 0.8 + 0.1 * random.next(), 0.98];
    const moments = shares.map((share) =>
      this.#atWork(acceptedAt, end, acceptedAt + Math.floor((end - acceptedAt) * share)),
    );
    for (let i = 0; i < 3; i += 1) {
      const from = Math.max(moments[i]!, acceptedAt);
      this.#voice.event('stage_started', from, `${unit}${i + 1}"`);
      if (decidedAt !== null) this.#voice.event('stage_finished', Math.max(moments[i + 1]!, from), `${unit}${i + 1}"`);
    }
  }

  /** A moment moved into office hours of a working day, where that leaves it between the two others. */
  #atWork(from: number, to: number, moment: number): number {
    let day = dayAt(moment);
    while (!this.#calendar.isWorking(day) && day > dayAt(from)) day -= 1;
    const moved = day * DAY + 9 * HOUR + Math.floor((moment % DAY) / 3);
    return Math.min(to, Math.max(from, moved));
  }

  #rating(at: number, value: number): void {
    const wrong = this.#random.chance(0.01) ? { fields: `,"rating":${value === 5 ? 4 : value + 1}` } : undefined;
    this.#voice.event('rated', at, `,"rating":${value}`, wrong);
    if (value >= 4) this.#voice.event('rating_resolved', at + this.#random.between(1, 20) * DAY, '');
  }

  /** Who decides sits in the deciding unit, not always at the window that took the case in. */
  #desk(plan: CasePlan): string {
    const window = this.#random.pick(plan.owner.windows);
    return place(window, this.#random.pick(window.staff).code);
  }
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
