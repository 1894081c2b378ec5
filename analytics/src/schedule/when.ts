/**
 * When a schedule is due: a pure function of its calendar. Each day, week, ten days, month … is one occasion. One without any
 * working day, as a week within 春节, has its report on the first working day after it: none is left out.
 */
import { zoneNamed } from '@mingcha/ingest';
import { addDays, formatPeriod, isoWeekday, type Period, periodOf, shiftPeriod } from '../periods/period.ts';
import { partsOf, type Schedule } from './schedule.ts';

export interface WorkingDays {
  /** IANA zone of its days. */
  zone: string;
  /** By day as ISO text. Days it does not hold are guessed by weekday. */
  days: ReadonlyMap<string, boolean>;
}

export interface Occasion {
  /** The day, week, ten days … it stands for, as text: 2026-W10. With the schedule's code it is the number of the run. */
  occasion: string;
  /** The local day the report is made. */
  day: string;
  /** When the report is due. */
  at: Date;
  /** What the report is about. */
  period: Period;
}

type Timed = Pick<Schedule, 'when' | 'at' | 'period' | 'which'>;

/** The longest stretch without a working day is shorter. */
const LONGEST_REST = 45;
/** Further ahead nothing is looked for. */
const DAYS_AHEAD = 800;

export const isWorking = ({ days }: WorkingDays, day: string): boolean => days.get(day) ?? isoWeekday(day) <= 5;

/** The first occasion due after a moment; undefined where none is within two years. */
export function nextRun(schedule: Timed, calendar: WorkingDays, after: Date): Occasion | undefined {
  const end = addDays(dayAt(calendar, after), DAYS_AHEAD);
  for (const occasion of occasionsUntil(schedule, calendar, after, end)) if (occasion.at > after) return occasion;
  return undefined;
}

/** All occasions due after one moment and not after another, in order. */
export function runsBetween(schedule: Timed, calendar: WorkingDays, after: Date, until: Date): Occasion[] {
  return [...occasionsUntil(schedule, calendar, after, dayAt(calendar, until))].filter(
    ({ at }) => at > after && at <= until,
  );
}

function* occasionsUntil(schedule: Timed, calendar: WorkingDays, after: Date, end: string): Generator<Occasion> {
  const parts = partsOf(schedule.when);
  if (parts === undefined) return;
  let anchor = periodOf(parts.unit, addDays(dayAt(calendar, after), -LONGEST_REST));
  for (; anchor.from <= end; anchor = shiftPeriod(anchor, 1)) {
    const day = dayOf(parts.which, anchor, calendar);
    if (day === undefined) continue;
    const at = new Date(zoneNamed(calendar.zone).toMoment(Date.parse(`${day}T${schedule.at}:00Z`)));
    yield { occasion: formatPeriod(anchor), day, at, period: periodFor(schedule, parts.which, anchor, day, calendar) };
  }
}

/** The day a report of an anchor is made; undefined for a day that is no working day. */
function dayOf(which: 'every' | 'first' | 'last', anchor: Period, calendar: WorkingDays): string | undefined {
  if (which === 'every') return isWorking(calendar, anchor.from) ? anchor.from : undefined;
  const within = daysOf(anchor).filter((day) => isWorking(calendar, day));
  return (which === 'first' ? within[0] : within.at(-1)) ?? workingDay(calendar, anchor.to, 1);
}

function periodFor(
  { period: kind, which }: Timed,
  when: 'every' | 'first' | 'last',
  anchor: Period,
  day: string,
  calendar: WorkingDays,
): Period {
  if (kind === 'day') {
    if (which === 'running') return periodOf('day', day);
    return periodOf('day', workingDay(calendar, day, which === 'ended' ? -1 : 1));
  }
  const around = periodOf(kind, when === 'last' ? anchor.to : anchor.from);
  if (which === 'running') return around;
  return shiftPeriod(around, which === 'ended' ? -1 : 1);
}

/** The next working day after (1) or the last before (-1) a day. */
function workingDay(calendar: WorkingDays, day: string, step: 1 | -1): string {
  let found = addDays(day, step);
  while (!isWorking(calendar, found)) found = addDays(found, step);
  return found;
}

function daysOf({ from, to }: Period): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The local day of a moment. */
export const dayAt = ({ zone }: WorkingDays, moment: Date): string =>
  new Date(zoneNamed(zone).toLocal(moment.getTime())).toISOString().slice(0, 10);
