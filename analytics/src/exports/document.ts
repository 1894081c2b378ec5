/**
 * A document as data, before it is Word or PDF: what it says, in which order. Plain values only, so that it can be handed to
 * another thread and compared in tests. Lengths are millimetres.
 */

/** quiet: less than the text around; strong: more; struck: no longer holds. */
export type Tone = 'plain' | 'quiet' | 'strong' | 'struck';

export interface Said {
  text: string;
  tone: Tone;
}
export type Cell = string | Said;

export interface Column {
  title: string;
  /** Share of the width, beside those of the other columns. */
  width: number;
  align?: 'left' | 'right';
}

export type Block =
  /** 一、… */
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string; tone?: Tone }
  /** Terms and what stands for them, two pairs a line. */
  | { kind: 'facts'; rows: readonly (readonly [term: string, value: string])[] }
  | { kind: 'table'; columns: readonly Column[]; rows: readonly (readonly Cell[])[] }
  | Figure;

export interface Figure {
  kind: 'figure';
  /** With width and height in its viewBox; text in FIGURE_FONT. */
  svg: string;
  width: number;
  height: number;
  /** What it shows, for those who cannot see it. */
  alt: string;
}

export interface Document {
  title: string;
  /** Under the title. */
  subtitle: string;
  /** Of the words around the blocks; Chinese unless told. */
  language?: 'zh' | 'en';
  /** How A4 lies; upright unless told. */
  orientation?: 'portrait' | 'landscape';
  blocks: readonly Block[];
  /** Lines at the foot of every page, beside its number. */
  footer: readonly string[];
  /** ISO moment; the same document made again is the same bytes' worth of facts. */
  made_at: string;
}

export const FORMATS = ['docx', 'pdf'] as const;
export type Format = (typeof FORMATS)[number];
export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
};

export const said = (cell: Cell): Said => (typeof cell === 'string' ? { text: cell, tone: 'plain' } : cell);
