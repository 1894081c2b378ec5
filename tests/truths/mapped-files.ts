/** Reads shared data through a shipped mapping into memory, as `mingcha ingest` would send them. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CaseEvent, CsvRecords, ingestFiles, memoryCursors, openMapping } from '@mingcha/ingest';

const SHARED = process.env['MINGCHA_SHARED'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));

export const sharedFile = (path: string): string => `${SHARED}/data/${path}`;
export const hasShared = (path: string): boolean => existsSync(sharedFile(path));

export function truth<Shape>(folder: string): Shape {
  return JSON.parse(readFileSync(sharedFile(`${folder}/truth.json`), 'utf8')) as Shape;
}

/** The cells of some columns of a CSV file, row by row, as the publisher wrote them. */
export function columnsOf(path: string, ...names: string[]): string[][] {
  const lines = readFileSync(sharedFile(path), 'utf8').split('\n');
  const [header, ...rows] = [...new CsvRecords(',').read({ firstLine: 1, lines, faults: new Map() })];
  const places = names.map((name) => header!.cells.indexOf(name));
  return rows.map(({ cells }) => places.map((place) => cells[place]!));
}

export interface ReadFile {
  /** One per (source, event_id), as the store keeps them. */
  events: CaseEvent[];
  /** As sent, repeats among them. */
  sent: number;
  rows: number;
  rejected: number;
  /** Event ids that came twice with different content. */
  conflicts: string[];
}

export async function readThrough(mapping: string, path: string): Promise<ReadFile> {
  const events = new Map<string, CaseEvent>();
  const conflicts: string[] = [];
  let sent = 0;
  const summary = await ingestFiles({
    files: [sharedFile(path)],
    mapping: await openMapping(mapping),
    cursors: memoryCursors(),
    sink: {
      async submit(items) {
        sent += items.length;
        return (items as CaseEvent[]).map((event) => {
          const known = events.get(event.event_id);
          if (!known) {
            events.set(event.event_id, event);
            return { status: 'stored' };
          }
          if (JSON.stringify(known) !== JSON.stringify(event)) conflicts.push(event.event_id);
          return { status: 'known' };
        });
      },
      reject: async () => undefined,
    },
  });
  const [file] = summary.files;
  if (file?.error) throw file.error;
  return { events: [...events.values()], sent, rows: file!.rows, rejected: file!.rejected, conflicts };
}

/** The moment of the case's event of a type, in epoch milliseconds. */
export function momentsOf(events: readonly CaseEvent[], type: CaseEvent['type']): Map<string, number> {
  return new Map(
    events.filter((event) => event.type === type).map((event) => [event.case_id, Date.parse(event.occurred_at)]),
  );
}

export function countBy<Value>(values: Iterable<Value>, key: (value: Value) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[key(value)] = (counts[key(value)] ?? 0) + 1;
  return counts;
}
