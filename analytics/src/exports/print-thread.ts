/** The thread a document is printed on: takes one, answers with its bytes, ends, and gives back the memory of fonts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Format } from './document.ts';
import { type Printable, print } from './print.ts';

const { document, format } = workerData as { document: Printable; format: Format };
parentPort?.postMessage(new Uint8Array(await print(document, format)));
