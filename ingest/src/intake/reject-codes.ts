/** Every reason a kept line can have been refused for: as an event, or as a row of a file before it became one. */
import { REJECTION_CODES } from './explain.ts';

/** Codes of rows that their mapping or the form of their file refuses. */
export const ROW_CODES = [
  'row_missing',
  'row_time',
  'row_value',
  'row_code',
  'row_columns',
  'row_quote',
  'row_not_json',
  'row_encoding',
  'row_too_long',
] as const;
export type RowCode = (typeof ROW_CODES)[number];

export const REJECT_CODES = [...REJECTION_CODES, ...ROW_CODES] as const;
export type RejectCode = (typeof REJECT_CODES)[number];
