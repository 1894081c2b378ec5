/** Answers that hold until something is written: between two events screens ask the same things of the store again and again. */
import type { Store } from './store.ts';

/** More than the questions of all pages; whoever asks for other days on and on does not fill the memory. */
const MOST_ANSWERS = 1_000;

interface Answers {
  generation: number;
  byQuestion: Map<string, unknown>;
}
/** By what they are of, since each has generations of its own. */
const answersOf = { computed: new WeakMap<Store, Answers>(), settled: new WeakMap<Store, Answers>() };

/**
 * What `ask` answers, asked again only when something was written since it was asked last, is being written, or could have
 * been by others. One question has one answer as long as nothing is written: moments belong in it. `settled`: an answer of
 * nothing that is computed of cases, which holds while they come in.
 */
export async function whileUnchanged<Answer>(
  store: Store,
  question: string,
  ask: () => Promise<Answer>,
  of: keyof typeof answersOf = 'computed',
): Promise<Answer> {
  const generation = store.generation(of);
  if (generation === undefined) return ask();
  let answers = answersOf[of].get(store);
  if (answers?.generation !== generation) {
    answers = { generation, byQuestion: new Map() };
    answersOf[of].set(store, answers);
  }
  const { byQuestion } = answers;
  if (byQuestion.has(question)) return byQuestion.get(question) as Answer;
  const answer = await ask();
  if (store.generation(of) === generation && byQuestion.size < MOST_ANSWERS) byQuestion.set(question, answer);
  return answer;
}
