/** A list as a document: what it is, its facts, the table, and what its numbers mean. On paper it stands as wide as it needs. */
import { NOTHING } from '../words/rates.ts';
import type { Language } from '../words/speech.ts';
import type { About } from './about.ts';
import type { Block, Cell, Document } from './document.ts';
import type { Field, Row } from './fields.ts';
import { digitsOf } from './text-width.ts';

/** Nobody reads more on paper, and laying out more would take a processor for too long. */
export const MOST_PRINTED_ROWS = 2_000;

const WORDS = {
  zh: {
    definitions: '口径说明',
    column: '指标',
    meaning: '口径',
    version: '编号与版本',
    nothing: '没有符合条件的行。',
  },
  en: {
    definitions: 'Definitions',
    column: 'Measure',
    meaning: 'Definition',
    version: 'Id and version',
    nothing: 'There are no rows.',
  },
} as const;

export function tableDocument(
  about: About,
  fields: readonly Field[],
  rows: readonly Row[],
  language: Language,
  madeAt: string,
): Document {
  const words = WORDS[language];
  const cells = rows.map((row) => fields.map((field): Cell => field.say(row)));
  const widths = widthsOf(fields, cells);
  return {
    title: about.title,
    subtitle: about.subtitle,
    language,
    orientation: widths.reduce((sum, width) => sum + width, 0) > DIGITS.portrait ? 'landscape' : 'portrait',
    blocks: [
      { kind: 'facts', rows: about.facts.slice(1) },
      cells.length === 0
        ? { kind: 'paragraph', text: words.nothing }
        : {
            kind: 'table',
            columns: fields.map(({ title, kind }, at) => ({
              title,
              width: widths[at]!,
              align: NUMBERS.has(kind) ? ('right' as const) : ('left' as const),
            })),
            rows: cells,
          },
      ...about.notes.map((text): Block => ({ kind: 'paragraph', text, tone: 'quiet' })),
      ...definitionsOf(about, language),
    ],
    footer: [`${about.title}${about.subtitle === '' ? '' : `　${about.subtitle}`}`, footOf(about)],
    made_at: madeAt,
  };
}

export function definitionsOf({ definitions }: About, language: Language): Block[] {
  if (definitions.length === 0) return [];
  const words = WORDS[language];
  return [
    { kind: 'heading', text: words.definitions },
    {
      kind: 'table',
      columns: [
        { title: words.column, width: 20 },
        { title: words.meaning, width: 76 },
        { title: words.version, width: 30 },
      ],
      rows: definitions.map(({ title, text, id, version }) => [title, text, `${id} · ${version}`]),
    },
  ];
}

/** As of when, and how far the data reach: at the foot of every page. */
const footOf = ({ facts }: About) =>
  facts
    .slice(-5)
    .filter((_, at) => at !== 3)
    .map(([term, value]) => `${term} ${value}`)
    .join('；');

const NUMBERS = new Set(['count', 'number', 'rate']);
/** Digits of table size that stand beside each other on A4, padding included. */
const DIGITS = { portrait: 92, landscape: 144 } as const;
const PADDING = 2;
/** Text may break into lines; below this no word fits. */
const LEAST_TEXT = 8;
const MOST_TEXT = 36;

/** Numbers, days and moments never break; text gives way until all fit, the widest first. */
function widthsOf(fields: readonly Field[], cells: readonly (readonly Cell[])[]): number[] {
  const widths = fields.map((field, at) => naturalWidth(field, cells, at));
  const isText = fields.map(({ kind }) => kind === 'text');
  for (;;) {
    const over = widths.reduce((sum, width) => sum + width, 0) - DIGITS.landscape;
    const widest = Math.max(...widths.map((width, at) => (isText[at] ? width : 0)));
    if (over <= 0 || widest <= LEAST_TEXT + PADDING) return widths;
    const at = widths.findIndex((width, column) => isText[column] && width === widest);
    widths[at] = widest - 1;
  }
}

function naturalWidth({ title, kind }: Field, cells: readonly (readonly Cell[])[], at: number): number {
  const widths = cells.map((row) => digitsOf(String(row[at] ?? NOTHING))).sort((a, b) => a - b);
  // A head breaks in two.
  const head = Math.ceil(digitsOf(title) / 4) * 2;
  if (kind !== 'text') return Math.max(4, head, widths.at(-1) ?? 0) + PADDING;
  // A few long ones may break.
  const usual = widths[Math.floor(widths.length * 0.95)] ?? 0;
  return Math.min(MOST_TEXT, Math.max(4, head, usual)) + PADDING;
}
