/** Where the supervisor stands, kept in the store so that a restart goes on from there. */
import type { Store } from '@mingcha/sql';

export interface Marks {
  /** When supervision of this store began; what was found true before belongs to its baseline. */
  began: Date;
  /** Version of case_facts up to which cases were looked at; 0 before the first look. */
  through: number;
}

/** The marks; supervision begins now where it never did. */
export async function readMarks(store: Store, now: Date): Promise<Marks> {
  const rows = await store.query<{ what: string; value: number }>(
    'select what, toFloat64(value) as value from supervision_marks final',
  );
  const marks = new Map(rows.map(({ what, value }) => [what, value]));
  const began = marks.get('began');
  if (began === undefined) await writeMark(store, 'began', now.getTime());
  return { began: new Date(began ?? now), through: marks.get('through') ?? 0 };
}

/** `told`: through which moment people were told of what was done with cards, in milliseconds since 1970. */
type Mark = keyof Marks | 'told';

export async function readMark(store: Store, mark: Mark): Promise<number | undefined> {
  const statement = 'select toFloat64(value) as value from supervision_marks final where what = {mark:String}';
  return (await store.query<{ value: number }>(statement, { mark }))[0]?.value;
}

export async function writeMark(store: Store, what: Mark, value: number): Promise<void> {
  const columns = ['what', 'value', 'version'];
  await store.insert('supervision_marks', columns, `${what}\t${value}\t${Date.now()}\n`, 'TabSeparated');
}
