/**
 * Reads a file into the store until it is done or killed, and tells its parent of each batch and of the end.
 * Arguments: data directory, file, mapping file.
 */
import { ingestFiles, intakeSink, openIntake, openMapping, storedCursors } from '@mingcha/ingest';
import { migrate, openStore } from '@mingcha/sql';

export type FileMessage =
  | { kind: 'batch'; rows: number }
  | {
      kind: 'end';
      rowsBefore: number;
      rows: number;
      stored: number;
      known: number;
      rowsInStore: number;
      events: number;
    };

const [directory, file, mapping] = process.argv.slice(2) as [string, string, string];
const store = await openStore(`file:${directory}`);
await migrate(store);
// What is read is the matter here; the facts of its cases have a test of their own.
const refresher = { touch: () => undefined, waiting: 0, aside: 0, settled: async () => undefined };
const intake = await openIntake({ store, refresher, worker: 'files' });
const summary = await ingestFiles({
  files: [file],
  mapping: await openMapping(mapping),
  sink: intakeSink(intake, 'Asia/Shanghai'),
  cursors: storedCursors(store),
  batchSize: 200,
  progress: ({ rows }) => process.send!({ kind: 'batch', rows } satisfies FileMessage),
});
const [read] = summary.files;
if (read?.error) throw read.error;
const [stored] = await store.query<{ rows: number; events: number }>(
  'select count()::UInt32 as rows, uniqExact(event_id)::UInt32 as events from case_events',
);
const { rowsBefore, rows, stored: fresh, known } = read!;
const end: FileMessage = {
  kind: 'end',
  rowsBefore,
  rows,
  stored: fresh,
  known,
  rowsInStore: stored!.rows,
  events: stored!.events,
};
process.send!(end);
await intake.close();
await store.close();
process.disconnect();
