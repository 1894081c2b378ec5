/** A file somebody named at the command line. */
import { readFile } from 'node:fs/promises';
import { unreadable } from '@mingcha/ingest';
import { Failure } from '../failure.ts';

/** Its bytes; `what` it is begins the sentence of the Failure where it cannot be read: “The file of schedules”. */
export async function givenFile(what: string, path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    throw new Failure(unreadable(what, path, error).message);
  });
}
