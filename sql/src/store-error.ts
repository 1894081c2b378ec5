/** What went wrong in a store, as a sentence, with the engine's own code where it gave one. */

/** Engine codes after which the same call may succeed a moment later: load, memory, disk, network, replicas. */
const passing = new Set([159, 202, 203, 209, 210, 225, 236, 241, 242, 243, 252, 279, 285, 319, 425, 999]);

const unreachable = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ENOTFOUND']);
const passingNetwork = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
/** Of this machine's files: no room left, or too many open. */
const passingFiles = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE']);

export interface StoreErrorOptions {
  code?: number | undefined;
  isRetryable?: boolean;
  cause?: unknown;
}

export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** The engine's error code (https://clickhouse.com/docs: `system.errors`), if the engine was reached. */
  readonly code: number | undefined;
  /** Whether the same call may succeed later without anything being changed. */
  readonly isRetryable: boolean;

  constructor(sentence: string, options: StoreErrorOptions = {}) {
    super(sentence, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.isRetryable = options.isRetryable ?? (options.code !== undefined && passing.has(options.code));
  }
}

const enginePattern = /Code: (\d+)\. DB::Exception: /;

/** Any error from the engine, the client or the network as a StoreError; `doing` says what was being done. */
export function asStoreError(error: unknown, doing: string): StoreError {
  if (error instanceof StoreError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const given = (error as { code?: unknown } | null)?.code;
  const code = /^\d+$/.test(String(given)) ? Number(given) : Number(enginePattern.exec(message)?.[1] ?? Number.NaN);
  if (!Number.isNaN(code)) {
    const told = message.replace(/(?:Code: \d+\. DB::Exception: )+/g, '').trim();
    return new StoreError(`The store refused ${doing} (code ${code}): ${told}`, { code, cause: error });
  }
  const isPassing =
    passingNetwork.has(String(given)) ||
    passingFiles.has(String(given)) ||
    /socket hang up|Timeout error/.test(message);
  if (unreachable.has(String(given))) {
    const remedy = 'See that its server runs, and that MINGCHA_DATA names it.';
    return new StoreError(`The store cannot be reached: ${message}. ${remedy}`, { isRetryable: true, cause: error });
  }
  return new StoreError(`The store could not do ${doing}: ${message}`, { isRetryable: isPassing, cause: error });
}
