/** Published rows beside recomputed ones, number by number, and each difference in words. */
import type { Difference, Sentence } from '../../contract/index.ts';
import { changeWords, columnWords, partWords } from '../column-words.ts';

export type Row = Readonly<Record<string, unknown>>;
type Value = Difference['published'];

export interface Compared {
  compared: number;
  differences: Difference[];
}

export interface Sides {
  check: Difference['check'];
  part: string;
  /** Column that tells rows apart. */
  key: string;
  columns: readonly string[];
  published: readonly Row[];
  recomputed: readonly Row[];
}

/** Sums of doubles may end in another last digit in another engine; a number nobody could tell apart is the same. */
const SAME_WITHIN = 1e-9;

export const plain = (value: unknown): Value =>
  typeof value === 'bigint' ? Number(value) : ((value ?? null) as Value);

export function isSame(one: Value, other: Value): boolean {
  if (typeof one === 'number' && typeof other === 'number')
    return Math.abs(one - other) <= SAME_WITHIN * Math.max(1, Math.abs(one));
  return one === other;
}

/** What it is called: its name where it has one; a case by its number. */
function called(part: string, unit: string, name: string): Sentence {
  const where = partWords(part);
  if (part === 'cases') return { zh: `办件${unit}`, en: `case ${unit}` };
  if (unit === '') return where;
  return { zh: `${where.zh}“${name || unit}”`, en: `${name || unit} (${unit}, ${where.en})` };
}

export function compare({ check, part, key, columns, published, recomputed }: Sides): Compared {
  const again = new Map(recomputed.map((row) => [String(row[key]), row]));
  const differences: Difference[] = [];
  let compared = 0;
  const differ = (row: Row, column: string, was: Value, is: Value, sentence: (name: Sentence) => Sentence) => {
    const unit = String(row[key]);
    const unit_name = String(row['unit_name'] ?? '');
    const told = sentence(called(part, unit, unit_name));
    differences.push({ check, part, unit, unit_name, column, published: was, recomputed: is, ...told });
  };
  for (const row of published) {
    const other = again.get(String(row[key]));
    again.delete(String(row[key]));
    if (other === undefined) {
      compared += 1;
      differ(row, 'row', true, null, ({ zh, en }) => ({
        zh: `${zh}已公布，但重算时没有这一行。`,
        en: `${en} is published; counted again there is no such row.`,
      }));
      continue;
    }
    for (const column of columns) {
      compared += 1;
      const [was, is] = [plain(row[column]), plain(other[column])];
      if (isSame(was, is)) continue;
      const [name, [old, now]] = [columnWords(column), changeWords(column, was, is)];
      differ(row, column, was, is, ({ zh, en }) => ({
        zh: `${zh}的${name.zh}公布为${old.zh}，重算为${now.zh}。`,
        en: `${en}: ${name.en} is published as ${old.en}, counted again it is ${now.en}.`,
      }));
    }
  }
  for (const row of again.values()) {
    compared += 1;
    differ(row, 'row', null, true, ({ zh, en }) => ({
      zh: `${zh}没有公布，但重算时有这一行。`,
      en: `${en} is not published; counted again there is such a row.`,
    }));
  }
  return { compared, differences };
}
