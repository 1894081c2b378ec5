/** Why a file that a person named cannot be read, as a sentence with what to do. */
import { resolve } from 'node:path';

/** `what` names the kind of file at the beginning of the sentence: “The mapping file”. */
export function unreadable(what: string, path: string, error: unknown): Error {
  return new Error(`${what} ${path} ${whyUnreadable(path, error)}`, { cause: error });
}

/** The same as the rest of a sentence that has named the file. */
export function whyUnreadable(path: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return `is not there (looked for ${resolve(path)}); check its name, and the folder the command is run in.`;
  }
  if (code === 'EACCES' || code === 'EPERM') return `may not be read by this account; give it the right to.`;
  if (code === 'EISDIR') return 'is a folder; name the file in it.';
  return `cannot be read: ${message}.`;
}
