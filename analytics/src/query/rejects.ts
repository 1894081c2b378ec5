/** Lines that were refused: the last batch to come first, each in the order of its lines. */
import { RejectRow } from '../contract/index.ts';
import type { Select } from './select.ts';

export const REJECT_STATES = ['open', 'replayed', 'all'] as const;
export type RejectState = (typeof REJECT_STATES)[number];

export function rejects(state: RejectState, given: { source?: string; code?: string }): Select {
  const where: string[] = [];
  const parameters: Record<string, string> = {};
  if (state !== 'all') where.push(`replayed_at is ${state === 'open' ? '' : 'not '}null`);
  for (const name of ['source', 'code'] as const) {
    const value = given[name];
    if (value === undefined) continue;
    where.push(`${name} = {${name}:String}`);
    parameters[name] = value;
  }
  return {
    from: 'ingest_rejects final',
    row: RejectRow,
    where,
    order: [
      { expression: '-toUnixTimestamp64Milli(received_at)', type: 'Int64' },
      { expression: 'toString(source)', type: 'String' },
      { expression: 'line', type: 'UInt32' },
      { expression: 'reject_id', type: 'String' },
    ],
    parameters,
  };
}
