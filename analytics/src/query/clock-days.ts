/**
 * A case's clock explained day by day: which days counted, which did not and why, the due days, the decision, today.
 * Pure: the calendar's days and the case's facts come in, the row of days goes out (domain: the clock).
 */
import type { ClockDay, DayKind } from '../contract/index.ts';

/** A day of the case's calendar. */
export interface CalendarDay {
  day: string;
  is_working: boolean;
  role: DayKind;
  /** Name of the holiday, make-up workday or closure; empty for plain days. */
  name: string;
}

/** What the clock of a case hangs on; days are local to the case's calendar. */
export interface ClockFacts {
  /** Day 0. */
  start: string;
  /** Day the case ended, by decision, refusal or withdrawal; null while open. */
  closed: string | null;
  due: string | null;
  statutoryDue: string | null;
  /** The day of the report's moment. */
  today: string;
  /** The limit is in calendar days or plain hours: weekends and holidays count too. */
  countsEveryDay: boolean;
  /** The day a stop starts still counts; the days after it up to and including its last do not. */
  stops: readonly { from: string; to: string | null; reason: string }[];
}

/** One entry per calendar day given, which begin with day 0 and follow each other. */
export function explainClock(facts: ClockFacts, calendar: readonly CalendarDay[]): ClockDay[] {
  let counted = 0;
  return calendar.map((entry) => {
    const { day } = entry;
    const stop = facts.stops.find(({ from, to }) => day > from && (to === null || day <= to));
    const role = roleOf(facts, entry, stop !== undefined);
    // While the clock stands, nobody knows which number a later day will have.
    const hasOrdinal = role === 'counted' || (role === 'ahead' && stop === undefined);
    if (hasOrdinal) counted += 1;
    return {
      day,
      role,
      ordinal: hasOrdinal ? counted : null,
      is_makeup_workday: entry.role === 'makeup',
      is_due: day === facts.due,
      is_statutory_due: day === facts.statutoryDue,
      is_decided: day === facts.closed,
      is_today: day === facts.today,
      name: role === 'stopped' && stop?.reason ? stop.reason : entry.name,
    };
  });
}

function roleOf(facts: ClockFacts, { day, is_working, role }: CalendarDay, isStopped: boolean): ClockDay['role'] {
  if (day === facts.start) return 'start';
  if (facts.closed !== null && day > facts.closed) return 'after';
  if (!is_working && !facts.countsEveryDay) {
    return role === 'holiday' || role === 'closure' ? role : 'weekend';
  }
  if (day > facts.today) return 'ahead';
  return isStopped ? 'stopped' : 'counted';
}
