/** What the supervisor promises: one card per case, rule and grade, whatever happens; with a clock of its own. */
import {
  type CardChange,
  type Cards,
  openCards,
  openSupervisor,
  type Supervisor,
  type SupervisorOptions,
} from '@mingcha/analytics';
import { type Rule, readRules } from '@mingcha/sql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cityEvents, NOW, openSmallCity, type SmallCity } from '../api/small-city.ts';

/** The rules of limits alone: what others find in the city is theirs to test. */
const LIMITS = (await readRules()).filter(({ id }) =>
  ['notice_before_due', 'promised_limit', 'statutory_limit'].includes(id),
);
const UNANSWERED = (await readRules()).find(({ id }) => id === 'warning_unanswered')!;
const rule = (id: string, select: string, more: Partial<Rule> = {}): Rule => ({
  ...LIMITS[0]!,
  id,
  grade: 'yellow',
  phase: 'after',
  parameters: {},
  sentence: { zh: id, en: id },
  select,
  ...more,
});
/** Time alone makes it true, of a case that is closed. */
const UNDELIVERED = rule(
  'undelivered',
  `select case_id, decided_at + toIntervalDay(14) as found_at, map('decided_at', toString(decided_at)) as evidence
  from facts where decided_at is not null and delivered_at is null`,
);
const BROKEN = rule('broken', 'select case_id, no_such_column as found_at, map() as evidence from facts');

interface Watch {
  supervisor: Supervisor;
  cards: Cards;
  at: (moment: string) => void;
  changes: CardChange[];
  faults: unknown[];
}
let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity({ events: [] });
});
beforeEach(() => city.again());
afterAll(() => city?.close());

function watch(rules: readonly Rule[] = LIMITS, from = NOW, more: Partial<SupervisorOptions> = {}): Watch {
  let now = from;
  const clock = () => now;
  const faults: unknown[] = [];
  const onFault = (error: unknown) => faults.push(error);
  const { store } = city.engine;
  const cards = openCards({ store, clock, onFault });
  const changes: CardChange[] = [];
  cards.onCards((told) => changes.push(...told));
  const supervisor = openSupervisor({ store, cards, rules, clock, onFault, ...more });
  const at = (moment: string) => {
    now = new Date(moment);
  };
  return { supervisor, cards, at, changes, faults };
}

interface Stored {
  case_id: string;
  rule: string;
  action: string;
  sequence: number;
  detail: string;
}
const stored = () =>
  city.engine.store.query<Stored>(
    'select case_id, rule, action, sequence, detail from card_events final order by case_id, rule, sequence',
  );
const told = (changes: readonly CardChange[]) =>
  changes.map(({ event }) => `${event.case_id} ${event.rule} ${event.action}`).sort();
const openCases = [
  'open-late notice_before_due issue',
  'open-late promised_limit issue',
  'open-red notice_before_due issue',
  'open-red promised_limit issue',
  'open-red statutory_limit issue',
  'open-soon notice_before_due issue',
];

/** What the end of 12 March makes true: one case is due, another is due in two days. */
const NEXT_DAY = ['open-fine notice_before_due issue', 'open-soon promised_limit issue'];

async function send(events: object[]): Promise<void> {
  const answers = await city.engine.intake.submit(events);
  expect(answers.filter(({ status }) => status !== 'stored')).toEqual([]);
  await city.engine.intake.settled();
}
/** Receipt and acceptance of a case, corrected to another moment: one alone would make it deemed accepted from receipt. */
function acceptedAnew(caseId: string, revision: number, occurredAt: string): object[] {
  return cityEvents()
    .filter(({ case_id, type }) => case_id === caseId && (type === 'applied' || type === 'accepted'))
    .map((event) => ({ ...event, revision, occurred_at: occurredAt, recorded_at: occurredAt }));
}

