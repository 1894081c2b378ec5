/** Why a file that a person named cannot be read, as a sentence with what to do. */
import { resolve } from 'node:path';

/** `what` names the kind of file at the beginning of the sentence: “The mapping file”. */
export function unreadable(what: string, path: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  return new Error(`${what} ${path} ${whyOf(code, resolve(path), message)}`, { cause: error });
}

function whyOf(code: string | undefined, full: string, message: string): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return `is not there (looked for ${full}); check its name, and the folder the command is run in.`;
  }
  if (code === 'EACCES' || code === 'EPERM') return `may not be read by this account; give it the right to.`;
  if (code === 'EISDIR') return 'is a folder; name the file in it.';
  return `cannot be read: ${message}.`;
}
