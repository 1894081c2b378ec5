/**
 * What is done with the entries of the rectification ledger: the platform opens and settles them, people act on them,
 * listeners hear of it.
 *
 * Writing is one at a time in a process. Whoever acts says which action they saw last; when the entry moved on meanwhile
 * nothing is written, and they are told who did what. Should two processes on one server write the same place of an entry at
 * the same moment, the earlier one counts and the other is told.
 */
import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '@mingcha/sql';
import type { RectificationAction, RectificationOrigin, RectificationState } from '../contract/codes.ts';
import { openTurns } from '../turns.ts';
import { type ActDetail, isProven, nextState } from './entry.ts';
import {
  appendEntryActions,
  type Entry,
  type EntryDetail,
  type EntryEvent,
  readEntries,
  said,
} from './kept-entries.ts';

export interface Opening {
  rectification_id: string;
  origin: RectificationOrigin;
  case_id: string;
  card_id: string;
  detail: EntryDetail;
}

export interface EntryAct {
  action: RectificationAction;
  actor: string;
  reason: string;
  /** Of the last action the actor saw. */
  sequence: number;
  detail?: ActDetail;
}

/** What the platform does to an entry by itself. */
export interface OwnAct {
  rectification_id: string;
  action: 'close' | 'cancel';
  reason: string;
  detail: ActDetail;
}

/** An action that was done, told to whoever listens. */
export interface EntryChange {
  event: EntryEvent;
  state: RectificationState;
}

/** The entry is not as whoever wanted to act saw it. */
export class EntryMovedOn extends Error {
  readonly since: readonly EntryEvent[];
  constructor(since: readonly EntryEvent[]) {
    super('The entry moved on.');
    this.name = 'EntryMovedOn';
    this.since = since;
  }
}

/** The action cannot be done in the state the entry is in. */
export class EntryActNotPossible extends Error {
  readonly entry: Entry;
  constructor(entry: Entry) {
    super(`The entry is ${entry.state}.`);
    this.name = 'EntryActNotPossible';
    this.entry = entry;
  }
}

/** A report or a closing without anything that shows what was put right. */
export class ProofMissing extends Error {
  constructor() {
    super('There is no proof.');
    this.name = 'ProofMissing';
  }
}

export interface Ledger {
  /** By number; what does not exist is left out. */
  read(ids: readonly string[]): Promise<Map<string, Entry>>;
  /** All entries about the cases. */
  ofCases(caseIds: readonly string[]): Promise<Entry[]>;
  /** Opens, for the platform, what is not there yet or it cancelled itself; answers what was done. */
  open(openings: readonly Opening[]): Promise<EntryChange[]>;
  /** Opens by hand; the same once more by the same person is done once. Throws EntryActNotPossible where there is one. */
  openByHand(opening: Opening, actor: string, reason: string): Promise<Entry>;
  /** Does a person's act; undefined when there is no such entry. Throws EntryMovedOn, EntryActNotPossible or ProofMissing. */
  act(id: string, act: EntryAct): Promise<Entry | undefined>;
  /** Does what the platform knows by itself; what cannot be done is left out. */
  settle(acts: readonly OwnAct[]): Promise<EntryChange[]>;
  /** Told after actions are stored; answers how to stop listening. */
  onEntries(listener: (changes: readonly EntryChange[]) => void): () => void;
}

export interface LedgerOptions {
  store: Store;
  clock: () => Date;
  /** Hears of a listener that threw. */
  onFault: (error: unknown) => void;
}

