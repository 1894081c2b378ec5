/**
 * A case plan told as events, the way sources tell it: some twice, some late or out of order, some wrong at first and
 * corrected by a higher revision, some taken back. What the newest unretracted revisions say is the plan, always.
 */
import { type CasePlan, DAY, dayAt, HOUR, type Round } from './case-plan.ts';
import type { CityWindow } from './city.ts';
import type { Random } from './random.ts';
import { isoOf, type WorkingDays } from './working-days.ts';

/** Where an event goes: the moment it reaches the platform, and its line. Moments are local seconds. */
export type Sink = (arrivesAt: number, line: string) => void;

/** How soon the current events of a case were recorded: those that say when, and those within 24 hours. */
export interface Entry {
  timed: number;
  timely: number;
}

const days = new Map<number, string>();
const times: string[] = [];
const two = (n: number) => (n < 10 ? `0${n}` : String(n));

/** RFC 3339 with the city's zone. */
export function told(moment: number): string {
  const day = dayAt(moment);
  const second = moment - day * DAY;
  let date = days.get(day);
  if (date === undefined) {
    if (days.size > 5000) days.clear();
    date = `${isoOf(day)}T`;
    days.set(day, date);
  }
  times[second] ??= `${two(Math.floor(second / HOUR))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}+08:00`;
  return date + times[second];
}

export interface TellerOptions {
  source: string;
  calendar: WorkingDays;
  /** Nothing that happens later is told; what would arrive later arrives then. */
  until?: number;
  /** Put before every event_id. */
  idPrefix?: string;
}

interface Change {
  at?: number;
  fields?: string;
}

export class Teller {
  readonly #head: string;
  readonly #idPrefix: string;
  readonly #until: number;
  readonly #calendar: WorkingDays;
  #random!: Random;
  #sink!: Sink;
  #caseId = '';
  #count = 0;
  #entry: Entry = { timed: 0, timely: 0 };

  constructor({ source, calendar, until = Number.POSITIVE_INFINITY, idPrefix = '' }: TellerOptions) {
    this.#head = `{"source":"${source}","event_id":"`;
    this.#idPrefix = idPrefix;
    this.#until = until;
    this.#calendar = calendar;
  }

  tell(plan: CasePlan, random: Random, sink: Sink): Entry {
    this.#random = random;
    this.#sink = sink;
    this.#caseId = plan.caseId;
    this.#count = 0;
    this.#entry = { timed: 0, timely: 0 };
    this.#application(plan);
    plan.rounds.forEach((round, i) => {
      this.#round(plan, round, i);
    });
    const end = plan.rounds.at(-1)?.decidedAt;
    if (plan.withdrawnAt !== null) this.#event('withdrawn', plan.withdrawnAt, place(plan.window, ''));
    if (plan.deliveredAt !== null)
      this.#event('delivered', plan.deliveredAt, place(plan.window, plan.rounds.at(-1)!.staff));
    for (const { at, value } of plan.ratings) this.#rating(at, value);
    if (end != null && random.chance(0.0004)) {
      this.#event('complaint_filed', end + random.between(HOUR, 3 * DAY), '');
      this.#event('complaint_replied', end + random.between(4 * DAY, 9 * DAY), '');
    }
    return this.#entry;
  }

