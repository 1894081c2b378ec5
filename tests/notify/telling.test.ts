/** Who is told, when, and how often: opening hours, one message per case and grade, tries that survive a restart. */
import { openNotifier } from '@mingcha/analytics';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HttpReceiver, startWebhook, startWecom } from './receivers-here.ts';
import { card, openToldCity, type ToldCity } from './told-city.ts';

const SECRET = `whsec_${Buffer.from('a secret of some length').toString('base64')}`;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let city: ToldCity;
const hooks: HttpReceiver[] = [];
beforeAll(async () => {
  city = await openToldCity();
});
beforeEach(() => {
  city.environment['HOOK'] = SECRET;
});
afterEach(async () => {
  expect(city.faults).toEqual([]);
  await city.clear();
  await Promise.all(hooks.splice(0).map((hook) => hook.close()));
});
afterAll(() => city?.close());

/** A webhook that is told, of everything unless said otherwise. */
async function hook(
  receiver = 'r',
  more: Partial<Parameters<ToldCity['receiver']>[0]> = {},
): Promise<HttpReceiver & { cases(): string[][] }> {
  const opened = await startWebhook(SECRET, city.clock);
  hooks.push(opened);
  await city.receiver({ receiver, channel: 'webhook', address: opened.url, secret_env: 'HOOK', ...more });
  const cases = () =>
    opened.taken.map(({ body }) =>
      JSON.parse(body).data.messages.map((each: { case_id: string; grade: string }) => `${each.case_id} ${each.grade}`),
    );
  return Object.assign(opened, { cases });
}

describe('within opening hours', () => {
  it('people are told at once', async () => {
    const r = await hook();
    const notifier = await city.open();
    await notifier.tell([card('a')]);
    await notifier.sendDue();
    expect(r.cases()).toEqual([['a yellow']]);
  });

  // Wednesday 11 March 2026; hours 09:00-12:00 13:30-17:30. Thursday the 19th the hall moves.
  it.each([
    ['early in the morning', '2026-03-11T08:59:59', '2026-03-11T09:00'],
    ['at noon', '2026-03-11T12:00', '2026-03-11T13:30'],
    ['in the evening', '2026-03-11T17:30', '2026-03-12T09:00'],
    ['on Friday evening', '2026-03-13T18:00', '2026-03-16T09:00'],
    ['before a day the centre is closed', '2026-03-18T20:00', '2026-03-20T09:00'],
    // Spring Festival 2026: off from 15 to 23 February, Saturday the 14th and 28th are made up for.
    ['before a make-up workday', '2026-02-13T20:00', '2026-02-14T09:00'],
    ['before a holiday', '2026-02-14T20:00', '2026-02-24T09:00'],
  ])('not before they open: %s', async (_, found, opens) => {
    const r = await hook();
    city.at(found);
    const notifier = await city.open();
    await notifier.tell([card('a'), card('b', { grade: 'red' })]);
    await notifier.sendDue();
    expect(r.asked).toBe(0);
    city.at(opens);
    city.later(-1);
    await notifier.sendDue();
    expect(r.asked).toBe(0);
    city.later(1);
    await notifier.sendDue();
    expect(r.cases()).toEqual([['b red', 'a yellow']]);
  });

  it('of their own centre, in its zone and its daylight saving', async () => {
    const r = await hook();
    // In Boston it is Sunday 8 March, 00:30; clocks go forward at 02:00, and that Sunday the hall opens at 09:00.
    city.now = Date.parse('2026-03-08T05:30:00Z');
    const notifier = await city.open();
    await notifier.tell([card('a', { centre: 'boston' })]);
    city.now = Date.parse('2026-03-08T12:59:59Z');
    await notifier.sendDue();
    expect(r.asked).toBe(0);
    city.now = Date.parse('2026-03-08T13:00:00Z');
    await notifier.sendDue();
    expect(r.cases()).toEqual([['a yellow']]);
  });

  it('what became due while no process was there waits for the next opening', async () => {
    const r = await hook();
    city.at('2026-03-11T08:00');
    const notifier = await city.open();
    await notifier.tell([card('a')]);
    await notifier.close();
    city.at('2026-03-11T21:00');
    const next = await city.open();
    await next.sendDue();
    expect(r.asked).toBe(0);
    city.at('2026-03-12T09:00');
    await next.sendDue();
    expect(r.cases()).toEqual([['a yellow']]);
  });

  it('a try that failed at closing time is made again in the morning', async () => {
    const r = await hook();
    r.next.push({ status: 500, body: 'down' });
    city.at('2026-03-11T17:29:50');
    const notifier = await city.open();
    await notifier.tell([card('a')]);
    await notifier.sendDue();
    city.at('2026-03-11T18:30');
    await notifier.sendDue();
    expect(r.asked).toBe(1);
    city.at('2026-03-12T09:00');
    await notifier.sendDue();
    expect(r.cases()).toEqual([['a yellow']]);
  });
});

