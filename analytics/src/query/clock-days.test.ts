/** The worked examples of the domain's clock, day by day, on the calendar of spring 2026. */
import { describe, expect, it } from 'vitest';
import { type CalendarDay, type ClockFacts, explainClock } from './clock-days.ts';

const SPRING_FESTIVAL = { from: '2026-02-15', to: '2026-02-23' };
const MAKEUP_DAYS = ['2026-02-14', '2026-02-28'];

function calendar(from: string, to: string, closures: Record<string, string> = {}): CalendarDay[] {
  const days: CalendarDay[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    const isWeekend = new Date(at).getUTCDay() % 6 === 0;
    if (closures[day]) days.push({ day, is_working: false, role: 'closure', name: closures[day] });
    else if (MAKEUP_DAYS.includes(day)) days.push({ day, is_working: true, role: 'makeup', name: '春节' });
    else if (day >= SPRING_FESTIVAL.from && day <= SPRING_FESTIVAL.to)
      days.push({ day, is_working: false, role: 'holiday', name: '春节' });
    else days.push({ day, is_working: !isWeekend, role: isWeekend ? 'weekend' : 'workday', name: '' });
  }
  return days;
}

const facts = (given: Partial<ClockFacts> & { start: string }): ClockFacts => ({
  closed: null,
  due: null,
  statutoryDue: null,
  today: '2026-12-31',
  countsEveryDay: false,
  stops: [],
  ...given,
});
const countedDays = (days: ReturnType<typeof explainClock>) =>
  days.filter(({ role }) => role === 'counted').map(({ day, ordinal }) => `${ordinal}:${day.slice(5)}`);
const roles = (days: ReturnType<typeof explainClock>) => days.map(({ day, role }) => `${day.slice(5)} ${role}`);

describe('a clock day by day', () => {
  it('over the Spring Festival counts 14, 24, 25, 26, 27 February', () => {
    const days = explainClock(
      facts({ start: '2026-02-13', due: '2026-02-27', closed: '2026-02-28' }),
      calendar('2026-02-13', '2026-03-01'),
    );
    expect(countedDays(days)).toEqual(['1:02-14', '2:02-24', '3:02-25', '4:02-26', '5:02-27', '6:02-28']);
    expect(days.filter(({ role }) => role === 'holiday')).toHaveLength(9);
    expect(days.find(({ day }) => day === '2026-02-20')?.name).toBe('春节');
    expect(days.filter(({ is_makeup_workday }) => is_makeup_workday).map(({ day }) => day)).toEqual(MAKEUP_DAYS);
    expect(days.filter(({ is_due }) => is_due).map(({ day }) => day)).toEqual(['2026-02-27']);
    expect(days.filter(({ is_decided }) => is_decided).map(({ day }) => day)).toEqual(['2026-02-28']);
    expect(days.at(-1)).toMatchObject({ day: '2026-03-01', role: 'after', ordinal: null });
  });

  it('accepted on a holiday starts that day; the first working day after it is day 1', () => {
    const days = explainClock(
      facts({ start: '2026-02-21', closed: '2026-02-24' }),
      calendar('2026-02-21', '2026-02-24'),
    );
    expect(roles(days)).toEqual(['02-21 start', '02-22 holiday', '02-23 holiday', '02-24 counted']);
    expect(countedDays(days)).toEqual(['1:02-24']);
  });

  it('with a stop from 4 to 6 March counts 3, 4, then 9, 10, 11', () => {
    const stops = [{ from: '2026-03-04', to: '2026-03-06', reason: '现场勘验' }];
    const days = explainClock(
      facts({ start: '2026-03-02', due: '2026-03-11', stops }),
      calendar('2026-03-02', '2026-03-11'),
    );
    expect(countedDays(days)).toEqual(['1:03-03', '2:03-04', '3:03-09', '4:03-10', '5:03-11']);
    expect(days.filter(({ role }) => role === 'stopped').map(({ day, name }) => [day, name])).toEqual([
      ['2026-03-05', '现场勘验'],
      ['2026-03-06', '现场勘验'],
    ]);
  });

  it('counts overlapping stops once', () => {
    const stops = [
      { from: '2026-03-04', to: '2026-03-06', reason: '' },
      { from: '2026-03-05', to: '2026-03-09', reason: '' },
    ];
    const days = explainClock(facts({ start: '2026-03-02', stops }), calendar('2026-03-02', '2026-03-12'));
    expect(countedDays(days)).toEqual(['1:03-03', '2:03-04', '3:03-10', '4:03-11', '5:03-12']);
  });

  it('with three days added by an extension counts eight', () => {
    const days = explainClock(facts({ start: '2026-03-02', due: '2026-03-12' }), calendar('2026-03-02', '2026-03-12'));
    expect(countedDays(days).at(-1)).toBe('8:03-12');
  });

  it('while stopped leaves the days ahead without a number', () => {
    const stops = [{ from: '2026-03-04', to: null, reason: '检验' }];
    const days = explainClock(
      facts({ start: '2026-03-02', today: '2026-03-06', stops }),
      calendar('2026-03-02', '2026-03-10'),
    );
    expect(roles(days).slice(3)).toEqual([
      '03-05 stopped',
      '03-06 stopped',
      '03-07 weekend',
      '03-08 weekend',
      '03-09 ahead',
      '03-10 ahead',
    ]);
    expect(days.at(-1)?.ordinal).toBeNull();
  });

  it('numbers the days ahead up to the due day of an open case', () => {
    const days = explainClock(
      facts({ start: '2026-03-02', due: '2026-03-09', today: '2026-03-04' }),
      calendar('2026-03-02', '2026-03-09'),
    );
    expect(days.at(-1)).toMatchObject({ role: 'ahead', ordinal: 5, is_due: true });
    expect(days.find(({ is_today }) => is_today)?.day).toBe('2026-03-04');
  });

  it('names a centre’s own closure', () => {
    const closures = { '2026-03-03': '大厅搬迁' };
    const days = explainClock(facts({ start: '2026-03-02' }), calendar('2026-03-02', '2026-03-04', closures));
    expect(days[1]).toMatchObject({ role: 'closure', name: '大厅搬迁', ordinal: null });
    expect(countedDays(days)).toEqual(['1:03-04']);
  });

  it('in calendar days counts weekends and holidays too, but not what a stop took', () => {
    const stops = [{ from: '2026-03-06', to: '2026-03-07', reason: '' }];
    const days = explainClock(
      facts({ start: '2026-03-05', countsEveryDay: true, stops }),
      calendar('2026-03-05', '2026-03-09'),
    );
    expect(roles(days)).toEqual(['03-05 start', '03-06 counted', '03-07 stopped', '03-08 counted', '03-09 counted']);
  });
});
