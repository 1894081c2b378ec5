/** A chart of a notice: the question that is its title, the answer in a sentence, the picture, and the same data as a table. */
import type { Column, Figure } from '../../exports/document.ts';

export interface Chart {
  question: string;
  answer: string;
  figure: Figure;
  columns: readonly Column[];
  rows: readonly (readonly string[])[];
}