  #application(plan: CasePlan): void {
    const { window, receivedAt, applicationStaff } = plan;
    if (plan.isApplicationSent) {
      this.#event('applied', receivedAt, place(window, applicationStaff) + subject(plan));
    }
    if (plan.supplementRequestedAt !== null) {
      this.#event('supplement_requested', plan.supplementRequestedAt, `${place(window, '')},"reason":"材料不齐"`);
    }
    if (plan.supplementReceivedAt !== null) {
      this.#event('supplement_received', plan.supplementReceivedAt, place(window, applicationStaff));
    }
    if (plan.refusedAt !== null) {
      const staff = this.#random.pick(window.staff).code;
      this.#event('refused', plan.refusedAt, `${place(window, staff)},"reason":"不属于本机关职权范围"`);
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
      this.#event('accepted', round.acceptedAt, fields, wrong);
      if (index === 0 && random.chance(0.0006)) {
        this.#retracted('accepted', Math.max(plan.receivedAt, round.acceptedAt - random.between(5, 80)), fields);
      }
      if (index === 0 && random.chance(0.0006)) {
        const at = Math.max(plan.receivedAt, round.acceptedAt - random.between(5, 80));
        this.#retracted('refused', at, place(plan.window, round.staff));
      }
    }
    this.#stages(plan, round);
    round.stops.forEach((stop, i) => {
      // Half of the single stops leave the link out: they pair in order.
      const link = round.stops.length > 1 || random.chance(0.5) ? `,"special_id":"${index + 1}-${i + 1}"` : '';
      const unit = `,"department":"${plan.owner.code}"`;
      this.#event('special_started', stop.startAt, `${unit},"special_kind":"stop"${link},"reason":"专家评审"`);
      this.#event('special_finished', stop.endAt, unit + link);
    });
    if (round.extension) {
      const { at, days: granted } = round.extension;
      const unit = random.chance(0.5) ? ',"granted_unit":"working_days"' : '';
      this.#event(
        'special_started',
        at,
        `,"department":"${plan.owner.code}","special_kind":"extension","granted":${granted}${unit}`,
      );
    }
    if (plan.mistakenDecisionAt !== null && index === 0) {
      this.#retracted('decided', plan.mistakenDecisionAt, `${this.#desk(plan)},"outcome":"issued"`);
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
    this.#event('decided', round.decidedAt!, fields(round.outcome) + reason, wrong);
  }

  #stages(plan: CasePlan, round: Round): void {
    const random = this.#random;
    const { acceptedAt, decidedAt } = round;
    if (acceptedAt === null) return;
    const end = decidedAt ?? plan.withdrawnAt ?? acceptedAt;
    const unit = `,"department":"${plan.owner.code}","stage":"`;
    if (plan.kind === 'instant') {
      if (random.chance(0.2)) return;
      this.#event('stage_started', Math.min(end, acceptedAt + 5), `${unit}1"`);
      this.#event('stage_finished', Math.max(acceptedAt, end - 5), `${unit}1"`);
      return;
    }
    if (random.chance(0.02)) return;
    const shares = [0.03, 0.55 + 0.1 * random.next(), 0.8 + 0.1 * random.next(), 0.98];
    const moments = shares.map((share) =>
      this.#atWork(acceptedAt, end, acceptedAt + Math.floor((end - acceptedAt) * share)),
    );
    for (let i = 0; i < 3; i += 1) {
      const from = Math.max(moments[i]!, acceptedAt);
      this.#event('stage_started', from, `${unit}${i + 1}"`);
      if (decidedAt !== null) this.#event('stage_finished', Math.max(moments[i + 1]!, from), `${unit}${i + 1}"`);
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
    this.#event('rated', at, `,"rating":${value}`, wrong);
    if (value >= 4) this.#event('rating_resolved', at + this.#random.between(1, 20) * DAY, '');
  }

  /** Who decides sits in the deciding unit, not always at the window that took the case in. */
  #desk(plan: CasePlan): string {
    const window = this.#random.pick(plan.owner.windows);
    return place(window, this.#random.pick(window.staff).code);
  }

  #event(type: string, at: number, fields: string, wrong?: Change): void {
    this.#count += 1;
    if (at > this.#until) return;
    const random = this.#random;
    const id = `${this.#idPrefix}${this.#caseId}-${this.#count}`;
    const recorded = this.#recording(at, true);
    const seen = recorded ?? at;
    if (wrong) {
      const arrives = this.#arrival(seen);
      const wrongAt = wrong.at ?? at;
      this.#send(
        arrives,
        this.#line(id, random.chance(0.5) ? 1 : 0, type, wrongAt, null, wrong.fields ?? fields, false),
      );
      // Now and then the correction overtakes what it corrects.
      const corrected = random.chance(0.15) ? seen : arrives + Math.floor(random.waiting(8 * HOUR));
      this.#send(corrected, this.#line(id, 2, type, at, recorded, fields, false));
      return;
    }
    if (random.chance(0.0008)) {
      // Taken back, then put back: the third revision says what the first said.
      const first = this.#arrival(seen);
      const back = first + Math.floor(random.waiting(4 * HOUR));
      this.#send(first, this.#line(id, 1, type, at, recorded, fields, false));
      this.#send(back, this.#line(id, 2, type, at, recorded, fields, true));
      this.#send(back + Math.floor(random.waiting(2 * HOUR)), this.#line(id, 3, type, at, recorded, fields, false));
      return;
    }
    const line = this.#line(id, 0, type, at, recorded, fields, false);
    this.#send(this.#arrival(seen), line);
    if (random.chance(0.01)) this.#send(seen + Math.floor(random.waiting(5 * HOUR)), line);
  }

  /** An event that never should have been: sent, later taken back. */
  #retracted(type: string, at: number, fields: string): void {
    this.#count += 1;
    if (at > this.#until) return;
    const id = `${this.#idPrefix}${this.#caseId}-${this.#count}`;
    const arrives = this.#arrival(at);
    const recorded = this.#recording(at, false);
    this.#send(arrives, this.#line(id, 1, type, at, recorded, fields, false));
    this.#send(
      arrives + Math.floor(this.#random.waiting(6 * HOUR)),
      this.#line(id, 2, type, at, recorded, fields, true),
    );
  }

  /** When it was entered: mostly at once, sometimes the same day, now and then days later; some sources do not say. */
  #recording(at: number, counts: boolean): number | null {
    const random = this.#random;
    if (random.chance(0.12)) return null;
    const draw = random.next();
    const delay =
      draw < 0.012
        ? random.between(25 * HOUR, 9 * DAY)
        : draw < 0.04
          ? random.between(HOUR, 22 * HOUR)
          : random.between(3, 400);
    const recorded = Math.min(at + delay, Math.max(at, this.#until));
    if (counts) {
      this.#entry.timed += 1;
      if (recorded - at <= DAY) this.#entry.timely += 1;
    }
    return recorded;
  }

  #arrival(seen: number): number {
    const random = this.#random;
    const draw = random.next();
    const delay = draw < 0.002 ? 15 * DAY * random.next() : random.waiting(draw < 0.02 ? DAY : draw < 0.05 ? 600 : 8);
    return seen + Math.floor(delay);
  }

  #send(arrivesAt: number, line: string): void {
    this.#sink(Math.min(arrivesAt, this.#until), line);
  }

  #line(
    id: string,
    revision: number,
    type: string,
    at: number,
    recorded: number | null,
    fields: string,
    isRetracted: boolean,
  ) {
    let line = `${this.#head}${id}"`;
    if (revision > 0) line += `,"revision":${revision}`;
    if (isRetracted) line += ',"retracted":true';
    line += `,"type":"${type}","case_id":"${this.#caseId}","occurred_at":"${told(at)}"`;
    if (recorded !== null) line += `,"recorded_at":"${told(recorded)}"`;
    return `${line}${fields}}`;
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
