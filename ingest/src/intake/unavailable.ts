/** Nothing was taken: the sender keeps its lines and sends them again. */
export class IntakeUnavailable extends Error {
  override readonly name = 'IntakeUnavailable';
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number;

  constructor(sentence: string, options: { retryAfter?: number; cause?: unknown } = {}) {
    super(sentence, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryAfter = options.retryAfter ?? 5;
  }
}