describe('the first run', () => {
  it('makes of history a baseline, of which nobody is to be notified', async () => {
    const { supervisor, changes, faults } = watch();
    const report = await supervisor.run();
    expect(faults).toEqual([]);
    expect(told(changes)).toEqual(expect.arrayContaining(openCases));
    expect(told(changes)).toContain('late promised_limit issue');
    expect(told(changes)).not.toContain('open-fine notice_before_due issue');
    expect(report).toEqual({ issued: changes.length, lapsed: 0, failed: [] });
    expect(changes.every(({ is_baseline }) => is_baseline)).toBe(true);
  });

  it('says what each card rests on', async () => {
    await watch().supervisor.run();
    const card = (await stored()).find(({ case_id, rule }) => case_id === 'open-late' && rule === 'notice_before_due');
    const [arrival] = await city.engine.store.query<{ at: string }>(
      "select max(ingested_at) as at from case_events where case_id = 'open-late'",
    );
    expect(JSON.parse(card!.detail)).toMatchObject({
      evidence: { due_on: '2026-03-09' },
      thresholds: [
        { parameter: 'working_days', value: 2, unit: 'working_days', scope: 'default', code: '', valid_from: null },
      ],
      limit_source: 'item',
      calendar: 'default',
      department: 'plan',
      window: 'plan-1',
      staff: 's-plan',
      chief_representative: 's-plan',
      county: '430100',
      events_through: arrival!.at,
      baseline: true,
    });
    expect(JSON.parse(card!.detail).sentence.zh).toContain('2026-03-09');
  });

  it('looks at what falls due meanwhile between batches of history', async () => {
    const watched = watch(LIMITS, NOW, {
      casesAtOnce: 2,
      everyMs: 0,
      // The next day comes when the first batch has been looked at.
      follow: async () => watched.at('2026-03-12T17:00:00.000Z'),
    });
    await watched.supervisor.run();
    expect(watched.faults).toEqual([]);
    expect(told(watched.changes)).toEqual(expect.arrayContaining(NEXT_DAY));
  });

  it('over an empty store begins supervision, and what was true before belongs to the baseline all the same', async () => {
    await city.again([]);
    const { supervisor, changes, at } = watch();
    await supervisor.run();
    await send(cityEvents());
    at('2026-03-12T17:00:00.000Z');
    await supervisor.run();
    const fresh = changes.filter(({ is_baseline }) => !is_baseline);
    expect(told(fresh)).toEqual(NEXT_DAY);
    expect(told(changes)).toContain('open-late promised_limit issue');
  });
});

describe('one card per case, rule and grade', () => {
  it('however often it runs, and after a restart', async () => {
    const { supervisor } = watch();
    await supervisor.run();
    const cards = await stored();
    expect((await supervisor.run()).issued).toBe(0);
    expect((await supervisor.run()).issued).toBe(0);
    await supervisor.stop();
    expect((await watch().supervisor.run()).issued).toBe(0);
    expect(await stored()).toEqual(cards);
  });

  it('with two supervisors at once', async () => {
    const two = [watch(), watch()];
    await Promise.all(two.map(({ supervisor }) => supervisor.run()));
    const cards = await stored();
    expect(cards.map(({ sequence }) => sequence)).toEqual(cards.map(() => 1));
    expect(new Set(cards.map(({ case_id, rule }) => `${case_id} ${rule}`)).size).toBe(cards.length);
    for (const { at } of two) at('2026-03-12T17:00:00.000Z');
    await Promise.all(two.map(({ supervisor }) => supervisor.run()));
    expect(await stored()).toHaveLength(cards.length + NEXT_DAY.length);
  });

  it('also where people cancelled it', async () => {
    const { supervisor, changes } = watch();
    await supervisor.run();
    const { store } = city.engine;
    const cards = openCards({ store, clock: () => NOW, onFault: () => undefined });
    const { event } = changes.find((change) => change.event.case_id === 'open-soon')!;
    await cards.act(event.card_id, { action: 'cancel', actor: '王督查', reason: '误报', sequence: 1 });
    await send(acceptedAnew('open-soon', 1, '2026-03-05T10:01:00+08:00'));
    expect(await supervisor.run()).toEqual({ issued: 0, lapsed: 0, failed: [] });
    expect((await watch().supervisor.run()).issued).toBe(0);
  });
});

