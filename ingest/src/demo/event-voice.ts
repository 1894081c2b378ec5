/**
 * One event told the way sources tell it: sometimes twice, late or out of order, wrong at first and corrected by a
 * higher revision, taken back and put back. Which of its lines counts in the end is what was to be told, always.
 */
import { DAY, dayAt, HOUR } from './case-plan.ts';
import { MISDEEDS } from './misdeeds.ts';
import type { Random } from './random.ts';
import { isoOf } from './working-days.ts';

/** Where an event goes: the moment it reaches the platform, and its line. Moments are local seconds. */
export type Sink = (arrivesAt: number, line: string) => void;

/** Events that happened on a day; those that say when they were recorded, and those recorded within 24 hours. */
export interface EntryOfDay {
  events: number;
  timed: number;
  timely: number;
}

/** How soon the current events of a case were recorded, over all and by the day (number) they happened on. */
export interface Entry {
  timed: number;
  timely: number;
  days: Map<number, EntryOfDay>;
  /** Seconds from happening to recording, of the event recorded latest after it happened, and when that was. */
  longestDelay: number;
  longestRecordedAt: number;
  /** Of the first receipt or acceptance that names who put it down: who, when it happened, when it was recorded. */
  registration: { staff: string; at: number; enteredAt: number } | null;
  /** Of each round: when its decision was recorded, or happened where that is not said; null where none is told. */
  decisionsEnteredAt: (number | null)[];
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

export interface VoiceOptions {
  source: string;
  /** Nothing that happens later is told; what would arrive later arrives then. */
  until?: number;
  /** Put before every event_id. */
  idPrefix?: string;
}

const nothingEntered = (): Entry => ({
  timed: 0,
  timely: 0,
  days: new Map(),
  longestDelay: 0,
  longestRecordedAt: 0,
  registration: null,
  decisionsEnteredAt: [],
});

/** What a first, wrong revision said. */
export interface Change {
  at?: number;
  fields?: string;
}

export class Voice {
  readonly #head: string;
  readonly #idPrefix: string;
  readonly #until: number;
  #random!: Random;
  #sink!: Sink;
  #caseId = '';
  #count = 0;
  #entry: Entry = nothingEntered();

  constructor({ source, until = Number.POSITIVE_INFINITY, idPrefix = '' }: VoiceOptions) {
    this.#head = `{"source":"${source}","event_id":"`;
    this.#idPrefix = idPrefix;
    this.#until = until;
  }

  /** Starts on another case; answers what its entry will have been when all is told. */
  begin(caseId: string, random: Random, sink: Sink): Entry {
    this.#random = random;
    this.#sink = sink;
    this.#caseId = caseId;
    this.#count = 0;
    this.#entry = nothingEntered();
    return this.#entry;
  }

  /**
   * Tells an event, entered at `enteredAt` where that is given and over by now. Answers when it was recorded, or happened
   * where that is not said; null for what is not told.
   */
  event(type: string, at: number, fields: string, wrong?: Change, enteredAt: number | null = null): number | null {
    this.#count += 1;
    if (at > this.#until) return null;
    const random = this.#random;
    const id = `${this.#idPrefix}${this.#caseId}-${this.#count}`;
    const { days } = this.#entry;
    const day = days.get(dayAt(at)) ?? { events: 0, timed: 0, timely: 0 };
    day.events += 1;
    days.set(dayAt(at), day);
    const recorded = this.#recording(at, day, enteredAt);
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
      return seen;
    }
    if (random.chance(0.0008)) {
      // Taken back, then put back: the third revision says what the first said.
      const first = this.#arrival(seen);
      const back = first + Math.floor(random.waiting(4 * HOUR));
      this.#send(first, this.#line(id, 1, type, at, recorded, fields, false));
      this.#send(back, this.#line(id, 2, type, at, recorded, fields, true));
      this.#send(back + Math.floor(random.waiting(2 * HOUR)), this.#line(id, 3, type, at, recorded, fields, false));
      return seen;
    }
    const line = this.#line(id, 0, type, at, recorded, fields, false);
    this.#send(this.#arrival(seen), line);
    if (random.chance(0.01)) this.#send(seen + Math.floor(random.waiting(5 * HOUR)), line);
    return seen;
  }

  /** An event that never should have been: sent, later taken back. */
  retracted(type: string, at: number, fields: string): void {
    this.#count += 1;
    if (at > this.#until) return;
    const id = `${this.#idPrefix}${this.#caseId}-${this.#count}`;
    const recorded = this.#recording(at, null);
    const arrives = this.#arrival(recorded ?? at);
    this.#send(arrives, this.#line(id, 1, type, at, recorded, fields, false));
    this.#send(
      arrives + Math.floor(this.#random.waiting(6 * HOUR)),
      this.#line(id, 2, type, at, recorded, fields, true),
    );
  }

  /**
   * When it was entered: mostly at once, sometimes the same day, now and then days later; some sources do not say.
   * `day`: of the events that count, where it is one of them.
   */
  #recording(at: number, day: EntryOfDay | null, enteredAt: number | null = null): number | null {
    const random = this.#random;
    const isSetTime = enteredAt !== null && enteredAt <= this.#until;
    if (!isSetTime && random.chance(0.12)) return null;
    const draw = random.next();
    const delay =
      draw < MISDEEDS.enteredLate
        ? random.between(25 * HOUR, 9 * DAY)
        : draw < 0.04
          ? random.between(HOUR, 22 * HOUR)
          : random.between(3, 400);
    const recorded = isSetTime ? enteredAt : Math.min(at + delay, Math.max(at, this.#until));
    if (day) this.#enter(day, recorded, recorded - at);
    return recorded;
  }

  #enter(day: EntryOfDay, recordedAt: number, delay: number): void {
    const entry = this.#entry;
    for (const counts of [entry, day]) {
      counts.timed += 1;
      if (delay <= DAY) counts.timely += 1;
    }
    if (delay < entry.longestDelay || (delay === entry.longestDelay && recordedAt < entry.longestRecordedAt)) return;
    entry.longestDelay = delay;
    entry.longestRecordedAt = recordedAt;
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
