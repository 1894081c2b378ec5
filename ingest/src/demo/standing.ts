/** What is true of a case as of a moment, read off its plan: the current round, what has happened, when it is due. */
import { type CasePlan, DAY, dayAt, type PlannedStop, type Round } from './case-plan.ts';
import { type Limit, limitsOn } from './city.ts';
import { isoOf, type Stop, type WorkingDays } from './working-days.ts';

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
  // Acceptance is the day the papers are complete, told or not yet.
  const papersAt = accepted === null && refused === null && !isDeemed ? papersCompleteAt(plan, asOf) : null;
  const onClockAt = isDeemed ? answerDueAt : (accepted ?? papersAt);
  const startedAt = isDeemed ? plan.receivedAt : papersAt;
  const clockFrom = startedAt !== null ? dayAt(startedAt) : accepted !== null ? round!.clockFrom : null;
  const stops = plan.rounds
    .flatMap((each) => each.stops)
    .filter(({ startAt }) => startAt <= asOf)
    .sort((a, b) => a.startAt - b.startAt)
    .map((stop) => known(stop, asOf));
  const limits = papersAt === null ? round : plan.item && limitsOn(plan.item, isoOf(dayAt(papersAt)));
  const { promised = null, statutory = null } = (clockFrom === null ? null : limits) ?? {};
  const extension = clockFrom === null ? null : round?.extension;
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

/** When the last papers came that were asked for; null while some are still missing, or none were. */
function papersCompleteAt({ supplements }: CasePlan, asOf: number): number | null {
  const told = (moments: (number | null)[]) => moments.filter((at) => at !== null && at <= asOf) as number[];
  const received = Math.max(...told(supplements.map(({ receivedAt }) => receivedAt)));
  const requested = Math.max(...told(supplements.map(({ requestedAt }) => requestedAt)));
  return Number.isFinite(received) && received >= requested ? received : null;
}

function known({ startDay, startAt, endDay, endAt, granted }: PlannedStop, asOf: number): KnownStop {
  const isOver = endAt <= asOf;
  return { startDay, startAt, endDay: isOver ? endDay : null, endAt: isOver ? endAt : null, granted };
}

/** The last day of a limit; null without one, and where a stop that lasts began by then. */
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
  if (stops.some(({ startDay, endDay }) => endDay === null && calendar.used(due, startDay, over) === 0)) return null;
  // A stop that begins on the day it is due leaves until its own last working day.
  let last = due;
  for (const { endDay } of over) {
    for (let day = endDay; day !== null && day > last; day -= 1) {
      if (calendar.isWorking(day) && calendar.used(from, day, over) <= limit.days) last = day;
    }
  }
  return last;
}
