/**
 * Tells a case's clock in clauses: from which day it runs, what did not count and why, when it is due, where it
 * stands. Only picks facts and their order; sentences.ts says them in a language.
 */
import type { CaseDetail, ClockDay, ItemVersion } from '../contract/index.ts';
import { localDay } from '../query/moment.ts';
import type { LimitUnit } from '../words/index.ts';
import type { Template } from './templates.ts';

export type Told =
  | { day: string }
  | { moment: string }
  | { amount: number; unit: LimitUnit }
  | { left: number | null }
  | { text: string }
  /** Those the State gave are known in both languages. */
  | { names: string[] }
  | { words: Template }
  | { all: Template[] }
  | { n: number };
export interface Clause {
  key: Template;
  params: Record<string, Told>;
  /** How it joins the clause before it. */
  join: 'sentence' | 'comma' | 'semicolon';
}

export interface StoryFacts extends Pick<CaseDetail, 'as_of' | 'case' | 'days' | 'stops' | 'extensions' | 'events'> {
  /** IANA name of the calendar's zone. */
  zone: string;
  /** Working days from receipt to a refusal that was the first answer; null where there was none, or no receipt told. */
  refused_after: number | null;
}

const ENDS = { decided: 'end_decided', refused: 'end_refused', withdrawn: 'end_withdrawn' } as const;
type EndType = keyof typeof ENDS;
type End = StoryFacts['events'][number] & { type: EndType };
const isEnd = (event: StoryFacts['events'][number]): event is End => event.type in ENDS;

const OFF = ['weekend', 'holiday', 'closure'] as const satisfies readonly ClockDay['role'][];
const isWeekend = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() % 6 === 0;
const unique = (texts: string[]) => [...new Set(texts.filter(Boolean))];

