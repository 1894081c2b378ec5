/** Objections as they are kept: append-only actions, read back in their sequence. */
import type { Store } from '@mingcha/sql';
import type { ObjectionAction, ObjectionState } from '../contract/codes.ts';
import { stateOf } from './objection.ts';

/** One action as stored. */
export interface ObjectionEvent {
  objection_id: string;
  sequence: number;
  action_id: string;
  number: string;
  part: string;
  unit: string;
  action: ObjectionAction;
  actor: string;
  /** ISO moment. */
  at: string;
  reason: string;
  cases: string[];
}

export interface KeptObjection {
  objection_id: string;
  number: string;
  part: string;
  unit: string;
  state: ObjectionState;
  sequence: number;
  /** In their sequence; the first one filed it. */
  actions: [ObjectionEvent, ...ObjectionEvent[]];
}

const COLUMNS = [
  'objection_id',
  'sequence',
  'action_id',
  'number',
  'part',
  'unit',
  'action',
  'actor',
  'at',
  'reason',
  'cases',
] as const satisfies (keyof ObjectionEvent)[];

/** Of one publication, or of all; in the order they were filed. Of two acts on one place the earlier one counts. */
export async function readObjections(store: Pick<Store, 'query'>, number = ''): Promise<KeptObjection[]> {
  const events = await store.query<ObjectionEvent>(
    `select ${COLUMNS.join(', ')} from objection_events where {number:String} in ('', number)
    order by objection_id, sequence, at, action_id limit 1 by objection_id, sequence`,
    { number },
  );
  const byId = new Map<string, ObjectionEvent[]>();
  for (const event of events) byId.set(event.objection_id, [...(byId.get(event.objection_id) ?? []), event]);
  const kept = [...byId].flatMap(([objection_id, [first, ...rest]]): KeptObjection[] => {
    if (first === undefined) return [];
    const state = stateOf([first, ...rest].map(({ action }) => action));
    if (state === 'none') return [];
    const sequence = (rest.at(-1) ?? first).sequence;
    return [
      {
        objection_id,
        number: first.number,
        part: first.part,
        unit: first.unit,
        state,
        sequence,
        actions: [first, ...rest],
      },
    ];
  });
  return kept.sort(
    (a, b) => a.actions[0].at.localeCompare(b.actions[0].at) || a.objection_id.localeCompare(b.objection_id),
  );
}

/** Durable when it resolves. */
export async function appendObjectionAction(store: Store, event: ObjectionEvent): Promise<void> {
  const line = JSON.stringify({ ...event, at: event.at.replace('T', ' ').replace('Z', '') });
  await store.insert('objection_events', COLUMNS, line, 'JSONEachRow');
}
