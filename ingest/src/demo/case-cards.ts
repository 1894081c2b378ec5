/**
 * Which cards a case deserves, rule by rule, from what was planned of it and how it was entered: the second opinion on
 * sql/rules, written without them. Two rules look at other cases, too: peer-cards.ts.
 *
 * Each rule answers the moment (local seconds) from which its finding is true; null: never.
 */
import { type CasePlan, DAY, dayAt, HOUR, type Round } from './case-plan.ts';
import type { Limit } from './city.ts';
import type { Entry } from './event-voice.ts';
import { dueDay, NORMAL, type Standing } from './standing.ts';
import type { WorkingDays } from './working-days.ts';

export interface KnownCase {
  plan: CasePlan;
  standing: Standing;
  entry: Entry;
  asOf: number;
  calendar: WorkingDays;
}

type Rule = (known: KnownCase) => number | null;

const FOREVER = Number.POSITIVE_INFINITY;
const startOf = (day: number) => day * DAY;
const fromHome = (channel: CasePlan['channel']) => channel !== 'window';
const UNEXPLAINED = new Set(['returned', 'voided', 'deleted']);
const soonest = (moments: readonly number[]) => (moments.length === 0 ? null : Math.min(...moments));

/** Whether a working day after the last one had begun by then: what ends on the days off between ends in time. */
const isPastWorkingDay = (calendar: WorkingDays, lastDay: number, end: number | null) =>
  end === null || calendar.used(lastDay, dayAt(end)) > 0;

/** Past a limit: from the end of its last day, if the case was not over by then. */
function past(
  { standing, calendar }: KnownCase,
  lastDay: () => number | null,
  limit: Limit | null | undefined,
  isOfSource = false,
): number | null {
  const { onClockAt, decided, closed, round } = standing;
  if (onClockAt === null || !limit || (decided !== null && round!.used <= limit.days)) return null;
  const dueOn = lastDay();
  if (dueOn === null) return null;
  const at = Math.max(startOf(dueOn + 1), onClockAt);
  const countsEveryDay = isOfSource || limit.unit === 'calendar_days';
  const isOver = (closed ?? FOREVER) > at && (countsEveryDay || isPastWorkingDay(calendar, dueOn, closed));
  return decided !== null || isOver ? at : null;
}

/** The end of the n-th working day after a special procedure was to end, for those still going on then. */
function outlasting({ standing, calendar }: KnownCase, more: number): number | null {
  const { stops, closed } = standing;
  const late = stops.flatMap(({ startDay, endAt, granted }) => {
    if (granted === 0) return [];
    const lastDay = calendar.nth(calendar.nth(startDay, granted), more);
    return isPastWorkingDay(calendar, lastDay, endAt ?? closed) ? [startOf(lastDay + 1)] : [];
  });
  return soonest(late);
}

/** Whether a moment lies outside 09:00–12:00 and 13:00–17:00 by more than an hour. */
function isOffHours(calendar: WorkingDays, at: number): boolean {
  const second = at % DAY;
  if (second === 0) return false;
  return !calendar.isWorking(dayAt(at)) || second < 8 * HOUR || second > 18 * HOUR;
}