export function promisedStory(detail: StoryFacts): Clause[] {
  const { case: c, days, stops, extensions } = detail;
  const told: Clause[] = [];
  const dayOf = (moment: string) => localDay(new Date(moment), detail.zone);
  const say = (key: Template, params: Clause['params'] = {}, join: Clause['join'] = 'sentence') =>
    told.push({ key, params, join });
  const today = dayOf(detail.as_of);
  const unit = c.limit_unit || 'working_days';
  // A promise to the hour has a moment, others a day.
  const moment = unit === 'hours' ? c.due_at : null;
  const due: Told | null = moment ? { moment } : c.due_on ? { day: c.due_on } : null;
  const isPast = moment ? moment <= detail.as_of : c.due_on !== null && c.due_on < today;

  // In the order they happened.
  const counting = detail.events.filter(
    ({ is_current, is_retracted, occurred_at }) => is_current && !is_retracted && occurred_at <= detail.as_of,
  );
  const ends = counting.filter(isEnd);
  const endedBy = c.decided_at ? 'decided' : c.state;
  const end = ends.findLast(({ type }) => type === endedBy);
  const endSaid = (of: End) => ({ end: { words: ENDS[of.type] }, day: { day: dayOf(of.occurred_at) } });
  if (!c.clock_from_on) {
    if (!end) say('not_started');
    else say('never_started', endSaid(end));
    if (end?.type === 'refused' && detail.refused_after !== null)
      say('refused_after', { used: { amount: detail.refused_after, unit: 'working_days' } });
    return told;
  }
  const acceptedAt = c.accepted_at;
  const first = counting.find(({ type }) => type === 'accepted');
  const endBefore = ends.findLast(({ occurred_at }) => acceptedAt !== null && occurred_at < acceptedAt);
  if (c.flags.includes('reopened') && first && endBefore)
    say('reopened', { first: { day: dayOf(first.occurred_at) }, ...endSaid(endBefore) });
  const startCell = days.find((d) => d.role === 'start');
  const offStart =
    startCell !== undefined && !startCell.is_makeup_workday && (startCell.name !== '' || isWeekend(c.clock_from_on));
  const start = c.flags.includes('deemed_accepted')
    ? 'start_deemed'
    : c.flags.includes('accepted_with_papers')
      ? 'start_papers'
      : c.accepted_at === null
        ? 'start_received'
        : offStart
          ? 'start_off'
          : 'start';
  say(start, { day: { day: c.clock_from_on } });
  if (c.promised_limit === null && c.limit_source !== 'event') {
    say('no_limit', {}, 'comma');
    return told;
  }
  if (c.limit_source === 'event' && due) say('from_event', { due }, 'comma');
  else if (c.promised_limit === 0) say('limit_same_day', {}, 'comma');
  else if (c.promised_limit !== null) say('limit', { limit: { amount: c.promised_limit, unit } }, 'comma');

  const decidedOn = c.decided_at ? dayOf(c.decided_at) : null;
  const until = decidedOn ?? (c.due_on && c.due_on > today ? c.due_on : today);
  const off = days.filter((d) => OFF.some((role) => role === d.role) && d.day > c.clock_from_on! && d.day <= until);
  if (unit !== 'calendar_days' && off.length) {
    const names = unique(off.map((d) => d.name));
    say(names.length ? 'off_named' : 'off', {
      n: { n: off.length },
      kinds: { all: OFF.filter((role) => off.some((d) => d.role === role)).map((role) => `off_${role}` as const) },
      ...(names.length ? { names: { names } } : {}),
    });
  }
  for (const stop of stops) {
    const from = dayOf(stop.from_at);
    const reason: Told = stop.reason ? { names: [stop.reason] } : { words: 'stop_reason_none' };
    if (!stop.to_at) {
      say('stopped_open', { from: { day: from }, reason });
      continue;
    }
    const to = dayOf(stop.to_at);
    // The day a stop starts still counts; overlapping stops show the days each of them covers.
    const taken = days.filter((d) => d.role === 'stopped' && d.day > from && d.day <= to).length;
    if (taken === 0) say('stopped_none', { from: { day: from }, reason });
    else say('stopped', { from: { day: from }, to: { day: to }, reason, n: { n: taken } });
  }
  for (const extension of extensions)
    say(extensionWords(extension, unit), {
      day: { day: dayOf(extension.granted_at) },
      amount: { amount: extension.granted, unit: extension.unit },
      added: { amount: extension.added, unit },
    });

  if (decidedOn) {
    if (due) say('due', { due });
    const spare = c.promised_limit !== null && c.used !== null ? c.promised_limit - c.used : null;
    const verdict: Told =
      c.verdict === 'early' && spare
        ? { words: 'decided_early' }
        : c.verdict === 'overdue'
          ? { words: 'decided_late' }
          : { words: 'decided_on_time' };
    if (c.verdict === 'early' || c.verdict === 'on_time' || c.verdict === 'overdue')
      say(
        'decided',
        {
          day: { day: decidedOn },
          used: { amount: c.used ?? 0, unit },
          verdict,
          spare: { amount: Math.abs(spare ?? c.remaining ?? 0), unit },
        },
        c.due_on ? 'semicolon' : 'sentence',
      );
    else say('decided_plain', { day: { day: decidedOn } }, c.due_on ? 'semicolon' : 'sentence');
  } else if (end) {
    say('ended', endSaid(end));
  } else if (c.stopped_since) {
    if (c.remaining !== null && c.remaining < 0) say('stopped_over', { left: { amount: -c.remaining, unit } });
    else if (c.remaining !== null) say('stopped_left', { left: { amount: c.remaining, unit } });
  } else {
    if (due) say(isPast ? 'due_passed' : 'due', { due });
    const join = c.due_on ? 'semicolon' : 'sentence';
    const now = days.find((d) => d.is_today);
    if ((unit === 'working_hours' || unit === 'hours') && c.used !== null)
      say('today_hours', { used: { amount: c.used, unit }, left: { left: c.remaining } }, join);
    else if (now?.ordinal && now.role === 'counted')
      say('today', { n: { n: now.ordinal }, left: { left: c.remaining } }, join);
    else if (now?.role === 'start') say('today', { n: { n: 0 }, left: { left: c.remaining } }, join);
    else say('today_off', { used: { amount: c.used ?? 0, unit }, left: { left: c.remaining } }, join);
  }
  return told;
}

function extensionWords({ in_time, added, unit }: StoryFacts['extensions'][number], limitUnit: string): Template {
  if (!in_time) return 'extension_late';
  if (added === 0) return 'extension_uncounted';
  // A promise in plain hours is extended by calendar days as they are.
  return unit === limitUnit || (limitUnit === 'hours' && unit === 'calendar_days')
    ? 'extension'
    : 'extension_converted';
}

export function statutoryStory(
  { case: c, as_of, zone }: Pick<StoryFacts, 'case' | 'as_of' | 'zone'>,
  item: Pick<ItemVersion, 'statutory_limit' | 'statutory_unit'> | null,
): Clause {
  // Before a clock runs no limit is in force, but the item's is on file.
  if (!c.clock_from_on && item !== null && item.statutory_limit !== null) {
    const limit = { amount: item.statutory_limit, unit: item.statutory_unit };
    return { key: 'statutory_on_file', params: { limit }, join: 'sentence' };
  }
  if (c.statutory_limit === null) return { key: 'statutory_none', params: {}, join: 'sentence' };
  const limit = { amount: c.statutory_limit, unit: c.statutory_unit };
  if (!c.statutory_due_on) return { key: 'statutory_running', params: { limit }, join: 'sentence' };
  const over = !c.decided_at && c.statutory_due_on < localDay(new Date(as_of), zone);
  return {
    key: over ? 'statutory_over' : 'statutory_due',
    params: { limit, due: { day: c.statutory_due_on } },
    join: 'sentence',
  };
}
