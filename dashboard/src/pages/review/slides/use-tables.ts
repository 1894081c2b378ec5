/** The numbers of a screen as a plain table: what the chart shows, and all it leaves out. */
import { REVIEW_LEVELS, type ReviewLevelCode } from '@mingcha/analytics/codes';
import type { ReviewScreen, ReviewUnit } from '@mingcha/analytics/contract';
import { useWords } from '../../../composables/use-words.ts';
import { fixed, NOTHING, percent } from '../../../domain/rate.ts';
import { levelOf, ranksOf, ratios, said } from '../../../domain/review.ts';
import { useReview } from '../use-review.ts';

export interface PlainTable {
  columns: { title: string; isNumber: boolean }[];
  rows: string[][];
}

export function useTables() {
  const { t, number, day, amount, code, named, task, monthShort } = useWords();
  const { data, ranks } = useReview();
  const text = (title: string) => ({ title, isNumber: false });
  const figure = (title: string) => ({ title, isNumber: true });
  const name = (unit: ReviewUnit) => [unit.unit_name || unit.unit, unit.department_name].filter(Boolean).join(' · ');

  function levelTable(level: ReviewLevelCode): PlainTable {
    return {
      columns: [
        figure(t('ranking.rank')),
        text(t(`review.kind.${level}`)),
        figure(t('ranking.score')),
        figure(t('review.commitment')),
        figure(t('review.early')),
        figure(t('review.within')),
        figure(t('review.promised_short')),
        figure(t('review.statutory_short')),
        figure(t('review.issued_taken_back')),
        figure(t('review.satisfied')),
      ],
      rows: levelOf(data.value!, level).map((unit) => [
        unit.rank === null ? NOTHING : String(unit.rank),
        name(unit),
        unit.score === null ? t(`review.unranked.${unit.unranked_reason || 'too_few'}`) : fixed(unit.score, 2),
        number(unit.commitment_completed),
        said(ratios.early(unit)),
        said(ratios.within(unit)),
        said(ratios.promised(unit)),
        said(ratios.statutory(unit)),
        `${unit.cards_issued} / ${unit.cards_taken_back}`,
        said(ratios.satisfied(unit)),
      ]),
    };
  }

  /** The places over the months, of everybody on the level. */
  function rankTable(level: ReviewLevelCode): PlainTable {
    const history = ranks.value ? ranksOf(ranks.value, level) : undefined;
    const before = history?.months.slice(0, -1) ?? [];
    const known = new Map(history?.units.map((each) => [each.unit, each.ranks]));
    return {
      columns: [
        figure(t('ranking.rank')),
        text(t(`review.kind.${level}`)),
        figure(t('ranking.score')),
        ...before.map((month) => figure(monthShort(`${month}-01`))),
      ],
      rows: levelOf(data.value!, level).map((unit) => [
        unit.rank === null ? NOTHING : String(unit.rank),
        name(unit),
        unit.score === null ? t(`review.unranked.${unit.unranked_reason || 'too_few'}`) : fixed(unit.score, 2),
        ...before.map((_, n) => String(known.get(unit.unit)?.[n] ?? NOTHING)),
      ]),
    };
  }

  function figuresTable(): PlainTable {
    const value = (part: { numerator: number; denominator: number | null } | null) => {
      if (!part) return NOTHING;
      const whole = (n: number) => number(Math.round(n * 10) / 10);
      return part.denominator === null
        ? whole(part.numerator)
        : `${percent(part.numerator, part.denominator)}  ${whole(part.numerator)} / ${whole(part.denominator)}`;
    };
    return {
      columns: [
        text(t('review.figure_name')),
        figure(t('review.this_month')),
        figure(t('review.month_before')),
        figure(t('review.year_before')),
      ],
      rows: data.value!.figures.map(({ id, now, before, year_before }) => [
        t(`review.figure.${id}`),
        value(now),
        value(before),
        value(year_before),
      ]),
    };
  }

  function tableOf({ id, chapter }: ReviewScreen): PlainTable | null {
    const review = data.value;
    if (!review) return null;
    const level = REVIEW_LEVELS.find((each) => each === chapter);
    if (level) return id.endsWith('.rank') ? rankTable(level) : levelTable(level);
    if (chapter === 'opening') return figuresTable();
    if (id === 'overdue') {
      return {
        columns: [
          text(t('cases.column_case')),
          text(t('cases.column_item')),
          text(t('cases.column_place')),
          text(t('review.due_day')),
          figure(t('review.over')),
        ],
        rows: review.overdue.cases.map((row) => [
          row.case_id,
          row.item_name || row.item,
          row.department_name || row.department,
          day(row.due_on),
          row.is_open ? t('review.still_open') : row.over === null ? NOTHING : amount(row.over, row.limit_unit),
        ]),
      };
    }
    if (id === 'stages') {
      return {
        columns: [
          text(t('review.kind.departments')),
          text(t('review.stage')),
          figure(t('review.times')),
          figure(t('review.stage_days')),
          figure(t('review.median')),
          figure(t('review.late_times')),
        ],
        rows: review.stages.departments.map((row) => [
          row.unit_name || row.unit || t('daily.table.no_unit'),
          named(row.stage_name) || code('stage', row.stage),
          number(row.times),
          number(row.days_sum),
          number(row.days_median),
          number(row.times_late),
        ]),
      };
    }
    if (id === 'quality') {
      return {
        columns: [text(t('review.kind.departments')), figure(t('review.late_entries')), figure(t('review.timely'))],
        rows: review.quality.departments.map((row) => [
          row.department_name || row.department,
          number(row.late),
          percent(row.timed - row.late, row.timed),
        ]),
      };
    }
    if (id === 'stars') {
      return {
        columns: [
          figure(t('review.place')),
          text(t('review.kind.staff')),
          figure(t('review.satisfied')),
          figure(t('review.early')),
          figure(t('review.commitment')),
        ],
        rows: review.stars.candidates.map((row) => [
          String(row.place),
          [row.staff_name || row.staff, row.department_name].filter(Boolean).join(' · '),
          percent(row.satisfied, row.rated),
          percent(row.commitment_early, row.commitment_completed),
          number(row.commitment_completed),
        ]),
      };
    }
    if (id === 'done' || id === 'tasks') {
      return {
        columns: [
          text(t('rect.column_task')),
          text(t('rect.column_unit')),
          text(t('rect.column_due')),
          text(t('rect.column_state')),
        ],
        rows: review[id].map((row) => [
          task(row),
          row.department_name || row.centre_name,
          day(row.due_on),
          t(`rect_state.${row.state}`),
        ]),
      };
    }
    return null;
  }
  return { tableOf };
}
