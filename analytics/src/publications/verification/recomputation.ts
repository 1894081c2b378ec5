/** Every number of a bundle counted again from its evidence by the second engine, and held against what is published. */
import type { Board, Check, Difference, PublicationManifest, StatisticLevel } from '../../contract/index.ts';
import { periodStatisticsRow, RankingRow } from '../../contract/index.ts';
import type { Rows } from '../rows.ts';
import { type Compared, compare } from './numbers.ts';
import { recount, type SecondEngine } from './second-engine.ts';

/** Of a case, what can be told from what happened to it. */
const OF_CASE = [
  'limit_unit',
  'promised_limit',
  'used',
  'verdict',
  'statutory_unit',
  'statutory_limit',
  'statutory_used',
  'statutory_verdict',
  'working_days_used',
  'timed_events',
  'timely_events',
] as const;

const OF_RANKING = Object.keys(RankingRow.properties).filter((column) => !['period', 'unit'].includes(column));

/** Of statistics: names of the unit, then the columns of a period, those of the one before with an end. */
const BEFORE = '_previous';
const OF_STATISTICS = Object.keys(periodStatisticsRow(['previous']).properties).filter((column) => column !== 'unit');

export interface Recomputation {
  engine: string;
  cases: number;
  cards: number;
  checks: Check[];
  differences: Difference[];
}

type Numbers = Pick<
  PublicationManifest,
  'from_on' | 'to_on' | 'before' | 'as_of' | 'settings' | 'boards' | 'levels' | 'period'
>;

type Published = Pick<Rows, 'rankings' | 'statistics'>;

/** Rejects where the evidence cannot be read. */
export async function recompute(folder: string, numbers: Numbers, rows: Published): Promise<Recomputation> {
  const engine = await recount(folder, numbers);
  try {
    const cases = await compareCases(engine);
    const ranking = all(
      await Promise.all(numbers.boards.map((board) => compareBoard(engine, numbers.period, board, rows))),
    );
    const statistics = all(await Promise.all(numbers.levels.map((level) => compareLevel(engine, level, rows))));
    const [counts] = await engine.query(
      'select (select count(*) from cases) as cases, (select count(distinct card_id) from cards) as cards',
    );
    return {
      engine: engine.name,
      cases: Number(counts!['cases']),
      cards: Number(counts!['cards']),
      checks: [
        checkOf('cases', cases, Number(counts!['cases'])),
        checkOf('ranking', ranking, numbers.boards.length),
        ...(numbers.levels.length === 0 ? [] : [checkOf('statistics', statistics, numbers.levels.length)]),
      ],
      differences: [...cases.differences, ...ranking.differences, ...statistics.differences],
    };
  } finally {
    engine.close();
  }
}

/** Only the rows that differ leave the engine: of a city's month there are half a million. */
async function compareCases(engine: SecondEngine): Promise<Compared> {
  const [{ n } = { n: 0 }] = await engine.query('select count(*) as n from cases');
  const tuple = (of: string) => OF_CASE.map((column) => `${of}.${column}`).join(', ');
  const differing = `from cases as c full join recomputed_cases as r on r.case_id = c.case_id
    where (${tuple('c')}) is distinct from (${tuple('r')})`;
  const side = (of: string) =>
    `select ${of}.case_id, ${tuple(of)} ${differing} and ${of}.case_id is not null order by 1`;
  const [published, recomputed] = [await engine.query(side('c')), await engine.query(side('r'))];
  const { differences } = compare({
    check: 'cases',
    part: 'cases',
    key: 'case_id',
    columns: OF_CASE,
    published,
    recomputed,
  });
  return { compared: Number(n) * OF_CASE.length, differences };
}

async function compareBoard(
  engine: SecondEngine,
  period: string,
  board: Board,
  { rankings }: Published,
): Promise<Compared> {
  const recomputed = await engine.query(`select * from recomputed_ranking where board = '${board}' order by unit`);
  return compare({
    check: 'ranking',
    part: board,
    key: 'unit',
    columns: ['period', ...OF_RANKING],
    published: rankings[board] ?? [],
    recomputed: recomputed.map((row) => ({ ...row, period })),
  });
}

async function compareLevel(engine: SecondEngine, level: StatisticLevel, { statistics }: Published): Promise<Compared> {
  const rows = await engine.query(
    `select * from recomputed_statistics where level = '${level}' order by unit, is_before`,
  );
  const byUnit = new Map<string, Record<string, unknown>>();
  for (const { is_before, ...row } of rows) {
    const unit = String(row['unit']);
    const own = is_before
      ? Object.entries(row).map(([name, value]) => [`${name}${BEFORE}`, value])
      : Object.entries(row);
    byUnit.set(unit, { ...byUnit.get(unit), ...Object.fromEntries(own), unit });
  }
  return compare({
    check: 'statistics',
    part: level,
    key: 'unit',
    columns: OF_STATISTICS,
    published: statistics[level] ?? [],
    recomputed: [...byUnit.values()],
  });
}

const all = (parts: readonly Compared[]): Compared => ({
  compared: parts.reduce((sum, { compared }) => sum + compared, 0),
  differences: parts.flatMap(({ differences }) => differences),
});

function checkOf(id: 'cases' | 'ranking' | 'statistics', { compared, differences }: Compared, of: number): Check {
  const agrees = differences.length === 0;
  const found = differences.length;
  const words = {
    cases: {
      zh: `${of}个办件的时限、已用时间与评判由原始时间重新计算，共${compared}项，${agrees ? '全部一致' : `${found}处不一致`}。`,
      en: `The limits, times used and verdicts of ${of} cases were told again from what happened to them, ${compared} values: ${agrees ? 'all agree' : `${found} differ`}.`,
    },
    ranking: {
      zh: `${of}张榜的名次、得分与各项计数由办件重新计算，共${compared}个数，${agrees ? '全部一致' : `${found}处不一致`}。`,
      en: `Ranks, scores and counts of ${of} boards were counted again from the cases, ${compared} numbers: ${agrees ? 'all agree' : `${found} differ`}.`,
    },
    statistics: {
      zh: `期间统计（${of}个层级）由办件重新计算，共${compared}个数，${agrees ? '全部一致' : `${found}处不一致`}。`,
      en: `The statistics of the period, by ${of} levels, were counted again from the cases, ${compared} numbers: ${agrees ? 'all agree' : `${found} differ`}.`,
    },
  };
  return { id, agrees, compared, ...words[id] };
}
