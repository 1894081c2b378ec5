/** What a list is as a report: how it is called, how a period is asked of it, and which of its columns stand on paper. */
import type { RateId } from '../words/definitions.ts';
import type { Language, Speech } from '../words/speech.ts';
import type { About } from './about.ts';
import type { Document } from './document.ts';

export type Words = Readonly<Record<Language, string>>;

/** How a period becomes the parameters of a route: first and last day, an ISO week, ten days, any period as text, or none. */
export type PeriodOf = 'days' | 'week' | 'ten_days' | 'period' | 'none';

/** Lays a report out in its own way. */
export type Page<Row> = (about: About, rows: readonly Row[], speech: Speech, madeAt: string) => Document;

export interface Report {
  /** Of its route, under the API's prefix. */
  path: string;
  title: Words;
  period: PeriodOf;
  /** Rates made of a row's columns; they stand after these. */
  rates?: readonly RateId[];
  /**
   * Columns and rates on paper, in order; `{language}` stands for zh or en, and a name with `?` for a column that is only there
   * when asked for. Spreadsheets have all.
   */
  printed: readonly string[];
  /** Its own page, where a table is not what people want to hold in their hands. */
  page?: Page<never>;
  /** Parameters the command line gives where nobody names them. */
  unlessTold?: Readonly<Record<string, string>>;
}
