/** Lines that are to come, given out when their moment has come: in order of arrival, then of text, so always the same. */

export interface PendingLine {
  /** Local seconds. */
  at: number;
  line: string;
}

const HOUR = 3600;

export class PendingLines {
  readonly #hours = new Map<number, PendingLine[]>();

  get size(): number {
    let size = 0;
    for (const lines of this.#hours.values()) size += lines.length;
    return size;
  }

  add(at: number, line: string): void {
    const hour = Math.floor(at / HOUR);
    const lines = this.#hours.get(hour);
    if (lines) lines.push({ at, line });
    else this.#hours.set(hour, [{ at, line }]);
  }

  /** Takes out everything that arrives at or before a moment. */
  takeUntil(moment: number): string[] {
    const due: PendingLine[] = [];
    for (const hour of [...this.#hours.keys()].filter((key) => key * HOUR <= moment)) {
      const later: PendingLine[] = [];
      for (const pending of this.#hours.get(hour)!) (pending.at <= moment ? due : later).push(pending);
      if (later.length > 0) this.#hours.set(hour, later);
      else this.#hours.delete(hour);
    }
    due.sort((a, b) => a.at - b.at || (a.line < b.line ? -1 : 1));
    return due.map(({ line }) => line);
  }
}
