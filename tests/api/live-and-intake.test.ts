/** Events posted over HTTP are answered, counted, and seen by who watches the live stream. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSmallCity, type SmallCity } from './small-city.ts';

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity();
});
afterAll(() => city?.close());

const newcomer = {
  source: 'hall',
  event_id: 'new-1',
  type: 'accepted',
  case_id: 'newcomer',
  occurred_at: '2026-03-11T10:00:00+08:00',
  department: 'plan',
  window: 'plan-1',
  item: 'permit',
};

async function post(events: unknown[]) {
  return city.server.inject({
    method: 'POST',
    url: '/api/v1/events',
    headers: { 'content-type': 'application/x-ndjson' },
    payload: events.map((event) => JSON.stringify(event)).join('\n'),
  });
}

describe('the live stream', () => {
  it('tells of a stored event and of the lamps', async () => {
    const answer = await city.server.inject({ url: '/api/v1/live', payloadAsStream: true });
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers['content-encoding']).toBeUndefined();
    let text = '';
    const seen = new Promise<void>((resolve) => {
      answer.stream().on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('event: stored') && text.includes('event: summary')) resolve();
      });
    });
    expect((await post([newcomer])).statusCode).toBe(200);
    await seen;
    const stored = /event: stored\ndata: (.*)\n/.exec(text)?.[1] ?? '{}';
    expect(JSON.parse(stored)).toMatchObject({
      events: 1,
      cases: 1,
      newest: [{ case_id: 'newcomer', type: 'accepted', occurred_at: '2026-03-11T02:00:00.000Z', department: 'plan' }],
    });
    answer.stream().destroy();
  });
});

describe('an event posted', () => {
  it('is in its case for whoever opens it as soon as it is acknowledged', async () => {
    const events = [{ type: 'accepted' }, { type: 'decided', outcome: 'completed' }];
    for (const [index, said] of events.entries()) {
      const event = { ...newcomer, case_id: 'opened at once', event_id: `at-once-${index}`, ...said };
      expect((await post([event])).statusCode).toBe(200);
      const opened = await city.server.inject({ url: '/api/v1/cases/opened%20at%20once' });
      expect(opened.json().events, opened.body).toHaveLength(index + 1);
      expect(opened.json().case.state).toBe(said.type);
    }
  });

  it('is in the case at once when it is settled, and known when sent again', async () => {
    const again = await post([newcomer]);
    expect(again.json()).toMatchObject({ results: [{ line: 1, status: 'known' }] });
    await city.engine.intake.settled();
    const detail = await city.server.inject({ url: '/api/v1/cases/newcomer' });
    expect(detail.json().case).toMatchObject({ state: 'accepted', due_on: '2026-03-18' });
  });

  it('that is refused is listed and can be replayed', async () => {
    const future = { ...newcomer, event_id: 'new-2', occurred_at: '2999-01-01T00:00:00+08:00' };
    const answer = await post([future]);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      answer: { results: [{ line: 1, status: 'rejected', field: 'occurred_at' }] },
    });
    const listed = (await city.server.inject({ url: '/api/v1/rejects?state=open' })).json();
    expect(listed.rows).toHaveLength(1);
    expect(listed.rows[0]).toMatchObject({ source: 'hall', field: 'occurred_at', replayed_at: null });
    const replayed = await city.server.inject({ method: 'POST', url: '/api/v1/rejects/replay' });
    expect(replayed.statusCode, replayed.body).toBe(200);
    expect(replayed.json()).toMatchObject({
      accepted: 0,
      refused: 1,
      left: 0,
      reasons: [{ code: 'future', field: 'occurred_at', lines: 1, examples: [{ source: 'hall', line: 1 }] }],
    });
    const [again] = (await city.server.inject({ url: '/api/v1/rejects?state=open' })).json().rows;
    expect(again.received_at).toBe(listed.rows[0].received_at);
  });

  it('that is refused is not looked for under a reason that is none', async () => {
    const listed = await city.server.inject({ url: '/api/v1/rejects?code=nonsense' });
    expect(listed.statusCode).toBe(400);
    expect(listed.json().detail).toMatch(/^"code" must be one of too_long, .*unknown_field, .*row_code/);
    const replayed = await city.server.inject({
      method: 'POST',
      url: '/api/v1/rejects/replay',
      payload: { code: 'nonsense' },
    });
    expect(replayed.statusCode).toBe(400);
    expect(replayed.json().detail).toBe(listed.json().detail);
  });

  it('is counted in the metrics', async () => {
    const metrics = await city.server.inject({ url: '/metrics' });
    expect(metrics.headers['content-type']).toContain('text/plain');
    expect(metrics.body).toMatch(/^mingcha_events_stored_total \d+$/m);
    expect(metrics.body).toContain('route="/api/v1/events"');
    expect(metrics.body).toMatch(/^mingcha_live_viewers \d+$/m);
  });
});