describe('time alone', () => {
  it('makes a case late, and the card links the notice it escalates', async () => {
    const { supervisor, changes, at } = watch();
    await supervisor.run();
    const notice = changes.find(({ event }) => event.case_id === 'open-soon')!.event;
    changes.length = 0;
    at('2026-03-12T15:59:59.000Z');
    await supervisor.run();
    expect(told(changes)).toEqual([]);
    at('2026-03-12T16:00:30.000Z');
    await supervisor.run();
    expect(told(changes)).toEqual(NEXT_DAY);
    const { event, is_baseline } = changes.find((change) => change.event.case_id === 'open-soon')!;
    expect(is_baseline).toBe(false);
    expect(event.at).toBe('2026-03-12T16:00:30.000Z');
    expect(JSON.parse(event.detail)).toMatchObject({
      found_at: '2026-03-12T16:00:00.000Z',
      escalates: notice.card_id,
      limit_source: 'item',
    });
  });

  it.each([
    ['in a supervisor that goes on', false],
    ['after a restart', true],
  ])('makes something true of a closed case, %s', async (_, isRestarted) => {
    const first = watch([UNDELIVERED]);
    await first.supervisor.run();
    expect(told(first.changes)).toEqual([]);
    const later = isRestarted ? watch([UNDELIVERED]) : first;
    if (isRestarted) await later.supervisor.run();
    later.at('2026-03-19T00:00:00.000Z');
    await later.supervisor.run();
    expect(told(later.changes)).toEqual(['early undelivered issue', 'instant undelivered issue']);
    await later.supervisor.run();
    expect(later.changes).toHaveLength(2);
  });
});

describe('a demand nobody answers', () => {
  const ask = { action: 'ask', actor: '王督查', reason: '请说明', sequence: 1 } as const;
  /** Asked on 11 March about a case of the baseline; two working days end with the 13th. */
  async function asked(caseId: string): Promise<Watch & { card: string }> {
    const watching = watch([...LIMITS, UNANSWERED]);
    await watching.supervisor.run();
    const { card_id } = watching.changes.find(({ event }) => event.case_id === caseId)!.event;
    await watching.cards.act(card_id, ask);
    watching.changes.length = 0;
    return { ...watching, card: card_id };
  }
  const AFTER_THE_TERM = '2026-03-13T16:00:30.000Z';
  const found = (changes: readonly CardChange[]) => told(changes).filter((each) => each.includes(UNANSWERED.id));

  it.each([
    ['about a closed case', 'late', false],
    ['about an open one', 'open-late', false],
    ['after a restart', 'late', true],
  ])('is found when its term is over, %s', async (_, caseId, isRestarted) => {
    const first = await asked(caseId);
    first.at('2026-03-13T15:59:00.000Z');
    await first.supervisor.run();
    expect(found(first.changes)).toEqual([]);
    if (isRestarted) await first.supervisor.stop();
    const later = isRestarted ? watch([...LIMITS, UNANSWERED]) : first;
    later.at(AFTER_THE_TERM);
    await later.supervisor.run();
    expect(found(later.changes)).toContain(`${caseId} warning_unanswered issue`);
    const { event } = later.changes.find(({ event }) => event.case_id === caseId && event.rule === UNANSWERED.id)!;
    expect(JSON.parse(event.detail)).toMatchObject({
      evidence: { how: 'asked', asked_on: '2026-03-11', card: first.card },
      sentence: { zh: '2026-03-11 要求说明，2 个工作日内未见反馈。' },
    });
  });
});

describe('a warning nobody answers', () => {
  it('is found when its term is over, and no longer when a correction takes the warning back', async () => {
    const { supervisor, changes, at } = watch([...LIMITS, UNANSWERED]);
    await supervisor.run();
    at('2026-03-12T16:00:30.000Z');
    await supervisor.run();
    changes.length = 0;
    at('2026-03-17T15:59:00.000Z');
    await supervisor.run();
    expect(told(changes)).not.toContain('open-fine warning_unanswered issue');
    at('2026-03-17T16:00:30.000Z');
    await supervisor.run();
    expect(told(changes)).toContain('open-fine warning_unanswered issue');
    changes.length = 0;
    await send(acceptedAnew('open-fine', 1, '2026-03-17T10:00:00+08:00'));
    await supervisor.run();
    await supervisor.run();
    expect(told(changes)).toContain('open-fine warning_unanswered lapse');
  });
});

