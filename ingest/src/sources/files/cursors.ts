/** How far each file has been read. The cursor moves only after what was read is stored. */
import { createHash } from 'node:crypto';
import { open, realpath } from 'node:fs/promises';
import type { Store } from '@mingcha/sql';
import { unreadable } from './unreadable.ts';

const FIRST_BLOCK_BYTES = 65_536;

export interface FileCursor {
  fileId: string;
  path: string;
  rowsRead: number;
  /** Events acknowledged so far, the already known among them. */
  events: number;
  rejects: number;
  isDone: boolean;
}

export interface FileCursors {
  /** Whether another process finds them again. */
  readonly isLasting: boolean;
  load(fileId: string): Promise<FileCursor | undefined>;
  save(cursor: FileCursor): Promise<void>;
}

export interface FileIdentity {
  fileId: string;
  bytes: number;
}

/**
 * Identity of a file together with how it is read: path, size, time of change, first block, mapping. A file that
 * was changed in any way is another file: reading it again from the start is always safe, skipping rows is not.
 */
export async function identify(path: string, reading: string): Promise<FileIdentity> {
  const file = await open(path).catch((error: unknown) => {
    throw unreadable('The file', path, error);
  });
  try {
    const stats = await file.stat();
    if (stats.isDirectory()) throw new Error(`${path} is a folder; name the files in it, e.g. ${path}/*.csv.`);
    const { size, mtimeMs } = stats;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(FIRST_BLOCK_BYTES), 0, FIRST_BLOCK_BYTES, 0);
    const hash = createHash('sha256')
      .update(JSON.stringify([await realpath(path), size, mtimeMs, reading]))
      .update(buffer.subarray(0, bytesRead));
    return { fileId: hash.digest('hex'), bytes: size };
  } finally {
    await file.close();
  }
}

interface CursorRow {
  path: string;
  rows_read: string;
  events: string;
  rejects: string;
  is_done: boolean;
}

/** Cursors in the table file_cursors of the store. */
export function storedCursors(store: Store, clock: () => Date = () => new Date()): FileCursors {
  let lastVersion = 0;
  return {
    isLasting: true,
    async load(fileId) {
      const [row] = await store.query<CursorRow>(
        `select path, toString(rows_read) as rows_read, toString(events) as events, toString(rejects) as rejects, is_done
         from file_cursors where file_id = {file_id:String} order by version desc limit 1`,
        { file_id: fileId },
      );
      if (!row) return undefined;
      return {
        fileId,
        path: row.path,
        rowsRead: Number(row.rows_read),
        events: Number(row.events),
        rejects: Number(row.rejects),
        isDone: row.is_done,
      };
    },
    async save(cursor) {
      const now = clock();
      lastVersion = Math.max(lastVersion + 1, now.getTime());
      const row = {
        file_id: cursor.fileId,
        path: cursor.path,
        rows_read: cursor.rowsRead,
        events: cursor.events,
        rejects: cursor.rejects,
        is_done: cursor.isDone,
        updated_at: now.toISOString().slice(0, 23).replace('T', ' '),
        version: lastVersion,
      };
      await store.insert('file_cursors', Object.keys(row), JSON.stringify(row), 'JSONEachRow');
    },
  };
}

/** Cursors that last as long as the process: for senders that keep no store of their own. */
export function memoryCursors(): FileCursors {
  const cursors = new Map<string, FileCursor>();
  return {
    isLasting: false,
    load: async (fileId) => cursors.get(fileId),
    save: async (cursor) => {
      cursors.set(cursor.fileId, { ...cursor });
    },
  };
}