describe('a receiver', () => {
  it('is told of its own units and grades, and nobody of history', async () => {
    const all = await hook('all', { role: 'chief_representative' });
    const director = await hook('director', { role: 'director' });
    const plan = await hook('plan', { level: 'department', code: 'plan', role: 'leader' });
    const clerk = await hook('clerk', { level: 'staff', code: 's-plan', role: 'clerk', grades: ['notice'] });
    const gone = await hook('gone', { is_active: false });
    const notifier = await city.open();
    await notifier.tell([
      card('n', { grade: 'notice' }),
      card('y', { department: 'food', staff: 's-food' }),
      card('r', { grade: 'red' }),
      card('old', { grade: 'red', baseline: true }),
    ]);
    await notifier.sendDue();
    expect(all.cases()).toEqual([['r red', 'y yellow', 'n notice']]);
    expect(director.cases()).toEqual([['r red']]);
    expect(plan.cases()).toEqual([['r red']]);
    expect(clerk.cases()).toEqual([['n notice']]);
    expect(gone.asked).toBe(0);
  });

  it('hears once of a case in a grade, however often it is told and by how many rules', async () => {
    const r = await hook();
    const notifier = await city.open();
    const first = card('a');
    await notifier.tell([first, first, card('a', { rule: 'stage_limit' })]);
    await notifier.tell([first]);
    await notifier.sendDue();
    await notifier.tell([first, card('a', { rule: 'fee' })]);
    await notifier.sendDue();
    const again = await city.open();
    await again.tell([first]);
    await again.sendDue();
    expect(r.cases()).toEqual([['a yellow']]);
    expect(JSON.parse(r.taken[0]?.body ?? '{}').data.messages[0].findings).toHaveLength(2);
    await again.tell([card('a', { grade: 'red' })]);
    await again.sendDue();
    expect(r.cases()).toEqual([['a yellow'], ['a red']]);
  });

  it('hears in the morning of all that was found at night about a case', async () => {
    const r = await hook();
    city.at('2026-03-11T20:00');
    const notifier = await city.open();
    await notifier.tell([card('a')]);
    await notifier.tell([card('a', { rule: 'stage_limit' })]);
    city.at('2026-03-12T09:00');
    await notifier.sendDue();
    expect(JSON.parse(r.taken[0]?.body ?? '{}').data.messages[0].findings).toHaveLength(2);
  });

  it('that is not there delays nobody, and is told when it is back', async () => {
    const slow = await hook('slow');
    const r = await hook('r');
    slow.next.push('hang');
    const notifier = await city.open();
    await notifier.tell([card('a')]);
    const first = notifier.sendDue();
    await r.has(1);
    await notifier.tell([card('b')]);
    void notifier.sendDue();
    await r.has(2);
    expect(r.cases()).toEqual([['a yellow'], ['b yellow']]);
    expect(slow.taken).toHaveLength(0);
    await notifier.close();
    await first;

    city.later(30_000);
    const next = await city.open();
    await next.sendDue();
    expect(slow.cases()).toEqual([['a yellow', 'b yellow']]);
    expect(r.asked).toBe(2);
  });

  it('that never answers is given up after its time', async () => {
    const r = await hook();
    r.next.push('hang');
    const notifier = await city.open({ answerWithinMs: 50 });
    await notifier.tell([card('a')]);
    await notifier.sendDue();
    const rows = await city.store.query(`select action, status, answer from deliveries where action = 'unreachable'`);
    expect(rows).toEqual([{ action: 'unreachable', status: 0, answer: 'No answer within 0.05 s.' }]);
  });

  it('nobody listens at is on record with the reason', async () => {
    const r = await hook();
    await r.close();
    hooks.splice(0);
    const notifier = await city.open();
    await notifier.tell([card('a')]);
    await notifier.sendDue();
    const [row] = await city.store.query<{ answer: string }>(
      `select answer from deliveries where action = 'unreachable'`,
    );
    expect(row?.answer).toContain('ECONNREFUSED');
  });

  it('taken out before it was told is not told', async () => {
    const r = await hook();
    city.at('2026-03-11T20:00');
    const notifier = await city.open();
    await notifier.tell([card('a')]);
    await city.receiver({ receiver: 'r', channel: 'webhook', address: r.url, secret_env: 'HOOK', is_active: false });
    city.at('2026-03-12T09:00');
    await notifier.sendDue();
    expect(r.asked).toBe(0);
    expect(await city.actions()).toEqual(['r a yellow: queued', 'r a yellow: claimed', 'r a yellow: dropped']);
  });

  it('whose secret is missing is told once it is there; the secret itself is nowhere in the store', async () => {
    const robot = await startWecom('very-secret-key');
    hooks.push(robot);
    await city.receiver({ receiver: 'r', channel: 'wecom', address: `${robot.url}?key=\${ROBOT_KEY}` });
    const notifier = await city.open();
    await notifier.tell([card('a')]);
    await notifier.sendDue();
    city.environment['ROBOT_KEY'] = 'very-secret-key';
    robot.next.push({ status: 404, body: 'no robot at ?key=very-secret-key' });
    city.later(HOUR);
    await notifier.sendDue();
    city.at('2026-03-11T15:00');
    await notifier.sendDue();
    expect(robot.taken).toHaveLength(1);
    const answers = await city.store.query<{ answer: string }>(
      `select answer from deliveries where action in ('unreachable', 'refused') order by at`,
    );
    expect(answers).toEqual([
      { answer: 'The environment variable ROBOT_KEY of the receiver r is not set.' },
      { answer: 'no robot at ?key=…' },
    ]);
    for (const table of ['deliveries', 'notification_receivers']) {
      expect(JSON.stringify(await city.store.query(`select * from ${table}`))).not.toContain('very-secret-key');
    }
  });
});

