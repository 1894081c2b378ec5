/** The wall screen: figures by hand of the small city, nothing that names a case or a person, and a door for it alone. */
import { openWallDoor, Wall, type WallDoor } from '@mingcha/analytics';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cityEvents, NOW, openSmallCity, type SmallCity } from './small-city.ts';

/** Enough for one department to be ranked in the week of 2 March. */
const ranked = [1, 2, 3, 4, 5].flatMap((n) =>
  [
    { type: 'accepted', occurred_at: '2026-03-02T10:00:00+08:00' },
    { type: 'decided', occurred_at: '2026-03-04T15:00:00+08:00', outcome: 'completed' },
  ].map((event) => ({
    ...{ source: 'hall', event_id: `r${n}-${event.type}`, case_id: `ranked-${n}`, ...event },
    ...{ department: 'plan', window: 'plan-1', staff: 's-plan', item: 'permit', centre: 'hall' },
  })),
);

let city: SmallCity;
let door: WallDoor;
beforeAll(async () => {
  city = await openSmallCity({ events: [...cityEvents(), ...ranked] });
  door = await openWallDoor(city.server, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await door?.close();
  await city?.close();
});

async function wall(query = ''): Promise<Wall> {
  const answer = await city.server.inject({ url: `/api/v1/wall${query}` });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

describe('GET /api/v1/wall', () => {
  it('keeps to the contract, and says what the lamps say', async () => {
    const shown = await wall();
    expect([...Value.Errors(Wall, shown)]).toEqual([]);
    const { as_of, ...summary } = (await city.server.inject({ url: '/api/v1/overdue/summary' })).json();
    expect(shown.summary).toMatchObject(summary);
    expect(shown.as_of).toBe(as_of);
  });

  it('holds today against the working day before at the same time of day, over a week-end too', async () => {
    // Wednesday the 11th, 17:30: one decision at 15:00. Tuesday: one case received at 09:30.
    expect(await wall()).toMatchObject({
      today: { day: '2026-03-11', until: NOW.toISOString(), received: 0, decided: 1 },
      before: { day: '2026-03-10', until: '2026-03-10T09:30:00.000Z', received: 1, decided: 0 },
    });
    // Monday the 9th, 14:00: the decision comes at 15:00. Friday the 6th by 14:00: one received, and refused, which decides nothing.
    const monday = await wall('?as_of=2026-03-09T14:00:00%2B08:00');
    expect(monday).toMatchObject({ today: { received: 0, decided: 0 }, before: { day: '2026-03-06', received: 1 } });
    expect(monday.before!.until).toBe('2026-03-06T06:00:00.000Z');
    const early = await wall('?as_of=2026-03-11T09:00:00%2B08:00');
    expect(early.before).toMatchObject({ day: '2026-03-10', received: 0 });
  });

  it('lists the gravest open cases first', async () => {
    const { gravest } = await wall();
    expect(gravest.map(({ grade, item_name }) => [grade, item_name])).toEqual([
      ['red', '建设工程规划许可'],
      ['yellow', '建设工程规划许可'],
      ['notice', '食品经营许可'],
    ]);
    expect(gravest[1]).toMatchObject({ department_name: '规划局', window_name: '规划1号窗', remaining: -2 });
  });

  it('has no place for a case number or a person', async () => {
    const shown = await wall();
    expect(Object.keys(shown.gravest[0]!).sort()).toEqual([
      ...['department_name', 'grade', 'item_name', 'limit_unit', 'remaining', 'window_name'],
    ]);
    expect(JSON.stringify(shown)).not.toMatch(/case_id|staff|open-red|张工|李工|s-plan|s-food/);
  });

  it('answers for a hall or a county, and for nobody in person', async () => {
    const ask = (query: string) => city.server.inject({ url: `/api/v1/wall?${query}` });
    expect((await ask('centre=hall')).json().summary.red).toBe(1);
    expect((await ask('county=430100')).json().summary.red).toBe(1);
    expect((await ask('centre=elsewhere')).statusCode).toBe(400);
    expect((await ask('staff=s-plan')).statusCode).toBe(400);
  });

  it('takes the week before while nobody is ranked in the running one', async () => {
    const { week, leaders } = await wall();
    expect(week).toBe('2026-W10');
    expect(leaders).toMatchObject([{ rank: 1, is_tied: false, name: '规划局', commitment_completed: 6 }]);
  });
});

describe('the live stream of the wall', () => {
  it('tells that something was stored, and not of which case', async () => {
    const answer = await city.server.inject({ url: '/api/v1/wall/live', payloadAsStream: true });
    let text = '';
    const seen = new Promise<void>((resolve) => {
      answer.stream().on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('event: stored') && text.includes('event: summary')) resolve();
      });
    });
    await city.engine.intake.submit([
      {
        source: 'hall',
        event_id: 'wall-1',
        type: 'accepted',
        case_id: 'seen-by-nobody',
        occurred_at: '2026-03-11T10:00:00+08:00',
        ...{ department: 'plan', window: 'plan-1', item: 'permit' },
      },
    ]);
    await seen;
    expect(JSON.parse(/event: stored\ndata: (.*)\n/.exec(text)![1]!)).toMatchObject({ events: 1, newest: [] });
    expect(text).not.toContain('seen-by-nobody');
    answer.stream().destroy();
  });
});

describe('the door for the wall alone', () => {
  const through = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${door.port}${path}`, { redirect: 'manual', ...init });

  it('lets through what the page reads', async () => {
    expect(await (await through('/api/v1/wall')).json()).toMatchObject({ today: { day: '2026-03-11' } });
    expect((await through('/api/v1/centres')).status).toBe(200);
    const root = await through('/');
    expect([root.status, root.headers.get('location')]).toEqual([302, '/wall']);
  });

  it.each([
    ['GET', '/api/v1/cases/early'],
    ['GET', '/api/v1/overdue'],
    ['GET', '/api/v1/live'],
    ['GET', '/metrics'],
    ['GET', '/supervision'],
    ['GET', '/assets/../api/v1/overdue'],
    ['GET', '/assets/%2e%2e/api/v1/overdue'],
    ['GET', '//api/v1/wall'],
    ['POST', '/api/v1/events'],
    ['POST', '/api/v1/wall'],
    ['DELETE', '/wall'],
  ])('refuses %s %s in a sentence', async (method, path) => {
    const answer = await through(path, { method });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('nothing else') });
  });
});
