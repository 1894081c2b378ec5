/** The figures of a ranked unit, each with its definition, what it is made of and how sure it is. */
import type { RankingRow } from '@mingcha/analytics/contract';
import { type AfterLateCase, type Span, wilson } from '@mingcha/analytics/scoring';
import type { FigureInfo } from '../../composables/use-figure-popover.ts';
import { useWords } from '../../composables/use-words.ts';
import { SMALL_SAMPLE } from '../../domain/ranking.ts';
import { fixed, percent } from '../../domain/rate.ts';

export type UnitLevel = 'department' | 'window' | 'county' | 'staff';
type Rate = 'early' | 'within_limit';

export function useRankFigures(about: () => { period: string; level: UnitLevel; asOf: string }) {
  const { t, number, signedHundredth } = useWords();

  const name = (row: RankingRow) => row.unit_name || row.unit || t('daily.table.no_unit');
  const label = (row: RankingRow, what: string) => `${name(row)} · ${what}`;
  /** None for what has no unit: it cannot be asked for alone. */
  const cases = (row: RankingRow, measure: string): Pick<FigureInfo, 'cases'> =>
    row.unit
      ? { cases: { path: '/cases', query: { measure, period: about().period, [about().level]: row.unit } } }
      : {};
  const interval = (row: RankingRow, rate: Rate) => wilson(row[`${rate}_numerator`], row[`${rate}_denominator`]);

  function intervalNote(row: RankingRow, rate: Rate) {
    const found = interval(row, rate);
    if (!found) return {};
    const key = row[`${rate}_denominator`] < SMALL_SAMPLE ? 'ranking.small_sample' : 'ranking.interval';
    return { note: t(key, { low: percent(found[0], 1), high: percent(found[1], 1) }) };
  }
  const rate = (row: RankingRow, of: Rate, what: string, id: string, definition: string, measure: string) => ({
    label: label(row, what),
    value: percent(row[`${of}_numerator`], row[`${of}_denominator`]),
    numerator: number(row[`${of}_numerator`]),
    denominator: number(row[`${of}_denominator`]),
    isRate: true,
    definition: { id, version: 1, text: definition },
    asOf: about().asOf,
    ...cases(row, measure),
    ...intervalNote(row, of),
  });
  /** Places lost or gained, in words. */
  const moved = (lost: number) => {
    if (lost === 0) return t('ranking.same');
    return lost > 0 ? t('ranking.down', { n: lost }) : t('ranking.up', { n: -lost });
  };

  return {
    name,
    interval,
    moved,
    early: (row: RankingRow): FigureInfo =>
      rate(
        row,
        'early',
        t('measure.early_rate'),
        'early_rate.of_commitment',
        t('definition.early_rate'),
        'commitment_early',
      ),
    withinLimit: (row: RankingRow): FigureInfo =>
      rate(
        row,
        'within_limit',
        t('measure.within_limit_rate'),
        'within_limit_rate',
        t('definition.within_limit_rate'),
        'within_limit',
      ),
    sample: (row: RankingRow): FigureInfo => ({
      label: label(row, t('measure.commitment_completed')),
      value: number(row.commitment_completed),
      definition: { id: 'commitment_completed', version: 1, text: t('definition.commitment_completed') },
      asOf: about().asOf,
      ...cases(row, 'commitment_completed'),
    }),
    cards: (row: RankingRow): FigureInfo => ({
      label: label(row, t('ranking.cards_long')),
      value: `${number(row.cards_issued)} / ${number(row.cards_taken_back)}`,
      definition: { id: 'cards_found', version: 1, text: t('definition.cards_found') },
      asOf: about().asOf,
      note: t('ranking.cards_note', {
        notice: number(row.cards_notice),
        yellow: number(row.cards_yellow),
        red: number(row.cards_red),
        points: number(row.deduction),
      }),
    }),
    lateCase: (row: RankingRow, after: AfterLateCase): FigureInfo => ({
      label: label(row, t('ranking.fair.late_long')),
      value: signedHundredth(after.points),
      definition: { id: 'one_more_late', version: 1, text: t('definition.one_more_late') },
      asOf: about().asOf,
      note: t('ranking.fair.late_note', {
        score: fixed(after.score, 2),
        rank: after.rank,
        moved: moved(after.places),
      }),
    }),
    span: (row: RankingRow, { best, worst }: Span): FigureInfo => ({
      label: label(row, t('ranking.fair.span_long')),
      value: best === worst ? String(best) : `${best}–${worst}`,
      definition: { id: 'rank_span', version: 1, text: t('definition.rank_span') },
      asOf: about().asOf,
    }),
  };
}