/** How long another process may take to write what it began when it saw the same entry. */
const SETTLED_AFTER_MS = 300;
export function openLedger({ store, clock, onFault }: LedgerOptions): Ledger {
  const listeners = new Set<(changes: readonly EntryChange[]) => void>();
  const inTurn = openTurns(1);

  const read = async (ids: readonly string[]) =>
    new Map((await readEntries(store, 'rectification_id', ids)).map((entry) => [entry.rectification_id, entry]));

  function tell(changes: readonly EntryChange[]): void {
    if (changes.length === 0) return;
    for (const listener of listeners) {
      try {
        listener(changes);
      } catch (error) {
        onFault(error);
      }
    }
  }

  function eventOf(
    about: Omit<Opening, 'detail'>,
    act: Omit<EntryAct, 'detail'>,
    detail: EntryDetail | ActDetail,
  ): EntryEvent {
    const { rectification_id, origin, case_id, card_id } = about;
    const written = JSON.stringify(detail);
    const action_id = actionId(rectification_id, act, written);
    return {
      rectification_id,
      action_id,
      origin,
      case_id,
      card_id,
      ...act,
      at: clock().toISOString(),
      detail: written,
    };
  }

  /** Stores what the platform does to many entries at once. */
  async function ownActs(changes: readonly EntryChange[]): Promise<EntryChange[]> {
    await appendEntryActions(
      store,
      changes.map(({ event }) => event),
    );
    tell(changes);
    return [...changes];
  }

  return {
    read,
    ofCases: (caseIds) => readEntries(store, 'case_id', caseIds),

    open: (openings) =>
      inTurn(async () => {
        const known = await read(openings.map(({ rectification_id }) => rectification_id));
        return ownActs(
          openings.flatMap(({ detail, ...about }) => {
            const entry = known.get(about.rectification_id);
            const state = nextState(entry?.state ?? 'none', 'open');
            // What a person cancelled stays so.
            const cancelled = entry?.actions.findLast(({ action }) => action === 'cancel');
            if (state === undefined || (cancelled !== undefined && cancelled.actor !== '')) return [];
            const act = { action: 'open' as const, actor: '', reason: '', sequence: (entry?.sequence ?? 0) + 1 };
            return [{ event: eventOf(about, act, detail), state }];
          }),
        );
      }),

    openByHand: ({ detail, ...about }, actor, reason) =>
      inTurn(async () => {
        const entry = (await read([about.rectification_id])).get(about.rectification_id);
        const sequence = (entry?.sequence ?? 0) + 1;
        const [first] = entry?.actions ?? [];
        const isSame = first?.actor === actor && first.reason === reason;
        if (entry !== undefined && isSame && isTheSame(first.detail, detail)) return entry;
        if (entry !== undefined && nextState(entry.state, 'open') === undefined) throw new EntryActNotPossible(entry);
        return place(eventOf(about, { action: 'open', actor, reason, sequence }, detail));
      }),

    act: (id, { detail = {}, sequence: seen, ...act }) =>
      inTurn(async () => {
        const entry = (await read([id])).get(id);
        if (entry === undefined) return undefined;
        const event = eventOf(entry, { ...act, sequence: seen + 1 }, detail);
        // Who got no answer asks again: it is done already.
        if (entry.actions.at(-1)?.action_id === event.action_id) return entry;
        const since = entry.actions.filter((each) => each.sequence > seen);
        if (since.length > 0) throw new EntryMovedOn(since);
        if (nextState(entry.state, act.action) === undefined) throw new EntryActNotPossible(entry);
        if (!isProven(said(entry), { action: act.action, detail })) throw new ProofMissing();
        return place(event);
      }),

    settle: (acts) =>
      inTurn(async () => {
        const known = await read(acts.map(({ rectification_id }) => rectification_id));
        return ownActs(
          acts.flatMap(({ rectification_id, detail, ...act }) => {
            const entry = known.get(rectification_id);
            const state = entry === undefined ? undefined : nextState(entry.state, act.action);
            if (entry === undefined || state === undefined) return [];
            const event = eventOf(entry, { ...act, actor: '', sequence: entry.sequence + 1 }, detail);
            return [{ event, state }];
          }),
        );
      }),

    onEntries(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  /** Stores a person's act, and looks whether another process took its place. */
  async function place(event: EntryEvent): Promise<Entry> {
    await appendEntryActions(store, [event]);
    if (store.kind === 'server') await sleep(SETTLED_AFTER_MS);
    const entry = (await read([event.rectification_id])).get(event.rectification_id)!;
    const placed = entry.actions.find(({ sequence }) => sequence === event.sequence);
    if (placed?.action_id !== event.action_id)
      throw new EntryMovedOn(entry.actions.filter(({ sequence }) => sequence >= event.sequence));
    tell([{ event, state: entry.state }]);
    return entry;
  }
}

/** Whether an entry that is there says the same as one to be opened; the default due day may have moved on meanwhile. */
function isTheSame(detail: string, asked: EntryDetail): boolean {
  const { due_on: _, ...there } = JSON.parse(detail) as EntryDetail;
  const { due_on: __, ...wanted } = asked;
  return JSON.stringify(there) === JSON.stringify(wanted);
}

/**
 * The number of an action: who does the same at the same place of an entry, again or from another process, does the same
 * action. Of the platform that is any of its kind; of people what they said is part of it.
 */
function actionId(id: string, { sequence, action, actor, reason }: Omit<EntryAct, 'detail'>, detail: string): string {
  const words = actor === '' ? [] : [actor, reason, detail];
  return hash('sha256', [id, sequence, action, ...words].join('\t')).slice(0, 32);
}