describe('another case', () => {
  it('makes something true of a closed one, found within half an hour', async () => {
    const many = rule(
      'many',
      `select case_id, decided_at as found_at, map() as evidence from facts
      where decided_on = (select max(decided_on) from case_facts final)
        and (select count() from case_facts final where decided_on = '2026-03-11') > 1`,
    );
    const { supervisor, changes, at } = watch([many]);
    await supervisor.run();
    const [applied] = cityEvents().filter(({ case_id }) => case_id === 'open-soon');
    const decision = { type: 'decided', event_id: 'd', occurred_at: '2026-03-11T16:00:00+08:00', outcome: 'completed' };
    await send([{ ...applied, ...decision }]);
    at('2026-03-11T10:05:00.000Z');
    await supervisor.run();
    expect(told(changes)).toEqual(['late many issue', 'open-soon many issue']);
  });
});

describe('a correction', () => {
  it('lets a card lapse, and a later moment issues it again', async () => {
    const { supervisor, changes, at } = watch();
    await supervisor.run();
    changes.length = 0;
    await send(acceptedAnew('open-late', 1, '2026-03-10T10:00:00+08:00'));
    expect(await supervisor.run()).toEqual({ issued: 0, lapsed: 2, failed: [] });
    expect(told(changes)).toEqual(['open-late notice_before_due lapse', 'open-late promised_limit lapse']);
    expect(changes[0]!.event).toMatchObject({ actor: '', sequence: 2 });
    expect(changes[0]!.event.reason).toContain('更正');
    expect((await supervisor.run()).lapsed).toBe(0);
    changes.length = 0;
    at('2026-03-18T02:00:00.000Z');
    await supervisor.run();
    const again = changes.filter(({ event }) => event.case_id === 'open-late').map(({ event }) => event);
    expect(again.map(({ rule, action, sequence }) => [rule, action, sequence])).toEqual([
      ['notice_before_due', 'issue', 3],
      ['promised_limit', 'issue', 3],
    ]);
    expect(JSON.parse(again[1]!.detail).escalates).toBe(again[0]!.card_id);
  });

  it('is not a decision in time: the notice was true', async () => {
    const { supervisor, changes } = watch();
    await supervisor.run();
    changes.length = 0;
    const [applied] = cityEvents().filter(({ case_id }) => case_id === 'open-soon');
    const decision = { type: 'decided', event_id: 'd', occurred_at: '2026-03-11T16:00:00+08:00', outcome: 'completed' };
    await send([{ ...applied, ...decision }]);
    await supervisor.run();
    expect(changes).toEqual([]);
  });
});

describe('a rule that fails', () => {
  it('holds up no other, lets no card lapse, and is told once', async () => {
    const { supervisor, changes, faults } = watch([BROKEN, ...LIMITS]);
    const report = await supervisor.run();
    expect(report.failed).toEqual(['broken']);
    expect(told(changes)).toEqual(expect.arrayContaining(openCases));
    await supervisor.run();
    expect(faults).toHaveLength(1);
    expect(String(faults[0])).toContain('broken');
    await supervisor.stop();

    const broken = watch([rule('promised_limit', BROKEN.select, { grade: 'yellow' })]);
    await send(acceptedAnew('open-late', 1, '2026-03-10T10:00:00+08:00'));
    expect((await broken.supervisor.run()).lapsed).toBe(0);
  });
});

describe('running by itself', () => {
  it('asks nothing more of the store once a stop was asked for', async () => {
    const { store } = city.engine;
    let stopped: Promise<void> | undefined;
    let askedSince = 0;
    const query: typeof store.query = async (...asked) => {
      if (stopped !== undefined) askedSince += 1;
      // The first statement of a rule.
      else if (asked[0].includes('as rule_version')) stopped = supervisor.stop();
      return store.query(...asked);
    };
    const { cards } = watch();
    const onFault = (error: unknown) => expect.fail(String(error));
    const supervisor = openSupervisor({ store: { ...store, query }, cards, rules: LIMITS, clock: () => NOW, onFault });
    supervisor.touch(['open-late']);
    await supervisor.run();
    await stopped;
    expect(stopped).toBeDefined();
    expect(askedSince).toBe(0);
  });

  it('looks at cases soon after they are brought up to date', async () => {
    const { supervisor, changes } = watch();
    supervisor.start();
    await expect.poll(() => changes.length, { timeout: 20_000 }).toBeGreaterThan(0);
    changes.length = 0;
    await send(acceptedAnew('open-fine', 1, '2026-03-02T10:00:00+08:00'));
    supervisor.touch(['open-fine']);
    await expect.poll(() => told(changes), { timeout: 20_000 }).toContain('open-fine promised_limit issue');
    await supervisor.stop();
  });
});
