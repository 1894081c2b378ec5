/** What is true of a case as of a moment, read off its plan: the current round, what has happened, when it is due. */
import { type CasePlan, DAY, dayAt, type PlannedStop, type Round } from './case-plan.ts';
import type { Limit } from './city.ts';
import type { Stop, WorkingDays } from './working-days.ts';

export const NORMAL: ReadonlySet<string> = new Set(['issued', 'forwarded', 'completed', 'permitted', 'not_permitted']);

/** A stop that has begun. */
export interface KnownStop extends Stop {
  startAt: number;
  /** Null while it lasts. */
  endAt: number | null;
  granted: number;
}

export interface Standing {
  round: Round | undefined;
  received: number | null;
  accepted: number | null;
  decided: number | null;
  refused: number | null;
  withdrawn: number | null;
  /** Decided, refused or withdrawn, whichever it was. */
  closed: number | null;
  /** No answer within five working days; a case accepted anew after a decision has been answered. */
  isDeemed: boolean;
  /** From when the case is known to be on the clock; null: it is not. */
  onClockAt: number | null;
  /** Day 0; null without a clock. */
  clockFrom: number | null;
  /** Of all rounds, in order of their start. */
  stops: KnownStop[];
  /** Promised limit with what was granted in time. */
  limit: Limit | null;
  dueOn: number | null;
  /** Counted when asked for: few ask. */
  statutoryDueOn(): number | null;
}

export function standingOf(plan: CasePlan, asOf: number, calendar: WorkingDays): Standing {
  const by = (moment: number | null | undefined) => (moment != null && moment <= asOf ? moment : null);
  const [first] = plan.rounds;
  const round = plan.rounds.findLast(({ acceptedAt }) => by(acceptedAt) !== null) ?? first;
  const accepted = by(round?.acceptedAt);
  const decided = by(round?.decidedAt);
  const refused = by(plan.refusedAt);
  const withdrawn = by(plan.withdrawnAt);
  const isUnanswered = plan.isDeemed && round === first;
  const answerDueAt = isUnanswered ? (calendar.nth(dayAt(plan.receivedAt), 5) + 1) * DAY : 0;
  const isDeemed = isUnanswered && answerDueAt <= asOf;
  const onClockAt = isDeemed ? answerDueAt : accepted;
  const clockFrom = onClockAt === null ? null : isDeemed ? dayAt(plan.receivedAt) : round!.clockFrom;
  const stops = plan.rounds
    .flatMap((each) => each.stops)
    .filter(({ startAt }) => startAt <= asOf)
    .sort((a, b) => a.startAt - b.startAt)
    .map((stop) => known(stop, asOf));
  const { promised = null, statutory = null, extension = null } = clockFrom === null ? {} : round!;
  const added = extension?.isInTime && extension.at <= asOf ? extension.days : 0;
  const limit = promised && { ...promised, days: promised.days + added };
  return {
    round,
    received: by(plan.isApplicationSent ? plan.receivedAt : first?.acceptedAt),
    accepted,
    decided,
    refused,
    withdrawn,
    closed: decided ?? refused ?? withdrawn,
    isDeemed,
    onClockAt,
    clockFrom,
    stops,
    limit,
    dueOn: clockFrom === null ? null : dueDay(calendar, clockFrom, limit, stops),
    statutoryDueOn: () => (clockFrom === null ? null : dueDay(calendar, clockFrom, statutory, stops)),
  };
}

function known({ startDay, startAt, endDay, endAt, granted }: PlannedStop, asOf: number): KnownStop {
  const isOver = endAt <= asOf;
  return { startDay, startAt, endDay: isOver ? endDay : null, endAt: isOver ? endAt : null, granted };
}

/** The last day of a limit; null without one, and where a stop that lasts began before it. */
export function dueDay(
  calendar: WorkingDays,
  from: number,
  limit: Limit | null,
  stops: readonly KnownStop[],
): number | null {
  if (limit === null) return null;
  if (limit.unit === 'calendar_days') return from + limit.days;
  const over = stops.filter(({ endDay }) => endDay !== null);
  const due = calendar.nth(from, limit.days, over);
  return stops.some(({ startDay, endDay }) => endDay === null && startDay < due) ? null : due;
}
