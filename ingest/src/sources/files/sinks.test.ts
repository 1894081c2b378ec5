import { gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { CaseEvent } from '../../event.ts';
import type { Intake, LineResult, SubmitOptions } from '../../intake/intake.ts';
import { LineBytes } from '../../intake/line-bytes.ts';
import { IntakeUnavailable } from '../../intake/unavailable.ts';
import { eventsRoute } from '../http.ts';
import { MAX_LINES } from '../http-body.ts';
import { httpSink, intakeSink } from './sinks.ts';

const event = (id: string): CaseEvent => ({
  source: 'town',
  event_id: id,
  type: 'applied',
  case_id: 'C1',
  occurred_at: '2026-03-02T09:00:00+08:00',
});
const lines = (ids: string[]) => ({ firstLine: 1, lineNumbers: ids.map((_, index) => index + 1) });

/** Knows k…, refuses r…, stores the rest; can be told to be unavailable at first. */
function fakeIntake(unavailable = 0) {
  const submitted: { lines: readonly (string | object)[]; options: SubmitOptions | undefined }[] = [];
  const submit: Intake['submit'] = async (given, options) => {
    if (unavailable > 0) {
      unavailable -= 1;
      throw new IntakeUnavailable('Too much at once.', { retryAfter: 7 });
    }
    submitted.push({ lines: given, options });
    return given.map((one, index): LineResult => {
      const isLine = typeof one === 'string' || one instanceof LineBytes;
      const { event_id } = isLine ? (JSON.parse(one.toString()) as CaseEvent) : (one as CaseEvent);
      const line = options?.lineNumbers?.[index] ?? index + 1;
      if (event_id.startsWith('r'))
        return { line, status: 'rejected', code: 'future', field: 'occurred_at', message: 'No.' };
      return { line, status: event_id.startsWith('k') ? 'known' : 'stored' };
    });
  };
  return { intake: { submit } as Intake, submitted };
}

function effects() {
  const waited: number[] = [];
  const said: string[] = [];
  let now = new Date(2026, 2, 9, 14, 30).getTime();
  return {
    waited,
    said,
    clock: () => new Date(now),
    wait: async (seconds: number) => {
      waited.push(seconds);
      now += seconds * 1000;
    },
    onWait: (sentence: string) => said.push(sentence),
  };
}

const servers: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
async function serve(intake: Intake): Promise<string> {
  const app = Fastify();
  servers.push(app);
  await app.register(eventsRoute, { prefix: '/api/v1', intake });
  return app.listen({ host: '127.0.0.1', port: 0 });
}

describe('sending to a server', () => {
  it('answers for every event in its order: how many were known, and which were refused and why', async () => {
    const { intake, submitted } = fakeIntake();
    const sink = httpSink(await serve(intake), effects());
    const ids = ['s1', 'r1', 'k1', 's2', 'k2'];
    const answers = await sink.submit(ids.map(event), { ...lines(ids), zone: 'America/New_York' });
    expect(answers.map(({ status }) => status).sort()).toEqual(['known', 'known', 'rejected', 'stored', 'stored']);
    expect(answers[1]).toEqual({ status: 'rejected', code: 'future', field: 'occurred_at', message: 'No.' });
    expect(submitted[0]!.options).toMatchObject({ zone: 'America/New_York' });
    expect(submitted[0]!.lines.map((line) => JSON.parse(line as string))).toEqual(ids.map(event));
  });

  it('waits as long as the server asks, then sends the same again', async () => {
    const { intake, submitted } = fakeIntake(2);
    const { waited, said, ...rest } = effects();
    const answers = await httpSink(await serve(intake), rest).submit([event('s1')], lines(['s1']));
    expect(answers).toEqual([{ status: 'stored' }]);
    expect(submitted).toHaveLength(1);
    expect(waited).toEqual([7, 7]);
    expect(said).toEqual([
      expect.stringMatching(/cannot take events now\. Waiting for it until 14:35:00, trying every 7 s\.$/),
    ]);
  });

  it('waits for a server behind a gateway that does not reach it', async () => {
    const answers = [new Response('<html>Bad Gateway</html>', { status: 502 }), Response.json({ stored: 1 })];
    const { waited, ...rest } = effects();
    const sink = httpSink('http://127.0.0.1:9', { ...rest, fetch: (async () => answers.shift()) as typeof fetch });
    expect(await sink.submit([event('s1')], lines(['s1']))).toEqual([{ status: 'stored' }]);
    expect(waited).toEqual([5]);
  });

  it('says once that it waits for a server that does not answer, and until when; then gives up in a sentence', async () => {
    const url = await serve(fakeIntake().intake);
    await servers.pop()!.close();
    const { waited, said, ...rest } = effects();
    await expect(httpSink(url, rest).submit([event('s1')], lines(['s1']))).rejects.toThrow(
      /does not answer \(.*\)\. It was waited for 5 minutes\. Run the same command again when it is back: what arrived is known/,
    );
    expect(waited.reduce((sum, seconds) => sum + seconds, 0)).toBe(300);
    expect(said).toEqual([
      expect.stringMatching(/does not answer \(.*\)\. Waiting for it until 14:35:00, trying every 5 s\.$/),
    ]);
  });

  it('waits as long for the next outage as for the first', async () => {
    const gone = () => new Response('', { status: 503, headers: { 'retry-after': '200' } });
    const answers = [gone(), Response.json({ stored: 1 }), gone(), Response.json({ stored: 1 })];
    const { said, ...rest } = effects();
    const sink = httpSink('http://127.0.0.1:9', { ...rest, fetch: (async () => answers.shift()) as typeof fetch });
    for (const id of ['s1', 's2']) expect(await sink.submit([event(id)], lines([id]))).toEqual([{ status: 'stored' }]);
    expect(said).toHaveLength(2);
  });

  it('sends large batches in several bodies and answers for them in order', async () => {
    const { intake, submitted } = fakeIntake();
    const sink = httpSink(await serve(intake), effects());
    const long = (id: string) => JSON.stringify({ ...event(id), reason: 'x'.repeat(3_000_000) });
    const ids = ['s1', 's2', 's3', 'r4'];
    const answers = await sink.submit(ids.map(long), lines(ids));
    expect(submitted.map((body) => body.lines.length)).toEqual([2, 2]);
    expect(answers.map(({ status }) => status)).toEqual(['stored', 'stored', 'stored', 'rejected']);
  });

  it('sends many short lines in bodies of as many as a server takes', async () => {
    const sizes: number[] = [];
    const send: typeof fetch = async (_, init) => {
      sizes.push(
        gunzipSync(init!.body as Uint8Array)
          .toString()
          .split('\n').length,
      );
      return Response.json({ stored: sizes.at(-1), known: 0, rejected: 0, results: [] });
    };
    const sink = httpSink('http://127.0.0.1:1', { ...effects(), fetch: send });
    const short = Array.from({ length: MAX_LINES + 1 }, () => '{}');
    expect(await sink.submit(short, lines(short))).toHaveLength(MAX_LINES + 1);
    expect(sizes).toEqual([MAX_LINES, 1]);
  });

  it('takes the answer of a body whose every line is refused line by line', async () => {
    const sink = httpSink(await serve(fakeIntake().intake), effects());
    const answers = await sink.submit(['r1', 'r2'].map(event), lines(['r1', 'r2']));
    const refused = { status: 'rejected', code: 'future', field: 'occurred_at', message: 'No.' };
    expect(answers).toEqual([refused, refused]);
  });

  it('stops in a sentence when the body is refused as a whole: it says nothing about a line', async () => {
    const sink = httpSink(await serve(fakeIntake().intake), effects());
    const sent = sink.submit([event('s1')], { ...lines(['s1']), zone: 'Boston' });
    await expect(sent).rejects.toThrow(/refused the events with status 400: X-Mingcha-Zone: There is no time zone/);
  });

  it('stops in a sentence when the server refuses altogether', async () => {
    const refusing = async () => new Response('{"detail":"not here"}', { status: 403 });
    const sink = httpSink('http://127.0.0.1:9', { ...effects(), fetch: refusing as typeof fetch });
    await expect(sink.submit([event('s1')], lines(['s1']))).rejects.toThrow(
      /refused the events with status 403: not here/,
    );
  });
});

describe('sending to the intake of this process', () => {
  it('waits when it is full, and passes on lines and zone', async () => {
    const { intake, submitted } = fakeIntake(1);
    const { waited, ...rest } = effects();
    const answers = await intakeSink(intake, 'Asia/Shanghai', rest).submit([event('s1')], {
      firstLine: 4,
      lineNumbers: [4],
      zone: 'Europe/Amsterdam',
    });
    expect(answers).toEqual([{ line: 4, status: 'stored' }]);
    expect(waited).toEqual([7]);
    expect(submitted[0]!.options).toEqual({ firstLine: 4, lineNumbers: [4], zone: 'Europe/Amsterdam' });
  });
});
