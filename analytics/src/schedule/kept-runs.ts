/** What was done about runs, as the store keeps it. */
import type { Store } from '@mingcha/sql';
import { type Run, type RunRow, runOf } from './run.ts';

const COLUMNS = [
  ...(['run_id', 'sequence', 'action', 'worker', 'schedule', 'occasion'] as const),
  ...(['due_at', 'at', 'not_before', 'detail'] as const),
] satisfies (keyof RunRow)[];

const stored = (moment: string | null) => moment?.replace('T', ' ').replace('Z', '') ?? null;

export async function insertRun(store: Store, row: RunRow): Promise<void> {
  const { due_at, at, not_before } = row;
  const kept = { ...row, due_at: stored(due_at), at: stored(at), not_before: stored(not_before) };
  await store.insert('report_runs', COLUMNS, JSON.stringify(kept), 'JSONEachRow');
}

/** The runs of these numbers about which anything was done. */
export async function readRuns(store: Store, ids: readonly string[]): Promise<Map<string, Run>> {
  if (ids.length === 0) return new Map();
  return folded(await store.query<RunRow>(`${SELECT} where run_id in {ids:Array(String)}`, { ids: [...ids] }));
}

/** The runs due since a moment, the newest first. */
export async function readRunsSince(store: Store, since: Date): Promise<Run[]> {
  const runs = folded(await store.query<RunRow>(`${SELECT} where due_at >= {since:DateTime64(3, 'UTC')}`, { since }));
  return [...runs.values()].sort((a, b) =>
    a.due_at === b.due_at ? (a.schedule < b.schedule ? -1 : 1) : a.due_at < b.due_at ? 1 : -1,
  );
}

const SELECT = `select ${COLUMNS.join(', ')} from report_runs`;

function folded(rows: readonly RunRow[]): Map<string, Run> {
  const byRun = new Map<string, [RunRow, ...RunRow[]]>();
  for (const row of rows) {
    const own = byRun.get(row.run_id);
    if (own === undefined) byRun.set(row.run_id, [row]);
    else own.push(row);
  }
  return new Map([...byRun].map(([id, own]) => [id, runOf(own)]));
}
