/**
 * Pages over days that are over, kept until anything but cases is written: while cases come in, screens ask for
 * last month again and again, and a case of today changes nothing of it. Whoever asks has seen to it that no case of these
 * days is newer than what the answer is read from.
 */
import type { Store } from '@mingcha/sql';
import type { PageRows } from './page-rows.ts';

/**
 * Bytes kept at most, of answers and of questions, which are longer than many an answer; the one not asked for the longest goes
 * first. A month by department has a million.
 */
const MOST_BYTES = 32_000_000;

const sizeOf = (question: string, { bytes }: PageRows) => question.length + bytes.length;

export interface Kept {
  /**
   * How all but the cases stands, to be asked before the moment of an answer is taken: what is written between the two is dated
   * after the moment, and an answer without it is none of later moments.
   */
  stand(): number | undefined;
  /** What `ask` answers, or answered since anything but cases was written last; on a server, where others write, it is always asked. */
  answer(question: string, stand: number | undefined, ask: () => Promise<PageRows>): Promise<PageRows>;
}

export function openKept(store: Store, mostBytes = MOST_BYTES): Kept {
  const stand = () => store.generation('settled');
  /** By question, the one asked last at the end. */
  const kept = new Map<string, PageRows>();
  let bytes = 0;
  let generation: number | undefined;

  function drop(question: string): void {
    const answer = kept.get(question);
    if (answer !== undefined) bytes -= sizeOf(question, answer);
    kept.delete(question);
  }

  function put(question: string, answer: PageRows): void {
    drop(question);
    const more = sizeOf(question, answer);
    if (more > mostBytes) return;
    kept.set(question, answer);
    bytes += more;
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes) break;
      drop(oldest);
    }
  }

  return {
    stand,

    async answer(question, before, ask) {
      if (before === undefined || before !== stand()) return ask();
      if (before !== generation) {
        kept.clear();
        bytes = 0;
        generation = before;
      }
      const known = kept.get(question);
      const answer = known ?? (await ask());
      if (before === generation && before === stand()) put(question, answer);
      return answer;
    },
  };
}