export const CASE_RULES: Readonly<Record<string, Rule>> = {
  acceptance_late: ({ standing }) => (standing.isDeemed ? standing.onClockAt : null),

  // At midnight only the day of a decision was told: it then lies before another day.
  accepted_after_decided({ standing: { accepted, decided } }) {
    if (accepted === null || decided === null || decided >= accepted) return null;
    return decided % DAY === 0 && dayAt(decided) === dayAt(accepted) ? null : accepted;
  },

  bad_rating_unresolved({ plan, asOf, calendar }) {
    const rating = plan.ratings.findLast(({ at }) => at <= asOf);
    if (!rating || rating.value < 4) return null;
    const lastDay = calendar.nth(dayAt(rating.at), 15);
    const { resolvedAt } = rating;
    const isPast = isPastWorkingDay(calendar, lastDay, resolvedAt !== null && resolvedAt > asOf ? null : resolvedAt);
    return isPast ? startOf(lastDay + 1) : null;
  },

  decided_fast({ plan, standing: { accepted, decided, limit, round } }) {
    if (plan.kind === 'instant' || limit === null || accepted === null || decided === null) return null;
    if (!NORMAL.has(round!.outcome) || decided % DAY === 0) return null;
    return decided >= accepted && decided < accepted + 300 ? decided : null;
  },

  delivery_late({ plan, standing: { decided, round }, asOf, calendar }) {
    if (decided === null || plan.kind === 'instant' || !['issued', 'permitted'].includes(round!.outcome)) return null;
    const lastDay = calendar.nth(dayAt(decided), 10);
    const delivered = plan.deliveredAt !== null && plan.deliveredAt <= asOf ? plan.deliveredAt : null;
    const isPast = isPastWorkingDay(calendar, lastDay, delivered !== null && delivered < decided ? null : delivered);
    return isPast ? startOf(lastDay + 1) : null;
  },

  entered_late: ({ entry }) => (entry.longestDelay > DAY ? entry.longestRecordedAt : null),

  fee_differs({ plan, asOf }) {
    const toldAt = plan.rounds[0]?.acceptedAt ?? null;
    if (plan.item === null || plan.fee === null || toldAt === null || toldAt > asOf) return null;
    return plan.fee === plan.item.fee ? null : toldAt;
  },

  notice_before_due({ plan, standing: { onClockAt, dueOn, closed }, calendar }) {
    if (plan.kind === 'instant' || onClockAt === null || dueOn === null) return null;
    const at = Math.max(onClockAt, startOf(calendar.before(dueOn, 2)));
    return (closed ?? FOREVER) > at ? at : null;
  },

  off_hours({ plan, standing: { accepted, decided }, calendar }) {
    const acts: number[] = [];
    if (accepted !== null && !fromHome(plan.channel)) acts.push(accepted);
    if (decided !== null && !(fromHome(plan.channel) && plan.kind === 'instant')) acts.push(decided);
    return acts.find((at) => isOffHours(calendar, at)) ?? null;
  },

  outcome_without_reason: ({ standing: { decided, round } }) =>
    decided !== null && UNEXPLAINED.has(round!.outcome) && round!.reason === '' ? decided : null,

  outside_hall: ({ plan, standing: { accepted } }) =>
    plan.isOutsideHall && plan.item?.isInHall === true ? accepted : null,

  promised_limit: (known) =>
    past(known, () => known.standing.dueOn, known.standing.limit, known.standing.round?.statedDue != null),

  refusal_without_reason: ({ plan, standing: { refused } }) => (plan.refusalReason === '' ? refused : null),

  special_ended_before_begun: ({ standing: { stops } }) =>
    soonest(stops.filter(({ endAt, startAt }) => endAt !== null && endAt < startAt).map(({ startAt }) => startAt)),

  special_over_red: (known) => outlasting(known, 1),
  special_over_yellow: (known) => outlasting(known, 0),

  stage_limit({ plan, standing: { stops, closed, round }, asOf, calendar }) {
    const begun = ({ stages }: Pick<Round, 'stages'>) => stages.filter(({ startAt }) => startAt <= asOf);
    const told = plan.rounds.flatMap(begun);
    // Begun again in the current round, a stage is counted in that.
    const again = round && round !== plan.rounds[0] ? begun(round) : [];
    const late = (plan.item?.stages ?? []).flatMap(({ stage, limit }) => {
      const own = (again.some((each) => each.stage === stage) ? again : told).filter((each) => each.stage === stage);
      if (limit === null || own.length === 0) return [];
      const from = dayAt(Math.min(...own.map(({ startAt }) => startAt)));
      const finished = own.flatMap(({ finishAt }) => (finishAt !== null && finishAt <= asOf ? [finishAt] : []));
      const dueOn = dueDay(calendar, from, { days: limit, unit: 'working_days' }, stops);
      if (dueOn === null) return [];
      const at = startOf(dueOn + 1);
      const isLate =
        finished.length === 0
          ? (closed ?? FOREVER) >= at
          : calendar.used(from, dayAt(Math.max(...finished)), stops) > limit;
      return isLate ? [at] : [];
    });
    return soonest(late);
  },

  stages_missing({ plan, standing: { decided, round }, asOf }) {
    if (decided === null || !NORMAL.has(round!.outcome)) return null;
    const told = plan.rounds.flatMap(({ stages }) => stages).filter(({ startAt }) => startAt <= asOf);
    const isMissing = plan.item?.stages.some(({ stage }) => !told.some((each) => each.stage === stage)) ?? false;
    return isMissing ? decided + DAY : null;
  },

  statutory_limit: (known) => past(known, known.standing.statutoryDueOn, known.standing.round?.statutory),

  stopped_again: ({ standing: { stops } }) => stops[2]?.startAt ?? null,

  supplement_before_request({ plan, asOf }) {
    const requested = plan.supplements.map(({ requestedAt }) => requestedAt).filter((at) => at <= asOf);
    const received = plan.supplements.flatMap(({ receivedAt }) => receivedAt ?? []).filter((at) => at <= asOf);
    const [first] = requested;
    return first !== undefined && received.some((at) => at < first) ? first : null;
  },

  supplements_too_many({ plan, asOf }) {
    const second = plan.supplements[1]?.requestedAt ?? FOREVER;
    return second <= asOf ? second : null;
  },
};

/** Grades other than a notice. */
export const GRADE_OF: Readonly<Record<string, 'yellow' | 'red'>> = {
  acceptance_late: 'yellow',
  bad_rating_unresolved: 'yellow',
  fee_differs: 'yellow',
  outcome_without_reason: 'yellow',
  outside_hall: 'yellow',
  promised_limit: 'yellow',
  refusal_without_reason: 'yellow',
  special_over_red: 'red',
  special_over_yellow: 'yellow',
  statutory_limit: 'red',
};