describe('a message', () => {
  it('is tried later and later, by whatever process is there, until it is taken', async () => {
    const r = await hook();
    city.at('2026-03-11T09:00');
    const tries: number[] = [];
    let notifier = await city.open();
    await notifier.tell([card('a')]);
    const from = city.now;
    for (let n = 0; n < 8; n += 1) r.next.push({ status: 502, body: 'bad gateway' });
    while (city.now - from <= 2.5 * HOUR) {
      const asked = r.asked;
      await notifier.sendDue();
      if (r.asked > asked) {
        tries.push((city.now - from) / 1_000);
        await notifier.close();
        notifier = await city.open();
      }
      city.later(15_000);
    }
    // 30 s, 1, 2, 4, 8, 16, 32 minutes after the one before, then every hour.
    expect(tries).toEqual([0, 30, 90, 210, 450, 930, 1_890, 3_810, 7_410]);
    expect(r.cases()).toEqual([['a yellow']]);
    const [row] = await city.store.query(
      `select count()::UInt32 as tries, any(answer) as answer from deliveries where action = 'unreachable'`,
    );
    expect(row).toEqual({ tries: 8, answer: 'bad gateway' });
  });

  it('comes with the others as soon as the receiver is back', async () => {
    const r = await hook();
    const notifier = await city.open();
    await notifier.tell([card('a')]);
    for (let n = 0; n < 5; n += 1) {
      r.next.push({ status: 502, body: '' });
      await notifier.sendDue();
      city.later(n < 4 ? 8 * MINUTE : MINUTE);
    }
    // The next try would be seven minutes from now.
    await notifier.tell([card('b')]);
    await notifier.sendDue();
    await notifier.sendDue();
    expect(r.cases()).toEqual([['b yellow'], ['a yellow']]);
  });

  it('the receiver never takes holds up no other', async () => {
    const r = await hook();
    const refuse = { status: 422, body: 'a word we do not like' };
    r.next.push(refuse, refuse, refuse);
    const notifier = await city.open();
    await notifier.tell([card('bad'), card('good-1'), card('good-2')]);
    for (const wait of [0, 31_000, 61_000]) {
      city.later(wait);
      await notifier.sendDue();
    }
    city.later(3 * MINUTE);
    for (let n = 0; n < 3; n += 1) await notifier.sendDue();
    expect(r.cases().flat().sort()).toEqual(['bad yellow', 'good-1 yellow', 'good-2 yellow']);
    expect(r.cases().every((each) => each.length === 1)).toBe(true);
  });

  it('is dropped, with its tries on record, when it was not taken for a week', async () => {
    const r = await hook();
    const notifier = await city.open();
    await notifier.tell([card('a')]);
    for (let n = 0; n < 9; n += 1) r.next.push({ status: 500, body: '' });
    for (let day = 0; day < 9; day += 1) {
      await notifier.sendDue();
      city.later(24 * HOUR);
    }
    expect((await city.actions()).at(-1)).toBe('r a yellow: dropped');
    const asked = r.asked;
    await notifier.sendDue();
    expect(r.asked).toBe(asked);
  });

  it('of a card that lapsed at night is not sent, and is sent when the card is issued again', async () => {
    const r = await hook();
    const told = card('a');
    const act = (sequence: number, action: string) =>
      city.store.insert(
        'card_events',
        ['card_id', 'sequence', 'action_id', 'case_id', 'rule', 'grade', 'action', 'at'],
        `${told.card_id}\t${sequence}\t${sequence}\ta\tpromised_limit\tyellow\t${action}\t2026-03-11 12:00:00\n`,
        'TabSeparated',
      );
    city.at('2026-03-11T20:00');
    await act(1, 'issue');
    const notifier = await city.open();
    await notifier.tell([told]);
    await act(2, 'lapse');
    city.at('2026-03-12T09:00');
    await notifier.sendDue();
    expect(r.asked).toBe(0);
    await act(3, 'issue');
    await notifier.tell([told]);
    await notifier.sendDue();
    expect(r.cases()).toEqual([['a yellow']]);
  });

  it('says nothing that belongs to a person, even where a rule quotes it', async () => {
    const r = await hook();
    const notifier = await city.open();
    const zh = '原因：申请人身份证 11010519491231002X，电话13812345678，材料不全。';
    await notifier.tell([{ ...card('430100-13812345678'), sentence: { zh, en: zh } }]);
    await notifier.sendDue();
    const [message] = JSON.parse(r.taken[0]?.body ?? '{}').data.messages;
    expect(message.findings[0].sentence.zh).toBe('原因：申请人身份证 ＊＊＊，电话＊＊＊，材料不全。');
    expect(message.case_id).toBe('430100-13812345678');
    expect(JSON.stringify(await city.store.query('select detail from deliveries'))).not.toContain('11010519491231002X');
  });
});

