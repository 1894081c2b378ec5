/** Takes everything a publication seals out of the store into a draft: rows, evidence, settings, versions. */
import { join } from 'node:path';
import type { Rule, Store } from '@mingcha/sql';
import type { Board, PublicationManifest, RankingRow, StatisticLevel } from '../contract/index.ts';
import { periodStatistics } from '../query/period-statistics.ts';
import type { Reader } from '../query/reader.ts';
import { ranking } from '../query/statistics.ts';
import { writeEvidence } from './evidence.ts';
import { writeOnce } from './folder.ts';
import { RANKING, type Rankings, STATISTICS, type Statistics, written } from './rows.ts';
import { settingsOf } from './settings.ts';
import { versionsOf } from './versions.ts';

/** What is asked for: a period, the one before, and what is counted by what. */
export type Asked = Pick<PublicationManifest, 'period' | 'from_on' | 'to_on' | 'before' | 'boards' | 'levels'>;

/** What is published: every number a unit is told by. */
export interface Numbers {
  rankings: Rankings;
  statistics: Statistics;
}

export interface Taken extends Numbers, Pick<PublicationManifest, 'settings' | 'versions' | 'as_of' | 'watermark'> {}

export interface TakingOptions {
  store: Store;
  reader: Reader;
  rules: readonly Rule[];
  release: string;
}

/** Rows of one board at most: more windows or staff than any city has. */
const MOST_ROWS = 1_000_000;

async function rankingOf(reader: Reader, asked: Asked, board: Board, asOf: Date): Promise<RankingRow[]> {
  const { period, from_on, to_on, before } = asked;
  const [span, past] = [
    { from: from_on, to: to_on },
    { from: before.from_on, to: before.to_on },
  ];
  const page = { limit: MOST_ROWS, cursor: undefined, asOf };
  return (await reader.list<RankingRow>(ranking(period, span, past, board, {}), page)).rows;
}

/** One row per unit over the period, with the same of the period before. */
async function statisticsOf(
  reader: Reader,
  asked: Asked,
  level: StatisticLevel,
  asOf: Date,
): Promise<Record<string, unknown>[]> {
  const { from_on, to_on, before } = asked;
  const previous = { from: before.from_on, to: before.to_on, daysBack: null };
  const select = periodStatistics({ from: from_on, to: to_on }, { previous }, level, {});
  return (await reader.list<Record<string, unknown>>(select, { limit: MOST_ROWS, cursor: undefined, asOf })).rows;
}

export async function numbersOf(reader: Reader, asked: Asked, asOf: Date): Promise<Numbers> {
  const rankings: Rankings = {};
  for (const board of asked.boards) rankings[board] = await rankingOf(reader, asked, board, asOf);
  const statistics: Statistics = {};
  for (const level of asked.levels) statistics[level] = await statisticsOf(reader, asked, level, asOf);
  return { rankings, statistics };
}

export async function take(draft: string, asked: Asked, asOf: Date, options: TakingOptions): Promise<Taken> {
  const { store, reader, rules, release } = options;
  const watermark = await reader.watermark();
  const [settings, versions] = [await settingsOf(store, asked.from_on), await versionsOf(store, rules, release)];
  const { rankings, statistics } = await numbersOf(reader, asked, asOf);
  await writeEvidence(
    store,
    draft,
    {
      from: asked.before.from_on,
      to: asked.to_on,
      withOpen: asked.levels.length > 0,
      withStaff: asked.boards.includes('staff'),
    },
    asOf,
  );
  await writeOnce(join(draft, RANKING), written(rankings));
  if (asked.levels.length > 0) await writeOnce(join(draft, STATISTICS), written(statistics));
  return { settings, versions, as_of: asOf.toISOString(), watermark, rankings, statistics };
}
