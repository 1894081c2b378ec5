/** What a city shows a visitor who comes at any hour of any day. */
import { expect, test } from 'vitest';
import type { CaseEvent } from '../event.ts';
import { FoundedCity } from './founded-city.ts';
import { nationalCalendar } from './national-calendar.ts';
import { dayOf, WorkingDays } from './working-days.ts';

const FOUNDED = '2026-02-13';
const city = new FoundedCity({
  seed: 20,
  founded: dayOf(FOUNDED) * 1440 + 630,
  calendar: new WorkingDays(nationalCalendar()),
  casesPerWorkingDay: 600,
});
/** From the last working days before 春节 over its nine days off to the first ones after. */
const first = dayOf('2026-02-12');
const last = dayOf('2026-02-26');
const lines = Array.from({ length: 60 + last - first }, (_, i) => city.day(first - 60 + i))
  .flat()
  .map(({ at, line }) => ({ at, event: JSON.parse(line) as CaseEvent }));
const seconds = (moment: string) => Date.parse(moment) / 1000 + 8 * 3600;

test('nothing is answered before it is applied for, or decided before it is accepted but what is meant to be', () => {
  const cases = new Map<string, Map<string, CaseEvent>>();
  for (const { event } of lines) {
    const events = cases.get(event.case_id) ?? new Map<string, CaseEvent>();
    const known = events.get(event.event_id);
    if (!known || (event.revision ?? 0) > (known.revision ?? 0)) events.set(event.event_id, event);
    cases.set(event.case_id, events);
  }
  let mixedUp = 0;
  const wrong = [...cases.values()].flatMap((events) => {
    const current = [...events.values()].filter((event) => !event.retracted);
    const first = (...types: CaseEvent['type'][]) =>
      Math.min(
        ...current.filter(({ type }) => types.includes(type)).map((event) => seconds(event.occurred_at)),
        Number.POSITIVE_INFINITY,
      );
    const accepted = first('accepted');
    const applied = first('applied');
    const isDecidedEarly = accepted < Number.POSITIVE_INFINITY && first('decided') < accepted;
    // Done first, taken in within twenty minutes, on the same day: what the rule about it is to find.
    const isMeant =
      isDecidedEarly &&
      accepted - first('decided') <= 1200 &&
      Math.floor(accepted / 86_400) === Math.floor(first('decided') / 86_400);
    if (isMeant) mixedUp += 1;
    const isAnsweredEarly =
      applied < Number.POSITIVE_INFINITY &&
      Math.min(accepted, first('refused', 'withdrawn', 'supplement_requested')) < applied;
    return (isDecidedEarly && !isMeant) || isAnsweredEarly ? [current] : [];
  });
  expect(wrong).toEqual([]);
  expect(mixedUp).toBeGreaterThan(0);
  expect(mixedUp / cases.size).toBeLessThan(0.001);
});

test('every line arrives after what it tells has happened and was recorded', () => {
  const early = lines.filter(
    ({ at, event }) =>
      seconds(event.occurred_at) > at || (event.recorded_at !== undefined && seconds(event.recorded_at) > at),
  );
  expect(early).toEqual([]);
});

/** Told within five minutes of happening: what a visitor sees as live. Counted by hour. */
const live = new Map<number, number>();
for (const { at, event } of lines) {
  if (at < first * 86_400 || at >= last * 86_400 || at - seconds(event.occurred_at) >= 300) continue;
  const hour = Math.floor(at / 3600);
  live.set(hour, (live.get(hour) ?? 0) + 1);
}
const perHour = (days: readonly string[], from: number, to: number) => {
  const counts = days.flatMap((day) =>
    Array.from({ length: to - from }, (_, i) => live.get(dayOf(day) * 24 + from + i) ?? 0),
  );
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
};
const WORKING = ['2026-02-12', '2026-02-13', '2026-02-24', '2026-02-25'];
const OFF = ['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-02-21'];

test('in every hour, by night and on holidays too, a visitor sees something happen', () => {
  expect(live.size).toBe(24 * (last - first));
  expect(Math.min(...live.values())).toBeGreaterThanOrEqual(3);
  expect(perHour(OFF, 0, 6)).toBeGreaterThan(12);
});

test('nights and days off are quiet beside office hours', () => {
  const office = perHour(WORKING, 9, 12);
  expect(office).toBeGreaterThan(200);
  expect(perHour(WORKING, 0, 6)).toBeLessThan(office / 8);
  expect(perHour(OFF, 9, 12)).toBeLessThan(office / 8);
});

test('case numbers rise through the day', () => {
  const begun = lines
    .filter(({ event }) => event.type === 'applied' && event.case_id.startsWith('439600-20260212-'))
    .sort((a, b) => (a.event.occurred_at < b.event.occurred_at ? -1 : 1))
    .map(({ event }) => event.case_id);
  expect(begun.length).toBeGreaterThan(200);
  expect(begun).toEqual([...begun].sort());
});
