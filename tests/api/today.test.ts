/** What "today" is: each case counts on the wall clock of its own calendar, whatever the zone of the default one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Event, openSmallCity, type SmallCity } from './small-city.ts';

/** In Yueyang it is Wednesday morning, the 11th; in Boston, whose calendar is the default, Tuesday evening, the 10th. */
const NOW = new Date('2026-03-11T01:00:00.000Z');
const HERE = 'America/New_York,whole_days,8,09:00-17:00,2020-01-01';
const THERE = 'Asia/Shanghai,whole_days,8,09:00-12:00 13:00-18:00,2020-01-01';

let serial = 0;
function event(type: string, caseId: string, occurredAt: string, more: Event): Event {
  serial += 1;
  return { source: 'hall', event_id: `t${serial}`, type, case_id: caseId, occurred_at: occurredAt, ...more };
}
const taken = (caseId: string, at: string, decidedAt: string, centre: string) => [
  event('accepted', caseId, at, { centre }),
  event('decided', caseId, decidedAt, { centre, outcome: 'completed' }),
];

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity({
    now: NOW,
    directory: {
      'calendars.csv': `calendar,zone,counting,standard_day_hours,hours,valid_from\ndefault,${HERE}\nyueyang,${THERE}\n`,
      'centres.csv': `centre,name,region,calendar,valid_from
hall,City Hall,430100,,2020-01-01
yueyang,岳阳市政务服务中心,430100,yueyang,2020-01-01
`,
    },
    events: [
      ...taken('today-here', '2026-03-10T09:00:00-04:00', '2026-03-10T20:30:00-04:00', 'hall'),
      ...taken('today-there', '2026-03-11T08:10:00+08:00', '2026-03-11T08:40:00+08:00', 'yueyang'),
      // On Boston's wall clock this is today.
      ...taken('yesterday-there', '2026-03-10T22:00:00+08:00', '2026-03-10T22:30:00+08:00', 'yueyang'),
      ...taken('yesterday-here', '2026-03-09T09:00:00-04:00', '2026-03-09T23:30:00-04:00', 'hall'),
      // Not yet.
      ...taken('later-here', '2026-03-10T09:00:00-04:00', '2026-03-10T22:00:00-04:00', 'hall'),
    ],
  });
});
afterAll(() => city?.close());

async function today(query: string) {
  const answer = await city.server.inject({ url: `/api/v1/overdue/summary?${query}` });
  expect(answer.statusCode, answer.body).toBe(200);
  const { received_today: received, decided_today: decided } = answer.json();
  return { received, decided };
}

it('counts what each centre did on its own day', async () => {
  expect(await today('centre=hall')).toEqual({ received: 2, decided: 1 });
  expect(await today('centre=yueyang')).toEqual({ received: 1, decided: 1 });
  expect(await today('')).toEqual({ received: 3, decided: 2 });
});

it('turns where midnight has come, and not elsewhere', async () => {
  const midnightHere = '2026-03-11T04:30:00.000Z';
  expect(await today(`as_of=${midnightHere}`)).toEqual({ received: 1, decided: 1 });
});
