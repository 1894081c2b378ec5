/**
 * The supervisor: evaluates the rules and issues what they find, at most one card per case, rule and grade.
 *
 * Three things make a finding true, and each has its way here. Events, and what is done with cards: cases are looked at soon
 * after they are brought up to date, and cards whose finding is no longer true lapse. Time: all open cases are looked at again every half minute.
 * Time after the end (a paper not delivered, a bad rating not put right): what will become true of a closed case is kept in
 * mind with its moment. So the cost follows open and touched cases, never history. What other cases make true of a closed one
 * (many entered together) is looked for twice an hour among those closed lately.
 *
 * Whatever is done twice has the same outcome: runs may be cut off, repeated, or made by two processes at once.
 */
import type { Rule, Store } from '@mingcha/sql';
import { openTurns } from '../turns.ts';
import type { Cards } from './cards.ts';
import { type Batch, type Evaluator, OPEN, openEvaluator, type RunReport } from './evaluation.ts';
import { completeActs } from './kept-cards.ts';
import { type Marks, readMarks, writeMark } from './marks.ts';

export interface SupervisorOptions {
  store: Store;
  cards: Cards;
  rules: readonly Rule[];
  clock?: () => Date;
  /** A rule that cannot be evaluated, or a run that failed; the others and the next run go on. */
  onFault: (error: unknown) => void;
  /** Milliseconds between two looks at all open cases. */
  everyMs?: number;
  /** Cases of history looked at together; 50,000 unless told. */
  casesAtOnce?: number;
  /** What else follows from cases whose events changed; told again after a failure. `began`: when supervision began. */
  follow?: (batch: Batch, asOf: Date, began: Date) => Promise<void>;
}

export interface Supervisor {
  /** Cases brought up to date: looked at soon, once started. */
  touch(caseIds: readonly string[]): void;
  /** Looks at everything there is to look at, now. */
  run(): Promise<RunReport>;
  /** Runs by itself from now on. */
  start(): void;
  /** Stops after the statement under way. */
  stop(): Promise<void>;
}

/** Touched cases looked at together: their numbers are part of the statement. */
const TOUCHED_AT_ONCE = 10_000;
/** Touched cases wait so long for others, and four times as long as the last look took: a fifth of one processor. */
const TOUCHED_AFTER_MS = 1_000;
const REST = 4;
/** How long the facts of a case may be on their way after they were given their version. */
const ON_THEIR_WAY_MS = 60_000;
/** Days after the last that happened to a closed case in which time alone can still make something true of it. */
const LOOK_BACK_MS = 45 * 86_400_000;
/** How often closed cases are looked at again for what came to others, and how far back. */
const OTHERS_EVERY_MS = 1_800_000;
const OTHERS_WITHIN_MS = 2 * 86_400_000;
/** Closed cases somebody was asked about lately: an answer is owed though the case is long over. */
const ASKED_ABOUT = `select case_id from case_facts final
  where is_closed and case_id in (
    select case_id from card_acts_of_cases where action in ('urge', 'ask') and at >= {asked_since:DateTime64(3, 'UTC')}
  )
  order by case_id`;
/** How far back acts are looked through for what a crash cut off. */
const ACTS_WITHIN_MS = 7 * 86_400_000;
/** Stands among the rules that failed. */
const FOLLOWING = 'follow';

const theseCases = (cases: string[]): Batch => ({
  facts: '(select * from case_facts final where case_id in {cases:Array(String)})',
  parameters: { cases },
  touched: cases,
});

