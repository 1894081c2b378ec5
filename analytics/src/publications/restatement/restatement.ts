/** What a publication says beside what the store says now: old, new, and why. */
import type { Store } from '@mingcha/sql';
import type { PublicationManifest, RestatedNumber, Restatement, Sentence } from '../../contract/index.ts';
import { RankingRow } from '../../contract/index.ts';
import { changeWords, columnWords, partWords } from '../column-words.ts';
import type { Bundle } from '../folder.ts';
import { type Rows, readRows } from '../rows.ts';
import type { Taken } from '../taking.ts';
import { compare } from '../verification/numbers.ts';
import { restatedCases } from './changed-cases.ts';
import { otherReasons } from './other-reasons.ts';

const COLUMNS = Object.keys(RankingRow.properties).filter((column) => !['period', 'unit'].includes(column));

/** `draft` holds what was taken now, with the same question as the publication. */
export async function restatementOf(
  store: Pick<Store, 'query'>,
  bundle: Bundle,
  draft: string,
  taken: Taken,
): Promise<Restatement> {
  const { manifest, path } = bundle;
  const zone = zoneOf(taken.versions);
  const numbers = restatedNumbers(await readRows(path), taken);
  const { cases, found } = await restatedCases(store, path, draft, { day: manifest.to_on, zone });
  const other_reasons = await otherReasons({ ...manifest, folder: path }, { ...taken, folder: draft }, zone);
  return {
    restates: manifest.number,
    as_of: taken.as_of,
    watermark: taken.watermark,
    differs: numbers.length > 0,
    numbers,
    cases,
    other_reasons: [...leftOut(found - cases.length), ...other_reasons],
  };
}

const leftOut = (n: number): Sentence[] =>
  n === 0
    ? []
    : [{ zh: `另有${n}个办件有变化，没有逐一列出。`, en: `${n} more cases changed and are not told one by one.` }];

const zoneOf = ({ calendars }: PublicationManifest['versions']): string =>
  (calendars.find(({ calendar }) => calendar === 'default') ?? calendars[0])?.zone ?? 'Asia/Shanghai';

function restatedNumbers(
  old: Pick<Rows, 'rankings' | 'statistics'>,
  now: Pick<Rows, 'rankings' | 'statistics'>,
): RestatedNumber[] {
  const parts: Record<string, [was: readonly Record<string, unknown>[], is: readonly Record<string, unknown>[]]> = {};
  for (const side of [0, 1] as const) {
    const rows = side === 0 ? old : now;
    for (const [part, each] of Object.entries({ ...rows.rankings, ...rows.statistics })) {
      parts[part] ??= [[], []];
      parts[part][side] = each as readonly Record<string, unknown>[];
    }
  }
  return Object.entries(parts).flatMap(([part, [published, recomputed]]) => {
    const columns = part in old.rankings ? COLUMNS : Object.keys(published[0] ?? recomputed[0] ?? {});
    const { differences } = compare({ check: 'ranking', part, key: 'unit', columns, published, recomputed });
    return differences.map(({ unit, unit_name, column, published: was, recomputed: is }): RestatedNumber => {
      const [where, what] = [partWords(part), columnWords(column)];
      const [before, after] = changeWords(column, was, is);
      return {
        part,
        unit,
        unit_name,
        column,
        old: was,
        new: is,
        zh: `${where.zh}“${unit_name || unit}”的${what.zh}由${before.zh}变为${after.zh}。`,
        en: `${unit_name || unit} (${where.en}): ${what.en} was ${before.en} and is ${after.en}.`,
      };
    });
  });
}
