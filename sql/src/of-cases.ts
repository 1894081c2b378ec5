/** Which tables hold events and what follows from them: those written all day, where most others stand still. */

/** Events and what is noted beside them. No answer that is kept (unchanged.ts) is of these. */
const EVENTS = [
  ...['case_events', 'ingest_rejects', 'file_cursors', 'refresh_marks'],
  // How far supervision has looked, told with every look.
  'supervision_marks',
];
/** Written by every computation of cases; its rows flow on into what `sql/cases` makes of them. */
const COMPUTED = ['case_gathered'];
const APART = { computed: new Set(EVENTS), settled: new Set([...EVENTS, ...COMPUTED]) };
const EVENTS_READ = new RegExp(`\\b(${EVENTS.join('|')}|stg_\\w+)\\b`);
const READ = /\b(case_events|case_facts|open_cases|staff_entries)\b/;

/** Whether what is written into a table, or by a statement that is no INSERT, makes another generation (`Store.generation`). */
export const countsFor = (of: keyof typeof APART, table: string | undefined): boolean =>
  table === undefined || !APART[of].has(table);

/** Whether a statement reads what may be written without another generation. */
export const readsEvents = (statement: string): boolean => EVENTS_READ.test(statement);

/** Whether a statement, its views written out, reads cases; sums of days (day-sums.ts) are none. */
export const readsCases = (statement: string): boolean => READ.test(statement);

/** The table a statement appends to; undefined for any other statement. */
export const insertedInto = (statement: string): string | undefined =>
  /^\s*insert\s+into\s+(\w+)/i.exec(statement)?.[1];