export function openSupervisor(options: SupervisorOptions): Supervisor {
  const { store, cards, rules, onFault, clock = () => new Date(), everyMs = 30_000 } = options;
  const { casesAtOnce = 50_000 } = options;
  let touched = new Set<string>();
  let marks: Marks | undefined;
  let evaluator: Evaluator | undefined;
  let isFirst = true;
  let lookedBackAt = 0;
  let isStarted = false;
  let isStopping = false;
  let wholeTimer: NodeJS.Timeout | undefined;
  let touchedTimer: NodeJS.Timeout | undefined;
  let lastTookMs = 0;
  let lookedAtOpen = Number.NEGATIVE_INFINITY;
  const inTurn = openTurns(1);
  const faulty = new Set<string>();

  /** Says once what goes wrong again and again; undefined is that it went well. */
  function outcome(what: string, error: unknown): void {
    const isKnown = faulty.has(what);
    if (error === undefined) faulty.delete(what);
    else faulty.add(what);
    if (error !== undefined && !isKnown) onFault(error);
  }

  async function opened(): Promise<{ marks: Marks; evaluator: Evaluator }> {
    if (marks === undefined) {
      await completeActs(store, new Date(clock().getTime() - ACTS_WITHIN_MS));
      marks = await readMarks(store, clock());
    }
    const { began } = marks;
    evaluator ??= openEvaluator({ store, cards, rules, began, outcome, isStopping: () => isStopping });
    return { marks, evaluator };
  }

  const touch = (caseIds: readonly string[]) => {
    for (const each of caseIds) touched.add(each);
    planTouched();
  };
  // What people do with a card, and one that lapses, may make true or untrue what a rule says of cards; issuing looked already.
  const stopListening = cards.onCards((changes) =>
    touch(changes.flatMap(({ event: { action, case_id } }) => (action === 'issue' ? [] : [case_id]))),
  );

  /** All that follows from cases whose events changed. */
  async function lookAt(batch: Batch, asOf: Date): Promise<RunReport> {
    const { marks, evaluator } = await opened();
    const report = await evaluator.evaluate(batch, asOf);
    if (options.follow === undefined || isStopping) return report;
    try {
      await options.follow(batch, asOf, marks.began);
      outcome(FOLLOWING, undefined);
    } catch (error) {
      outcome(FOLLOWING, new Error('What follows from ratings could not be kept.', { cause: error }));
      report.failed.push(FOLLOWING);
    }
    return report;
  }

  async function lookAtOpen(asOf: Date): Promise<RunReport> {
    const { evaluator } = await opened();
    lookedAtOpen = performance.now();
    return evaluator.evaluate(OPEN, asOf);
  }

  /** Between batches of history, which take minutes in a store of millions: what falls due meanwhile does not wait for all. */
  async function keepUp(): Promise<RunReport[]> {
    if (isStopping || performance.now() - lookedAtOpen < everyMs) return [];
    const asOf = clock();
    return [...(await lookAtTouched(asOf)), await lookAtOpen(asOf)];
  }

  /** The cases a condition on case_facts names, in batches; those of now, whatever is added meanwhile. */
  async function* batches(condition: string, value: Record<string, number | string>): AsyncGenerator<Batch> {
    for (let after = ''; !isStopping; ) {
      const rows = await store.query<{ case_id: string }>(
        `select distinct case_id from case_facts where case_id > {after:String} and ${condition}
        order by case_id limit ${casesAtOnce}`,
        { ...value, after },
      );
      if (rows.length === 0) return;
      const cases = rows.map(({ case_id }) => case_id);
      const [first = '', last = ''] = [cases[0], cases.at(-1)];
      // A full batch is a stretch of history, read as such; a few cases from all over are read each by itself.
      const stretch = 'case_id between {first:String} and {last:String}';
      const isStretch = rows.length === casesAtOnce;
      const these = isStretch
        ? stretch
        : `case_id in (select case_id from case_facts where ${stretch} and ${condition})`;
      yield {
        facts: `(select * from case_facts final where ${these} and ${condition})`,
        parameters: { ...value, first, last },
        touched: cases,
      };
      if (rows.length < casesAtOnce) return;
      after = last;
    }
  }

  /** Cases whose facts are newer than the mark: all on the first run, later those of other processes and of before a restart. */
  async function catchUp(asOf: Date): Promise<RunReport[]> {
    const { marks } = await opened();
    const startedAt = Date.now();
    const newer = 'version > {version:UInt64}';
    const [at] = await store.query<{ newest: number }>(
      `select toFloat64(max(version)) as newest from case_facts where ${newer}`,
      { version: marks.through },
    );
    if (at === undefined || at.newest === 0) return [];
    const reports: RunReport[] = [];
    const meanwhile: RunReport[] = [];
    for await (const batch of batches(newer, { version: marks.through })) {
      reports.push(await lookAt(batch, asOf));
      meanwhile.push(...(await keepUp()));
    }
    // Versions are microseconds of the machine's own clock.
    const through = Math.min(at.newest, (startedAt - ON_THEIR_WAY_MS) * 1000);
    const isWhole = !isStopping && reports.every(({ failed }) => failed.length === 0);
    if (isWhole && through > marks.through) {
      await writeMark(store, 'through', through);
      marks.through = through;
    }
    return [...reports, ...meanwhile];
  }

  /** Rules about what is over, on closed cases that nothing happened to since they were looked at. */
  async function lookBack(condition: string, value: Record<string, number | string>, asOf: Date): Promise<RunReport[]> {
    const { evaluator } = await opened();
    const after = rules.filter(({ phase }) => phase === 'after');
    const reports: RunReport[] = [];
    if (after.length === 0) return reports;
    const asked_since = new Date(asOf.getTime() - LOOK_BACK_MS);
    const asked = (await store.query<{ case_id: string }>(ASKED_ABOUT, { asked_since })).map(({ case_id }) => case_id);
    for (let from = 0; from < asked.length && !isStopping; from += TOUCHED_AT_ONCE) {
      reports.push(await evaluator.evaluate(theseCases(asked.slice(from, from + TOUCHED_AT_ONCE)), asOf, after));
    }
    for await (const batch of batches(`is_closed and ${condition}`, value)) {
      reports.push(await evaluator.evaluate(batch, asOf, after), ...(await keepUp()));
    }
    return reports;
  }

  /** What time alone will make true of cases that were closed before this process began. */
  function afterStart(asOf: Date): Promise<RunReport[]> {
    const since = new Date(asOf.getTime() - LOOK_BACK_MS).toISOString().slice(0, 10);
    return lookBack('last_on >= {since:Date}', { since }, asOf);
  }

  /** What other cases made true of those that ended, or were entered, and came here lately: not of all a rebuild computed anew. */
  function afterOthers(asOf: Date): Promise<RunReport[]> {
    const lately = new Date(asOf.getTime() - OTHERS_WITHIN_MS).toISOString();
    const arrived = new Date(Date.now() - OTHERS_WITHIN_MS).toISOString();
    return lookBack(
      `last_ingested_at >= {arrived:DateTime64(3, 'UTC')}
      and (last_on >= toDate({lately:DateTime64(3, 'UTC')})
        or decision_entered_at >= {lately:DateTime64(3, 'UTC')} or registration_entered_at >= {lately:DateTime64(3, 'UTC')})`,
      { lately, arrived },
      asOf,
    );
  }

  async function lookAtTouched(asOf: Date): Promise<RunReport[]> {
    const { evaluator } = await opened();
    const due = [...evaluator.awaited].flatMap(([case_id, ms]) => (ms <= asOf.getTime() ? [case_id] : []));
    const all = [...new Set([...touched, ...due])];
    touched = new Set();
    const reports: RunReport[] = [];
    for (let from = 0; from < all.length; from += TOUCHED_AT_ONCE) {
      const cases = all.slice(from, from + TOUCHED_AT_ONCE);
      try {
        const report = await lookAt(theseCases(cases), asOf);
        reports.push(report);
        if (report.failed.includes(FOLLOWING)) for (const each of cases) touched.add(each);
      } catch (error) {
        for (const each of all.slice(from)) touched.add(each);
        throw error;
      }
    }
    return reports;
  }

  async function whole(): Promise<RunReport> {
    const asOf = clock();
    const lookBackOnce = async () => {
      if (!isFirst && asOf.getTime() - lookedBackAt < OTHERS_EVERY_MS) return [];
      const reports = await (isFirst ? afterStart(asOf) : afterOthers(asOf));
      lookedBackAt = asOf.getTime();
      isFirst = false;
      return reports;
    };
    const reports: RunReport[] = [];
    for (const step of [lookAtTouched, catchUp, async () => [await lookAtOpen(asOf)], lookBackOnce]) {
      if (isStopping) break;
      reports.push(...(await step(asOf)));
    }
    return sum(reports);
  }

  const told = (what: string, run: () => Promise<unknown>) =>
    inTurn(run).then(
      () => outcome(what, undefined),
      (error) => outcome(what, error),
    );

  function planTouched(): void {
    if (!isStarted || isStopping || isFirst || touchedTimer !== undefined || touched.size === 0) return;
    const look = async () => {
      const startedAt = performance.now();
      await lookAtTouched(clock());
      lastTookMs = performance.now() - startedAt;
    };
    const afterMs = Math.min(Math.max(TOUCHED_AFTER_MS, lastTookMs * REST), everyMs);
    touchedTimer = setTimeout(async () => {
      await told('touched', look);
      touchedTimer = undefined;
      planTouched();
    }, afterMs);
  }

  function planWhole(afterMs: number): void {
    if (isStopping) return;
    wholeTimer = setTimeout(async () => {
      const startedAt = performance.now();
      await told('run', whole);
      planTouched();
      planWhole(Math.max(everyMs - (performance.now() - startedAt), everyMs / 4));
    }, afterMs);
  }

  return {
    touch,
    run: () => inTurn(whole),
    start() {
      if (isStarted) return;
      isStarted = true;
      planWhole(0);
    },
    async stop() {
      isStopping = true;
      stopListening();
      clearTimeout(wholeTimer);
      clearTimeout(touchedTimer);
      await inTurn(async () => undefined);
    },
  };
}

function sum(reports: readonly RunReport[]): RunReport {
  return {
    issued: reports.reduce((all, { issued }) => all + issued, 0),
    lapsed: reports.reduce((all, { lapsed }) => all + lapsed, 0),
    failed: [...new Set(reports.flatMap(({ failed }) => failed))],
  };
}
