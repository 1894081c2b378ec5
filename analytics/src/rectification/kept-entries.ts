/** The rectification ledger as it is kept: append-only actions, read back in their sequence. */
import type { Store } from '@mingcha/sql';
import type { RectificationAction, RectificationOrigin, RectificationState } from '../contract/codes.ts';
import { type ActDetail, entryState } from './entry.ts';

/** What an entry is about and what is to be done, as it was when it was opened. */
export interface EntryDetail {
  task: { zh: string; en: string };
  county: string;
  centre: string;
  department: string;
  window: string;
  staff: string;
  item: string;
  /** Who answers for it, by name. */
  person: string;
  /** ISO day by which it is to be put right, in the calendar. */
  due_on: string;
  calendar: string;
  rating: number | null;
  /** Month of the review whose meeting gave the task. */
  meeting?: string;
  /** ISO day. */
  rated_on: string | null;
}

/** One action as stored. */
export interface EntryEvent {
  rectification_id: string;
  sequence: number;
  action_id: string;
  origin: RectificationOrigin;
  case_id: string;
  card_id: string;
  action: RectificationAction;
  /** Empty for the platform itself. */
  actor: string;
  /** ISO moment. */
  at: string;
  reason: string;
  /** JSON of an EntryDetail where it opens, else of an ActDetail. */
  detail: string;
}

/** An entry as all its actions make it. */
export interface Entry {
  rectification_id: string;
  origin: RectificationOrigin;
  case_id: string;
  card_id: string;
  state: RectificationState;
  sequence: number;
  /** In their sequence; never empty. */
  actions: EntryEvent[];
}

const COLUMNS = [
  'rectification_id',
  'sequence',
  'action_id',
  'origin',
  'case_id',
  'card_id',
  'action',
  'actor',
  'at',
  'reason',
  'detail',
] as const satisfies (keyof EntryEvent)[];

/** Actions that count, of the entries a condition names: one per place in an entry, the earliest where two took it. */
export const entryActionsWhere = (
  condition: string,
) => `select ${COLUMNS.join(', ')} from rectification_events where ${condition}
order by rectification_id, sequence, at, action_id limit 1 by rectification_id, sequence`;

/** Numbers in one statement. */
const PER_STATEMENT = 5_000;

/** Entries by number or about cases; what does not exist is left out. */
export async function readEntries(
  store: Store,
  column: 'rectification_id' | 'case_id',
  values: readonly string[],
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let from = 0; from < values.length; from += PER_STATEMENT) {
    const asked = { values: values.slice(from, from + PER_STATEMENT) };
    const statement = entryActionsWhere(`${column} in {values:Array(String)}`);
    entries.push(...entriesOf(await store.query<EntryEvent>(statement, asked)));
  }
  return entries;
}

/** Stores actions; durable when it resolves. */
export async function appendEntryActions(store: Store, events: readonly EntryEvent[]): Promise<void> {
  if (events.length === 0) return;
  const lines = events.map((event) => JSON.stringify({ ...event, at: event.at.replace('T', ' ').replace('Z', '') }));
  await store.insert('rectification_events', COLUMNS, lines.join('\n'), 'JSONEachRow');
}

/** Entries out of actions ordered by entry and sequence. */
function entriesOf(events: readonly EntryEvent[]): Entry[] {
  const byId = new Map<string, EntryEvent[]>();
  for (const event of events) {
    const own = byId.get(event.rectification_id);
    if (own === undefined) byId.set(event.rectification_id, [event]);
    else own.push(event);
  }
  return [...byId].flatMap(([rectification_id, actions]) => {
    const state = entryState(actions.map(({ action }) => action));
    const [first] = actions;
    if (state === 'none' || first === undefined) return [];
    const { origin, case_id, card_id } = first;
    return [{ rectification_id, origin, case_id, card_id, state, sequence: actions.at(-1)!.sequence, actions }];
  });
}

/** What an entry says it is about: the detail of the action that opened it last. */
export function openingOf(entry: Entry): EntryDetail {
  return JSON.parse(entry.actions.findLast(({ action }) => action === 'open')!.detail) as EntryDetail;
}

/** The acts with what they carry. */
export function said(entry: Entry): { action: RectificationAction; detail: ActDetail }[] {
  return entry.actions.map(({ action, detail }) => ({
    action,
    detail: action === 'open' ? {} : (JSON.parse(detail) as ActDetail),
  }));
}
