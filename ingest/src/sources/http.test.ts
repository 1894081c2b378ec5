import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkLine } from '../intake/check.ts';
import type { Intake, LineResult, SubmitOptions } from '../intake/intake.ts';
import { LineBytes } from '../intake/line-bytes.ts';
import { IntakeUnavailable } from '../intake/unavailable.ts';
import { SHANGHAI } from '../intake/zone.ts';
import { type EventsRouteOptions, eventsRoute } from './http.ts';
import { MAX_LINES, splitArray, splitLines } from './http-body.ts';

/** An intake that checks like the real one and stores nothing. */
function checking() {
  const calls: { lines: readonly (string | object)[]; options: SubmitOptions }[] = [];
  const intake: Intake = {
    async submit(sent, options = {}) {
      const lines = sent.map((line) => (line instanceof LineBytes ? line.toString() : line));
      calls.push({ lines, options });
      return lines.map((text, index): LineResult => {
        const line = options.lineNumbers?.[index] ?? index + 1;
        const checked = checkLine(text, { zone: SHANGHAI, latest: Date.parse('2026-12-31'), tolerance: 0 });
        return 'code' in checked
          ? { line, status: 'rejected', ...checked }
          : { line, status: 'stored', event_id: checked.event.event_id };
      });
    },
    refuse: async () => undefined,
    onStored: () => () => undefined,
    settled: async () => undefined,
    close: async () => undefined,
  };
  return { intake, calls };
}

let app: FastifyInstance;
let calls: ReturnType<typeof checking>['calls'];

async function open(options: Partial<EventsRouteOptions> = {}): Promise<void> {
  const spy = checking();
  calls = spy.calls;
  app = fastify();
  await app.register(eventsRoute, { prefix: '/api/v1', intake: spy.intake, ...options });
}
beforeEach(() => open());
afterEach(() => app.close());

const event = (id: string, changes: object = {}) =>
  JSON.stringify({
    source: 'hall',
    event_id: id,
    type: 'accepted',
    case_id: 'C1',
    occurred_at: '2026-03-02',
    ...changes,
  });

function post(payload: string | Buffer, headers: Record<string, string> = {}, query = '') {
  return app.inject({
    method: 'POST',
    url: `/api/v1/events${query}`,
    headers: { 'content-type': 'application/x-ndjson', ...headers },
    payload,
  });
}
const asArray = { 'content-type': 'application/json; charset=utf-8' };

