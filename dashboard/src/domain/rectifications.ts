/** What a reader is told of entries of the rectification ledger: how much time is left, which acts stand first. */
import type { RectificationDetail, RectificationRow } from '@mingcha/analytics/contract';

/** The lamps over the list; each narrows it. */
export const VIEWS = ['running', 'overdue', 'due_soon', 'submitted', 'closed_this_month', 'all'] as const;
export type View = (typeof VIEWS)[number];

/** What a view asks the list for. `today` is an ISO day. */
export function askedBy(view: View, today: string): Record<string, string> {
  switch (view) {
    case 'running':
      return { state: 'opened,in_hand,submitted,sent_back' };
    case 'overdue':
    case 'due_soon':
      return { lamp: view };
    case 'submitted':
      return { state: 'submitted' };
    case 'closed_this_month':
      return { state: 'closed', closed_from: `${today.slice(0, 8)}01` };
    case 'all':
      return {};
  }
}

/** A message's key, with how many working days it counts. */
export function leftOf({
  state,
  lamp,
  days_left,
  is_in_time,
}: Pick<RectificationRow, 'state' | 'lamp' | 'days_left' | 'is_in_time'>): { key: string; n: number } | null {
  if (state === 'cancelled') return null;
  if (state === 'closed') return { key: is_in_time ? 'rect.in_time' : 'rect.not_in_time', n: 0 };
  if (lamp === 'overdue') return { key: 'rect.left_over', n: Math.max(1, -days_left) };
  if (state === 'submitted') return { key: 'rect.left_reported', n: 0 };
  return days_left <= 0 ? { key: 'rect.left_today', n: 0 } : { key: 'rect.left_days', n: days_left };
}

type Act = RectificationDetail['possible'][number];
/** Acts offered at once, by state; the others are in the list. */
const QUICK: Record<RectificationRow['state'], readonly Act[]> = {
  opened: ['take_up', 'submit', 'urge'],
  in_hand: ['submit', 'urge', 'note'],
  submitted: ['close', 'send_back', 'note'],
  sent_back: ['submit', 'urge', 'note'],
  closed: ['send_back', 'note'],
  cancelled: ['note'],
};
export const quickActs = (state: RectificationRow['state'], possible: readonly Act[]): Act[] =>
  QUICK[state].filter((act) => possible.includes(act));

/** Acts that bring proof. */
export const bringsProof = (act: Act): boolean => act === 'submit' || act === 'close' || act === 'attach';
