/**
 * A document made into a file beside the work of the server: laying out a page takes a processor for a second, in which no event
 * would be acknowledged. One at a time, so that many who ask at once wait for each other and not for memory.
 */
import { Worker } from 'node:worker_threads';
import { openTurns } from '../turns.ts';
import type { Format } from './document.ts';
import { type Printable, print } from './print.ts';

const inTurn = openTurns(1);

/** Rejects with what went wrong when the document cannot be laid out. */
export function render(document: Printable, format: Format): Promise<Buffer> {
  return inTurn(() => (IS_BUILT ? onThread(document, format) : print(document, format)));
}

/** Run from its sources, as tests are, there is no file that a plain thread could read. */
const IS_BUILT = import.meta.url.endsWith('.js');

function onThread(document: Printable, format: Format): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./print-thread.js', import.meta.url), { workerData: { document, format } });
    thread.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes)));
    thread.once('error', reject);
    thread.once('exit', (code) =>
      reject(new Error(`The thread that prints documents ended early, with code ${code}.`)),
    );
  });
}
