/** The thread a document is printed on: takes one, answers with its bytes, ends, and gives back the memory of fonts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Document, Format } from './document.ts';
import { print } from './print.ts';

const { document, format } = workerData as { document: Document; format: Format };
parentPort?.postMessage(new Uint8Array(await print(document, format)));
