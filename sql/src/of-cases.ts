/** Which tables hold events and what follows from them: those written all day, where most others stand still. */

/** Written by the intake, and by every computation of cases, whose rows flow on into what `sql/cases` makes of them. */
const WRITTEN = new Set([
  ...['case_events', 'ingest_rejects', 'file_cursors', 'refresh_marks', 'case_gathered'],
  // How far supervision has looked, told with every look.
  'supervision_marks',
]);
const READ = /\b(case_events|case_facts|open_cases|staff_entries)\b/;

export const isOfCases = (table: string | undefined): boolean => table !== undefined && WRITTEN.has(table);

/** Whether a statement, its views written out, reads cases; sums of days (day-sums.ts) are none. */
export const readsCases = (statement: string): boolean => READ.test(statement);

/** The table a statement appends to; undefined for any other statement. */
export const insertedInto = (statement: string): string | undefined =>
  /^\s*insert\s+into\s+(\w+)/i.exec(statement)?.[1];
