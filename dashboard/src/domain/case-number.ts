/** What of a case number tells cases apart at a glance: its end, which is shown strong and never cut. */

/** Short enough to be read whole. */
const WHOLE = 8;
const TAIL = 6;
const SEPARATOR = /[-_/.:#·\s]/;

/**
 * Head and tail of a case number. The tail is the last part after a separator where that is of four to eight signs
 * (HN-2026-|000017, case-|10011), else the last six signs (430600202603|000118).
 */
export function splitCaseNumber(id: string): { head: string; tail: string } {
  if (id.length <= WHOLE) return { head: '', tail: id };
  const part = id.split(SEPARATOR).at(-1) ?? '';
  const length = part.length >= 4 && part.length <= WHOLE ? part.length : TAIL;
  return { head: id.slice(0, -length), tail: id.slice(-length) };
}
