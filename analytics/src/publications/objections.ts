/**
 * What units say against a publication, and what becomes of it. Writing is one at a time in a process; whoever decides says
 * which action they saw last, and is told when somebody acted meanwhile. Should two processes write the same place at the
 * same moment, the earlier act counts and the other is told.
 */
import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '@mingcha/sql';
import type { ObjectionOutcome } from '../contract/codes.ts';
import { openTurns } from '../turns.ts';
import { appendObjectionAction, type KeptObjection, type ObjectionEvent, readObjections } from './kept-objections.ts';
import { ACTION_OF_OUTCOME, nextState, objectionId } from './objection.ts';

/** The objection is not as whoever decides saw it. */
export class ObjectionMovedOn extends Error {
  readonly since: readonly ObjectionEvent[];
  constructor(since: readonly ObjectionEvent[]) {
    super('The objection moved on.');
    this.name = 'ObjectionMovedOn';
    this.since = since;
  }
}

/** It has its outcome already. */
export class ObjectionDecided extends Error {
  readonly objection: KeptObjection;
  constructor(objection: KeptObjection) {
    super(`The objection is ${objection.state}.`);
    this.name = 'ObjectionDecided';
    this.objection = objection;
  }
}

export interface Filing {
  number: string;
  part: string;
  unit: string;
  cases: readonly string[];
  reason: string;
  actor: string;
}

export interface Deciding {
  outcome: ObjectionOutcome;
  reason: string;
  actor: string;
  /** Of the last action the actor saw. */
  sequence: number;
}

export interface ObjectionBook {
  /** Of a publication, or of all. */
  read(number?: string): Promise<KeptObjection[]>;
  /** The same words by the same person about the same row are one objection, however often sent. */
  file(filing: Filing): Promise<KeptObjection>;
  /** Undefined where there is no such objection. Throws ObjectionMovedOn and ObjectionDecided. */
  decide(number: string, id: string, deciding: Deciding): Promise<KeptObjection | undefined>;
}

/** Milliseconds after which what another process wrote at the same time is read, too. */
const SETTLED_AFTER_MS = 200;

export function openObjections({ store, clock }: { store: Store; clock: () => Date }): ObjectionBook {
  const inTurn = openTurns(1);
  const find = async (number: string, id: string): Promise<KeptObjection | undefined> =>
    (await readObjections(store, number)).find(({ objection_id }) => objection_id === id);

  async function place(event: Omit<ObjectionEvent, 'action_id' | 'at'>): Promise<KeptObjection> {
    const { objection_id, sequence, action, actor, reason } = event;
    const action_id = hash('sha256', [objection_id, sequence, action, actor, reason].join('\t')).slice(0, 32);
    await appendObjectionAction(store, { ...event, action_id, at: clock().toISOString() });
    if (store.kind === 'server') await sleep(SETTLED_AFTER_MS);
    const kept = (await find(event.number, objection_id))!;
    const placed = kept.actions.find((each) => each.sequence === sequence);
    if (placed?.action_id !== action_id)
      throw new ObjectionMovedOn(kept.actions.filter((each) => each.sequence >= sequence));
    return kept;
  }

  return {
    read: (number) => readObjections(store, number),

    file: ({ number, part, unit, cases, reason, actor }) =>
      inTurn(async () => {
        const objection_id = objectionId(number, part, unit, actor, reason, ...[...cases].sort());
        const there = await find(number, objection_id);
        if (there !== undefined) return there;
        return place({
          objection_id,
          sequence: 1,
          number,
          part,
          unit,
          action: 'file',
          actor,
          reason,
          cases: [...cases],
        });
      }),

    decide: (number, id, { outcome, reason, actor, sequence }) =>
      inTurn(async () => {
        const kept = await find(number, id);
        if (kept === undefined) return undefined;
        const action = ACTION_OF_OUTCOME[outcome];
        const last = kept.actions.at(-1)!;
        // Who got no answer asks again: it is done already.
        if (last.sequence === sequence + 1 && last.action === action && last.actor === actor && last.reason === reason)
          return kept;
        const since = kept.actions.filter((each) => each.sequence > sequence);
        if (since.length > 0) throw new ObjectionMovedOn(since);
        if (nextState(kept.state, action) === undefined) throw new ObjectionDecided(kept);
        const { part, unit } = kept;
        return place({
          objection_id: id,
          sequence: sequence + 1,
          number,
          part,
          unit,
          action,
          actor,
          reason,
          cases: [],
        });
      }),
  };
}
