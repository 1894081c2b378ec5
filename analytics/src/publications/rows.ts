/** The numbers of a bundle as they lie in it: rankings by board, statistics by level, and what a restatement says. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Board, RankingRow, Restatement, StatisticLevel } from '../contract/index.ts';
import { BrokenBundle } from './folder.ts';

export const RANKING = 'ranking.json';
export const STATISTICS = 'statistics.json';
export const RESTATEMENT = 'restatement.json';

export type Rankings = Partial<Record<Board, RankingRow[]>>;
export type Statistics = Partial<Record<StatisticLevel, Record<string, unknown>[]>>;

export interface Rows {
  rankings: Rankings;
  statistics: Statistics;
  restatement: Restatement | null;
}

/** As text that lists one row a line, so that two publications can be held side by side. */
export function written(parts: Readonly<Record<string, readonly unknown[] | undefined>>): string {
  const texts = Object.entries(parts).map(([part, rows = []]) => {
    const lines = rows.map((row) => JSON.stringify(row));
    return `${JSON.stringify(part)}:[\n${lines.join(',\n')}\n]`;
  });
  return `{${texts.join(',\n')}}\n`;
}

async function readPart<Shape>(folder: string, name: string): Promise<Shape | undefined> {
  const path = join(folder, name);
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Shape;
  } catch (error) {
    const { message } = error as Error;
    throw new BrokenBundle(
      `${path}已不是JSON（${message}）：它被改动过。`,
      `${path} is no JSON any more (${message}); it was changed.`,
    );
  }
}

export async function readRows(folder: string): Promise<Rows> {
  return {
    rankings: (await readPart<Rankings>(folder, RANKING)) ?? {},
    statistics: (await readPart<Statistics>(folder, STATISTICS)) ?? {},
    restatement: (await readPart<Restatement>(folder, RESTATEMENT)) ?? null,
  };
}