describe('events are taken', () => {
  it('as NDJSON, answered line by line', async () => {
    const response = await post(`${event('E1')}\n${event('E2', { type: 'x' })}\n`);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      stored: 1,
      known: 0,
      rejected: 1,
      results: [
        { line: 1, status: 'stored', event_id: 'E1' },
        { line: 2, status: 'rejected', code: 'unknown_type', field: 'type', message: expect.any(String) },
      ],
    });
  });

  it('as a JSON array, or one object', async () => {
    expect((await post(`[${event('E1')}, ${event('E2')}]`, asArray)).json()).toMatchObject({ stored: 2, rejected: 0 });
    expect((await post(event('E1'), asArray)).json()).toMatchObject({ stored: 1 });
  });

  it('from an array with a fault in it, answered for every place, those that hold nothing among them', async () => {
    const answered = async (body: string) => {
      const response = await post(body, asArray);
      return [
        response.statusCode,
        (response.json() as { results: LineResult[] }).results.map(({ line, status, message }) => [
          line,
          status,
          message,
        ]),
      ];
    };
    const nothing = expect.stringMatching(/^There is nothing here; an array has a comma too many/);
    const notJson = expect.stringMatching(/^The line is not valid JSON/);
    const stored = (line: number) => [line, 'stored', undefined];
    expect(await answered(`[${event('E1')},]`)).toEqual([200, [stored(1), [2, 'rejected', nothing]]]);
    expect(await answered(`[,${event('E1')}]`)).toEqual([200, [[1, 'rejected', nothing], stored(2)]]);
    expect(await answered(`[${event('E1')},,${event('E2')}]`)).toEqual([
      200,
      [stored(1), [2, 'rejected', nothing], stored(3)],
    ]);
    expect(await answered(`[${event('E1')} ${event('E2')},${event('E3')}]`)).toEqual([
      200,
      [[1, 'rejected', notJson], stored(2)],
    ]);
    expect((await post('[,]', asArray)).json()).toMatchObject({ status: 400, answer: { rejected: 2 } });
  });

  it('but not with blanks at the ends of a code, which columns of files are read without', async () => {
    const response = await post(`${event('E1')}\n${event('E2', { window: 'W01 ' })}`);
    expect(response.json().results[1]).toMatchObject({ status: 'rejected', code: 'wrong_value', field: 'window' });
    expect(response.json().results[1].message).toMatch(/; send "W01"\.$/);
  });

  it('packed with gzip', async () => {
    const response = await post(gzipSync(`${event('E1')}\n${event('E2')}`), { 'content-encoding': 'gzip' });
    expect(response.json()).toMatchObject({ stored: 2 });
    expect((await post(gzipSync(`[${event('E1')}]`), { ...asArray, 'content-encoding': 'gzip' })).json().stored).toBe(
      1,
    );
  });

  it('listing only what was rejected where the sender asks for it', async () => {
    const response = await post(`${event('E1')}\nnonsense`, {}, '?results=rejected');
    expect(response.json()).toMatchObject({ stored: 1, rejected: 1, results: [{ line: 2, code: 'not_json' }] });
  });

  it('with times in the zone the sender names', async () => {
    await post(event('E1'), { 'x-mingcha-zone': 'America/New_York' });
    expect(calls[0]!.options.zone).toBe('America/New_York');
    const response = await post(event('E1'), { 'x-mingcha-zone': 'Boston' });
    expect(response.statusCode).toBe(400);
    expect(response.json().detail).toMatch(/^X-Mingcha-Zone: There is no time zone "Boston"/);
  });

  it('counting blank lines, windows line ends and a byte order mark as nothing', async () => {
    const response = await post(`\ufeff${event('E1')}\r\n\r\n  \n${event('E2')}\r\n`);
    expect(response.json().results.map(({ line, status }: LineResult) => [line, status])).toEqual([
      [1, 'stored'],
      [4, 'stored'],
    ]);
  });

  it('with broken UTF-8 refusing its own line only', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${event('E1', { reason: '材料' })}\n`),
      Buffer.from(event('E2', { reason: 'X' }).replace('X', '\u0001')).map((byte) => (byte === 1 ? 0xe6 : byte)),
      Buffer.from(`\n${event('E3')}`),
    ]);
    const statuses = (await post(bytes)).json().results.map((result: LineResult) => result.code ?? result.status);
    expect(statuses).toEqual(['stored', 'broken_utf8', 'stored']);
  });

  it('with a NUL and a line too long refusing their own lines only', async () => {
    const long = event('E2', { reason: 'x'.repeat(70_000) });
    const body = `${event('E1')}\n${long}\n${event('E3').replace('hall', 'ha\u0000l')}\n${event('E4')}`;
    const statuses = (await post(body)).json().results.map((result: LineResult) => result.code ?? result.status);
    expect(statuses).toEqual(['stored', 'too_long', 'nul', 'stored']);
  });

  it('with a broken member of an array refusing that member only', async () => {
    const body = `[${event('E1')}, {"source": nonsense}, 7, ${event('E2')}]`;
    const statuses = (await post(body, asArray))
      .json()
      .results.map((result: LineResult) => result.code ?? result.status);
    expect(statuses).toEqual(['stored', 'not_json', 'not_json', 'stored']);
  });
});

describe('a body of which not one line is taken', () => {
  it('is a 400 with the answer to each line, and its lines go where refused lines are kept', async () => {
    const response = await post(`${event('E1', { type: 'x' })}\n\nnonsense`);
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(response.json()).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: expect.stringMatching(
        /^All 2 lines were rejected; nothing was stored\. Line 1: type "x" is not known; .* stands in “answer”\.$/,
      ),
      answer: {
        stored: 0,
        known: 0,
        rejected: 2,
        results: [
          { line: 1, status: 'rejected', code: 'unknown_type', field: 'type', message: expect.any(String) },
          { line: 3, status: 'rejected', code: 'not_json', field: '', message: expect.any(String) },
        ],
      },
    });
    expect(calls[0]!.lines).toEqual([event('E1', { type: 'x' }), 'nonsense']);
  });

  it.each<[string, string, Record<string, string>, string[]]>([
    ['not JSON at all', '<html>\n</html>', {}, ['not_json', 'not_json']],
    ['an array of no events', '[1, 2, [3]]', asArray, ['not_json', 'not_json', 'not_json']],
    ['an array sent as NDJSON', `[${event('E1')}]`, {}, ['not_json']],
    ['NDJSON sent as JSON', `${event('E1')}\n${event('E2')}`, asArray, ['not_json']],
  ])('also when it is %s', async (_, body, headers, codes) => {
    const response = await post(body, headers, '?results=rejected');
    expect(response.statusCode).toBe(400);
    expect(response.json().answer.results.map(({ code }: LineResult) => code)).toEqual(codes);
  });

  it('is no 400 when a line of it was known before', async () => {
    await app.close();
    const { intake } = checking();
    const submit = async (): Promise<LineResult[]> => [
      { line: 1, status: 'rejected', code: 'future', field: 'occurred_at', message: 'No.' },
      { line: 2, status: 'known', event_id: 'E2' },
    ];
    await open({ intake: { ...intake, submit } });
    expect((await post(`${event('E1')}\n${event('E2')}`)).statusCode).toBe(200);
  });
});

describe('a body that cannot be taken says why', () => {
  const expectProblem = async (response: Awaited<ReturnType<typeof post>>, status: number, detail: RegExp) => {
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(response.json()).toEqual({
      type: 'about:blank',
      title: expect.any(String),
      status,
      detail: expect.stringMatching(detail),
    });
    expect(response.statusCode).toBe(status);
    return response;
  };

  it.each<[string, string | Buffer, Record<string, string>, RegExp]>([
    ['empty', '', {}, /holds no event/],
    ['blank', '\n\n', {}, /holds no event/],
    ['an empty array', '[]', asArray, /holds no event/],
    [
      'text sent as JSON',
      'nonsense',
      asArray,
      /is not a JSON array of events; for one event per line send application\/x-ndjson/,
    ],
    ['a cut array', `[${event('E1')}, {"source":`, asArray, /does not end.*Nothing was stored/],
    ['an array and more', `[${event('E1')}] []`, asArray, /Something follows the JSON array/],
    [
      'gzip that does not say so',
      gzipSync(event('E1')),
      {},
      /looks like gzip, and no header says so: send it with Content-Encoding: gzip\.$/,
    ],
    ['not gzip', event('E1'), { 'content-encoding': 'gzip' }, /says it is gzip, but cannot be unpacked/],
  ])('400: %s', async (_, body, headers, detail) => {
    await expectProblem(await post(body, headers), 400, detail);
    expect(calls).toEqual([]);
  });

  it('400: results unknown', async () => {
    await expectProblem(
      await post(event('E1'), {}, '?results=some'),
      400,
      /results=some .* results=all or results=rejected/,
    );
  });

  it('413: too large, plain or when unpacked', async () => {
    await app.close();
    await open({ maxBytes: 1000 });
    const line = `${event('E1')}\n`;
    expect((await post(line.repeat(9))).statusCode).toBe(200);
    await expectProblem(await post(line.repeat(11)), 413, /more than 1000 bytes; send it in smaller parts/);
    const packed = gzipSync(line.repeat(1000));
    expect(packed.length).toBeLessThan(1000);
    await expectProblem(await post(packed, { 'content-encoding': 'gzip' }), 413, /more than 1000 bytes when unpacked/);
    const incompressible = gzipSync(randomBytes(2000));
    await expectProblem(await post(incompressible, { 'content-encoding': 'gzip' }), 413, /more than 1000 bytes/);
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['lines', (lines: number) => '1\n'.repeat(lines), 'application/x-ndjson'],
    ['empty lines', (lines: number) => '\n'.repeat(lines), 'application/x-ndjson'],
    ['members', (lines: number) => `[1${',1'.repeat(lines - 1)}]`, 'application/json'],
  ])('413: too many %s, told before any is looked at', async (_, body, type) => {
    const answer = await post(body(MAX_LINES + 1), { 'content-type': type });
    await expectProblem(answer, 413, /more than 200000 lines or events; send it in smaller parts/);
    expect(calls).toEqual([]);
  });

  it('takes just as many as it may', () => {
    expect(splitLines(Buffer.from('1\n'.repeat(MAX_LINES))).texts).toHaveLength(MAX_LINES);
    expect(splitLines(Buffer.from(`1${'\n1'.repeat(MAX_LINES - 1)}`)).texts).toHaveLength(MAX_LINES);
    expect(splitArray(`[1${',1'.repeat(MAX_LINES - 1)}]`).texts).toHaveLength(MAX_LINES);
  });

  it('413 without unpacking the whole of a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(400 * 1024 * 1024));
    const before = process.memoryUsage.rss();
    await expectProblem(await post(bomb, { 'content-encoding': 'gzip' }), 413, /when unpacked/);
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('415: another type or coding', async () => {
    await expectProblem(await post('a,b', { 'content-type': 'text/csv' }), 415, /application\/x-ndjson, one per line/);
    await expectProblem(await post(event('E1'), { 'content-encoding': 'br' }), 415, /Content-Encoding br is not known/);
  });

  it('503 with Retry-After: the store cannot take it', async () => {
    await app.close();
    const { intake } = checking();
    const submit = async () => {
      throw new IntakeUnavailable('The store cannot take events now.', { retryAfter: 7 });
    };
    await open({ intake: { ...intake, submit } });
    const response = await expectProblem(await post(event('E1')), 503, /^The store cannot take events now/);
    expect(response.headers['retry-after']).toBe('7');
  });

  it('503 with Retry-After: more is being received than fits in memory, and room again afterwards', async () => {
    await app.close();
    await open({ maxBytes: 10_000, maxBytesHeld: 500 });
    const response = await expectProblem(await post(`${event('E1')}\n`.repeat(9)), 503, /send these again in a moment/);
    expect(response.headers['retry-after']).toBe('5');
    for (let round = 0; round < 20; round += 1) expect((await post(`${event('E1')}\n`.repeat(3))).statusCode).toBe(200);
  });

  it('a sender that hangs up halfway leaves nothing held', async () => {
    await app.close();
    await open({ maxBytes: 10_000, maxBytesHeld: 5000 });
    const address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
    const head = 'POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n';
    const socket = connect(Number(address.port), address.hostname);
    socket.write(`${head}Content-Length: 9000\r\n\r\n${'x'.repeat(4000)}`);
    const status = async () => (await post(`${event('E1')}\n`.repeat(20))).statusCode;
    await expect.poll(status, { timeout: 5000, interval: 10 }).toBe(503);
    socket.destroy();
    await expect.poll(status, { timeout: 5000, interval: 10 }).toBe(200);
  });

  it('other failures are left to the application', async () => {
    await app.close();
    const { intake } = checking();
    const submit = async () => {
      throw new Error('a fault of ours');
    };
    await open({ intake: { ...intake, submit } });
    expect((await post(event('E1'))).statusCode).toBe(500);
  });
});

describe('an array is cut into its members', () => {
  it('whatever stands in their strings', () => {
    const members = ['{"a":"],[{"}', '"x\\"]"', '{"a":"\\\\"}', '[1,[2,{}]]', '7', 'null', '{ "b" : "{" }'];
    expect(splitArray(` [ ${members.join(' ,\n')} ] \n`)).toEqual({ texts: members, numbers: [1, 2, 3, 4, 5, 6, 7] });
  });

  it('also when it is nested deeper than any stack', () => {
    const deep = '['.repeat(1_000_000);
    expect(splitArray(`[{},${deep}${deep.replaceAll('[', ']')}]`).texts).toHaveLength(2);
  });

  it('and lines keep their numbers', () => {
    const { texts, numbers } = splitLines(Buffer.from('\r\n{}\n\n[]'));
    expect([texts.map(String), numbers]).toEqual([
      ['{}', '[]'],
      [2, 4],
    ]);
    expect(splitLines(Buffer.from(''))).toEqual({ texts: [], numbers: [] });
  });
});
