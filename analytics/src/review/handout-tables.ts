/** The tables of the handout, chapter by chapter; none where a chapter has nothing to list. */
import type {
  Language,
  MonthlyReview,
  RectificationRow,
  ReviewChapter,
  ReviewLevel,
  ReviewUnit,
} from '../contract/index.ts';
import type { Block, Column } from '../exports/document.ts';
import { fixed, NOTHING, percent } from '../words/rates.ts';
import { type Speech, speechOf } from '../words/speech.ts';
import { HANDOUT_WORDS, type HandoutWords } from './handout-words.ts';
import { EARLY, SATISFIED, SPEED, STATUTORY, WITHIN } from './tell-levels.ts';
import { stageName } from './tell-work.ts';

const table = (titles: readonly string[], widths: readonly number[], left: number, rows: string[][]): Block[] => {
  const columns = titles.map((title, n): Column => ({ title, width: widths[n]!, align: n < left ? 'left' : 'right' }));
  return rows.length === 0 ? [] : [{ kind: 'table', columns, rows }];
};

export function tablesOf(review: MonthlyReview, chapter: ReviewChapter, language: Language): Block[] {
  const words = HANDOUT_WORDS[language];
  const speech = speechOf(language, review.zone);
  const level = review.levels.find((each) => each.level === chapter);
  if (level !== undefined) return levelTable(level, words);
  switch (chapter) {
    case 'opening':
      return figuresTable(review, words, speech);
    case 'overdue':
      return overdueTable(review, words, speech);
    case 'stages':
      return table(
        words.stages,
        [36, 24, 12, 18, 14, 12],
        2,
        review.stages.departments.map((row) => [
          row.unit_name || row.unit || NOTHING,
          textOf(stageName(row), language),
          ...[row.times, row.days_sum, row.days_median, row.times_late].map((n) => speech.number(n)),
        ]),
      );
    case 'quality':
      return table(
        words.quality,
        [50, 16, 14, 18],
        1,
        review.quality.departments.map((row) => [
          row.department_name || row.department,
          speech.number(row.timed),
          speech.number(row.late),
          percent(row.timed - row.late, row.timed),
        ]),
      );
    case 'stars':
      return table(
        words.stars,
        [10, 20, 40, 14, 14, 12],
        3,
        review.stars.candidates.map((row) => [
          String(row.place),
          row.staff_name || row.staff,
          row.department_name || row.department,
          percent(row.satisfied, row.rated),
          percent(row.commitment_early, row.commitment_completed),
          speech.number(row.commitment_completed),
        ]),
      );
    case 'done':
    case 'tasks':
      return taskTable(review[chapter], words, speech, language);
    case 'basis':
      return [{ kind: 'facts', rows: review.definitions.map((one) => [one.name[language], one.text[language]]) }];
    default:
      return [];
  }
}

const textOf = (value: ReturnType<typeof stageName>, language: Language): string =>
  'words' in value ? value.words[language] : 'text' in value ? value.text : '';

function figuresTable({ figures }: MonthlyReview, words: HandoutWords, speech: Speech): Block[] {
  const said = (part: { numerator: number; denominator: number | null } | null): string => {
    if (part === null) return NOTHING;
    const { numerator, denominator } = part;
    if (denominator === null) return speech.number(numerator);
    const [open, close] = speech.language === 'zh' ? ['（', '）'] : [' (', ')'];
    return `${percent(numerator, denominator)}${open}${speech.number(numerator)}/${speech.number(denominator)}${close}`;
  };
  const rows = figures.map(({ id, now, before, year_before }) => [
    words.figure[id],
    said(now),
    said(before),
    said(year_before),
  ]);
  return table(words.figures, [34, 40, 40, 40], 1, rows);
}

function levelTable({ units }: ReviewLevel, words: HandoutWords): Block[] {
  const ranked = units.filter(({ rank }) => rank !== null);
  const rate = (of: (unit: ReviewUnit) => readonly [number, number], unit: ReviewUnit) => percent(...of(unit));
  const moved = (n: number | null) => (n === null ? NOTHING : n === 0 ? '0' : n > 0 ? `▲${n}` : `▼${-n}`);
  const rows = ranked.map((unit) => [
    String(unit.rank),
    moved(unit.movement),
    [unit.unit_name || unit.unit, unit.department_name].filter(Boolean).join(' '),
    unit.score === null ? NOTHING : fixed(unit.score, 2),
    String(unit.commitment_completed),
    rate(EARLY, unit),
    rate(WITHIN, unit),
    rate(SPEED, unit),
    rate(STATUTORY, unit),
    `${unit.cards_issued}/${unit.cards_taken_back}`,
    rate(SATISFIED, unit),
  ]);
  const left = units.length - ranked.length;
  return [
    ...table(words.level, [10, 11, 40, 13, 13, 14, 14, 14, 14, 12, 14], 3, rows),
    ...(left === 0 ? [] : [{ kind: 'paragraph', text: words.more(left), tone: 'quiet' } as const]),
  ];
}

function overdueTable({ overdue }: MonthlyReview, words: HandoutWords, speech: Speech): Block[] {
  const rows = overdue.cases.map((row) => [
    row.case_id,
    row.item_name || row.item || NOTHING,
    row.department_name || row.department || NOTHING,
    row.due_on === null ? NOTHING : speech.day(row.due_on),
    row.is_open ? words.open : row.over === null ? NOTHING : speech.amount(row.over, row.limit_unit),
  ]);
  return table(words.overdue, [46, 34, 38, 27, 20], 4, rows);
}

function taskTable(
  tasks: readonly RectificationRow[],
  words: HandoutWords,
  speech: Speech,
  language: Language,
): Block[] {
  const rows = tasks.map((row) => [
    language === 'en' ? row.task_en : row.task_zh,
    row.department_name || row.department || row.centre_name || row.centre,
    row.person || NOTHING,
    speech.day(row.due_on),
    speech.code('rect_state', row.state),
  ]);
  return table(words.tasks, [60, 32, 20, 26, 18], 5, rows);
}