describe('two processes on one store', () => {
  it('tell and send as one', async () => {
    const r = await hook();
    const store: typeof city.store = Object.create(city.store, { kind: { value: 'server' } });
    const [one, two] = await Promise.all([city.open({ store }), city.open({ store })]);
    const cards = Array.from({ length: 20 }, (_, n) => card(`a-${n}`));
    await Promise.all([one.tell(cards), two.tell(cards)]);
    await Promise.all([one.sendDue(), two.sendDue()]);
    await Promise.all([one.sendDue(), two.sendDue()]);
    expect(r.cases().flat().sort()).toEqual(cards.map(({ case_id }) => `${case_id} yellow`).sort());
  });

  it('take over what one left behind, after its claim has ended', async () => {
    const r = await hook();
    const dying = await city.open();
    await dying.tell([card('a')]);
    const [queued] = await city.store.query<Record<string, unknown>>('select * from deliveries');
    const claimed = { ...queued, sequence: 2, action: 'claimed', worker: 'dead', not_before: '2026-03-11 02:02:00' };
    const row = { ...claimed, at: '2026-03-11 02:00:00' };
    await city.store.insert('deliveries', Object.keys(row), JSON.stringify(row), 'JSONEachRow');
    const notifier = await city.open();
    await notifier.sendDue();
    city.later(119_000);
    await notifier.sendDue();
    expect(r.asked).toBe(0);
    city.later(1_000);
    await notifier.sendDue();
    expect(r.cases()).toEqual([['a yellow']]);
  });
});

it('comes back by itself when the next try is due, and looks at the clock once a minute', async () => {
  const r = await hook();
  r.next.push({ status: 500, body: '' });
  let planned: { run: () => void; afterMs: number } | undefined;
  const notifier = await city.open({
    schedule(run, afterMs) {
      planned = { run, afterMs };
      return {
        cancel() {
          planned = undefined;
        },
      };
    },
  });
  expect(planned).toBeUndefined();
  await notifier.tell([card('a')]);
  expect(planned?.afterMs).toBe(0);
  await notifier.sendDue();
  expect(planned?.afterMs).toBe(30_000);
  city.later(30_000);
  planned?.run();
  await r.has(1);
  city.at('2026-03-11T20:00');
  await notifier.tell([card('b')]);
  expect(planned?.afterMs).toBe(60_000);
  await notifier.close();
  expect(planned).toBeUndefined();
});

it('sends by itself', async () => {
  const r = await hook();
  const notifier = await openNotifier({
    store: city.store,
    environment: city.environment,
    clock: city.clock,
    onFault: (fault) => void city.faults.push(fault),
  });
  await notifier.tell([card('a')]);
  await r.has(1);
  await notifier.close();
  expect(await city.actions()).toEqual(['r a yellow: queued', 'r a yellow: claimed', 'r a yellow: delivered']);
});
