/**
 * The numbers people compare: id and version of each definition as reports state it, and how rates are made of the columns of a
 * row. Their words are terms: `definition.…` for what they mean, `measure.…` for what they are called.
 */
export interface Definition {
  id: string;
  /** Of the SQL model that counts it (sql/marts). */
  version: number;
  /** Its key in the group `definition` of the terms. */
  words: string;
}

const defined = (id: string, words = id, version = 1): Definition => ({ id, version, words });

/** Numerator over denominator, each a sum of columns of a row. */
export interface Rate {
  definition: Definition;
  /** Columns, those under `minus` taken off. */
  numerator: readonly string[];
  minus?: readonly string[];
  denominator: readonly string[];
}

export const RATES = {
  early_rate: {
    definition: defined('early_rate.of_commitment', 'early_rate'),
    numerator: ['commitment_early'],
    denominator: ['commitment_completed'],
  },
  within_limit_rate: {
    definition: defined('within_limit_rate'),
    numerator: ['early', 'on_time'],
    denominator: ['completed_with_limit'],
  },
  speed_up: {
    definition: defined('speed_up.promised', 'speed_up'),
    numerator: ['promised_days_sum'],
    minus: ['used_days_sum'],
    denominator: ['promised_days_sum'],
  },
  statutory_speed_up: {
    definition: defined('speed_up.statutory', 'statutory_speed_up'),
    numerator: ['statutory_days_sum'],
    minus: ['statutory_used_days_sum'],
    denominator: ['statutory_days_sum'],
  },
  satisfaction: { definition: defined('satisfaction'), numerator: ['satisfied'], denominator: ['rated'] },
  praise: { definition: defined('praise'), numerator: ['praised'], denominator: ['rated'] },
  instant_share: {
    definition: defined('instant_share'),
    numerator: ['instant_accepted'],
    denominator: ['instant_accepted', 'commitment_accepted'],
  },
  online_share: { definition: defined('online_share'), numerator: ['online_received'], denominator: ['received'] },
  entry_timeliness: {
    definition: defined('entry_timeliness'),
    numerator: ['timely_events'],
    denominator: ['timed_events'],
  },
  of_all: {
    definition: defined('early_rate.of_all', 'of_all'),
    numerator: ['of_all_numerator'],
    denominator: ['of_all_denominator'],
  },
  of_commitment: {
    definition: defined('early_rate.of_commitment', 'of_commitment'),
    numerator: ['of_commitment_numerator'],
    denominator: ['of_commitment_denominator'],
  },
  of_received: {
    definition: defined('early_rate.of_received', 'of_received'),
    numerator: ['of_received_numerator'],
    denominator: ['of_received_denominator'],
  },
  within_limit_share: {
    definition: defined('within_limit_rate'),
    numerator: ['within_limit_numerator'],
    denominator: ['within_limit_denominator'],
  },
  early_share: {
    definition: defined('early_rate.of_commitment', 'early_rate'),
    numerator: ['early_numerator'],
    denominator: ['early_denominator'],
  },
  speed_up_share: {
    definition: defined('speed_up.promised', 'speed_up'),
    numerator: ['speed_up_numerator'],
    denominator: ['speed_up_denominator'],
  },
  satisfaction_share: {
    definition: defined('satisfaction'),
    numerator: ['satisfaction_numerator'],
    denominator: ['satisfaction_denominator'],
  },
  entered_in_time: {
    definition: defined('quality.entry_timeliness'),
    numerator: ['timed'],
    minus: ['late'],
    denominator: ['timed'],
  },
  all_stages: {
    definition: defined('quality.process'),
    numerator: ['stages_complete'],
    denominator: ['completed'],
  },
  covered: { definition: defined('coverage', 'covered'), numerator: ['numerator'], denominator: ['denominator'] },
} as const satisfies Record<string, Rate>;
export type RateId = keyof typeof RATES;

/** Numerator and denominator of a rate, out of a row that has its columns. */
export function partsOf(id: RateId, row: object): [numerator: number, denominator: number] {
  const { numerator, minus = [], denominator }: Rate = RATES[id];
  const sum = (names: readonly string[]) =>
    names.reduce((total, name) => total + Number((row as Record<string, unknown>)[name] ?? 0), 0);
  return [sum(numerator) - sum(minus), sum(denominator)];
}

/** Counts and sums whose definition goes by the column's own name. */
const COUNTED = [
  ...['received', 'accepted', 'refused', 'decided', 'completed', 'delivered', 'withdrawn', 'completed_with_limit'],
  ...['early', 'on_time', 'overdue', 'commitment_received', 'commitment_completed', 'commitment_early'],
  ...['instant_accepted', 'commitment_accepted', 'online_received', 'used_days_sum', 'promised_days_sum'],
  ...[
    'statutory_used_days_sum',
    'statutory_days_sum',
    'handling_days_sum',
    'used_days_median',
    'rated',
    'satisfied',
    'praised',
  ],
  ...['timed_events', 'timely_events', 'open_at_end', 'overdue_open_at_end', 'rank', 'movement', 'deduction'],
];
const AHEAD = ['open_cases', 'due_before', 'due_later', 'instant', 'no_limit', 'stopped'];

const COLUMNS: Readonly<Record<string, Definition>> = {
  ...Object.fromEntries(COUNTED.map((name) => [name, defined(name)])),
  score: defined('score', 'score', 2),
  cards_issued: defined('cards_found'),
  cards_taken_back: defined('cards_found'),
  workload_points: defined('workload'),
  ...Object.fromEntries([...AHEAD, 'stopped_long'].map((name) => [name, defined(`dispatch.${name}`)])),
  ...Object.fromEntries(['shortfall', 'help_rank'].map((name) => [name, defined(`dispatch.${name}`, undefined, 2)])),
  'DispatchRow.overdue': defined('dispatch.overdue'),
  due_1: defined('dispatch.due'),
  age_5: defined('dispatch.age'),
  decided_recent: defined('dispatch.pace'),
  late: defined('quality.late_entry'),
  conflicts: defined('quality.conflict'),
  not_on_file: defined('quality.not_on_file'),
  rejects: defined('quality.reject'),
};

/** The definition a column of a kind of row goes by; undefined for what is no measure. */
export function definitionOf(row: string, column: string): Definition | undefined {
  return COLUMNS[`${row}.${column}`] ?? COLUMNS[column];
}
