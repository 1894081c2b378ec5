/** What people did with a month's review as it is kept: append-only actions, read back in their sequence. */
import type { Store } from '@mingcha/sql';
import type { Filters } from '../query/scope.ts';

export type ReviewAction = 'edit' | 'restore' | 'comment' | 'withdraw';

/** One action as stored. */
export interface ReviewEvent {
  month: string;
  scope: string;
  subject: string;
  sequence: number;
  action_id: string;
  action: ReviewAction;
  actor: string;
  /** ISO moment. */
  at: string;
  /** Of an edit or comment what it says, of a withdrawal why. */
  text: string;
  /** JSON of ActDetail. */
  detail: string;
}

export interface ActDetail {
  /** Of an edit: the sentence from the numbers, as the editor saw it. */
  original?: string;
  form?: string;
  screen?: string;
}

/** Which review is meant. */
export interface Review {
  month: string;
  scope: string;
}

/** The scope of a review as it is kept: what it is narrowed to, in one order. */
export const scopeOf = (filters: Filters): string =>
  (['county', 'centre', 'department', 'window', 'staff', 'item'] as const)
    .flatMap((name) => (filters[name] === undefined ? [] : [`${name}=${encodeURIComponent(filters[name])}`]))
    .join('&');

const COLUMNS = [
  'month',
  'scope',
  'subject',
  'sequence',
  'action_id',
  'action',
  'actor',
  'at',
  'text',
  'detail',
] as const satisfies (keyof ReviewEvent)[];

/** Actions that count, of one review: one per place in a subject, the earliest where two took it. By subject and sequence. */
export async function readActs(
  store: Pick<Store, 'query'>,
  review: Review,
  options: { subject?: string; until?: Date } = {},
): Promise<ReviewEvent[]> {
  const { subject = '', until } = options;
  const where = [
    'month = {month:String} and scope = {scope:String}',
    ...(subject === '' ? [] : ['subject = {subject:String}']),
    ...(until === undefined ? [] : ["at <= {until:DateTime64(3, 'UTC')}"]),
  ];
  return store.query<ReviewEvent>(
    `select ${COLUMNS.join(', ')} from review_acts where ${where.join(' and ')}
    order by subject, sequence, at, action_id limit 1 by subject, sequence`,
    { month: review.month, scope: review.scope, subject, ...(until === undefined ? {} : { until }) },
  );
}

/** Stores an action; durable when it resolves. */
export async function appendAct(store: Store, event: ReviewEvent): Promise<void> {
  const line = JSON.stringify({ ...event, at: event.at.replace('T', ' ').replace('Z', '') });
  await store.insert('review_acts', COLUMNS, line, 'JSONEachRow');
}

export const detailOf = (event: ReviewEvent): ActDetail => JSON.parse(event.detail || '{}') as ActDetail;
