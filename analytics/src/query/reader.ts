/**
 * The one way numbers are read out of the store: adds the report's moment, paging and output settings to a select,
 * and shares identical reads that come at the same time.
 */
import { availableParallelism } from 'node:os';
import type { Readable } from 'node:stream';
import { type Parameters, readsEvents, type Store, whileUnchanged } from '@mingcha/sql';
import type { TObject } from 'typebox';
import { openTurns } from '../turns.ts';
import { arrowColumns, csvColumns, localColumns } from './bulk-columns.ts';
import { type Cursor, writeCursor } from './cursor.ts';
import { openKept } from './kept.ts';
import { pageOf, pageRows } from './page-rows.ts';
import {
  boundaryStatement,
  keysOf,
  pageParameters,
  pageStatement,
  type RowWithKeys,
  rowsStatement,
  type Select,
  type Ways,
} from './select.ts';
import { openShare } from './share.ts';

/** Seconds a read may take before the engine gives it up. */
const MAX_SECONDS = 30;
/** A file is written as fast as whoever reads it takes it, and the engine's clock runs meanwhile. */
const MAX_SECONDS_OF_FILE = 900;

/**
 * How the engine writes each bulk format: the columns as the format has them, its name for the format, and settings, which are
 * part of the statement, since they stay on a connection of the engine in process. `rows` is for what is made here of rows:
 * lines of JSON arrays, moments as the clock in the row's centre.
 */
const BULK = {
  csv: { columns: csvColumns, format: 'CSVWithNames', settings: ", format_csv_null_representation = ''" },
  arrow: { columns: arrowColumns, format: 'ArrowStream', settings: '' },
  parquet: { columns: arrowColumns, format: 'Parquet', settings: '' },
  rows: { columns: localColumns, format: 'JSONCompactEachRow', settings: '' },
} as const satisfies Record<string, { columns: (row: TObject) => string[]; format: string; settings: string }>;
export type BulkFormat = keyof typeof BULK;
/**
 * Whatever the processors are short of, events on their way in and their facts get first: a figure a tenth of a second
 * later harms nobody. The engine can only do so where its process may give its threads a rank (CAP_SYS_NICE).
 */
const STAND_BACK = 'os_threads_nice_value_query = 5';
/**
 * Facts are one partition, so this changes no answer; it lets FINAL read a part that stands alone without merging it with
 * itself: a month out of 6 million merged facts took two thirds of the processor time.
 */
const OF_STATISTICS = `${STAND_BACK}, do_not_merge_across_partitions_select_final = 1`;
const AS_WRITTEN = `${OF_STATISTICS}, query_plan_enable_optimizations = 0`;

export interface Page {
  limit: number;
  cursor: Cursor | undefined;
  /** The report's moment; now when undefined. */
  asOf: Date | undefined;
}

export interface ListAnswer<Row> {
  as_of: string;
  /** Arrival of the newest event the rows include; null while there is none. */
  watermark: string | null;
  rows: Row[];
  next_cursor: string | null;
}

export interface BulkAnswer {
  as_of: string;
  watermark: string | null;
  next_cursor: string | null;
  body: Readable;
}

export interface Reader {
  /** One page of a list. */
  list<Row>(select: Select, page: Page): Promise<ListAnswer<Row>>;
  /** The same as its JSON in UTF-8, rows as the engine wrote them: what only passes through is not read and written again. */
  page(select: Select, page: Page): Promise<Buffer>;
  /** The same page as bytes straight from the engine. */
  bulk(select: Select, page: Page, format: BulkFormat): Promise<BulkAnswer>;
  /** Rows of any other statement of the query layer, or of ways to write one; `as_of` is filled in. */
  rows<Row>(statement: string | Ways, parameters: Parameters, asOf?: Date): Promise<{ asOf: Date; rows: Row[] }>;
  /** The same for one case and the like: short, asked by one person, and waiting for nobody's statistics. */
  look<Row>(statement: string, parameters: Parameters, asOf?: Date): Promise<{ asOf: Date; rows: Row[] }>;
  /** Arrival of the newest event the numbers include; null while there is none. */
  watermark(): Promise<string | null>;
}

export function openReader(store: Store, clock: () => Date): Reader {
  const share = openShare({ moment: () => clock().getTime() });
  const storedOf = (statement: string) => (readsEvents(statement) ? undefined : () => store.completed());
  const together = Math.max(1, availableParallelism() - 1);
  const inTurn = openTurns(together);
  const options = { maxSeconds: MAX_SECONDS };
  const kept = openKept(store);

  let asking = 0;
  /**
   * Statistics run on all processors but one, which is left to events on their way in: twenty screens must not hold up
   * what they wait for. One that is asked alone may use them all; while others wait, each keeps to its own.
   */
  async function statistics<Rows>(
    statement: string,
    read: (statement: string) => Promise<Rows>,
    settings = OF_STATISTICS,
  ): Promise<Rows> {
    asking += 1;
    try {
      return await inTurn(() =>
        read(`${statement} settings ${settings}${asking > together ? ', max_threads = 1' : ''}`),
      );
    } finally {
      asking -= 1;
    }
  }

  let newest = '1970-01-01T00:00:00.000Z';
  /** Read before the rows, so that it never names an event they miss. It only grows: what lies before it is not read again. */
  async function watermark(): Promise<string | null> {
    // Kept is what was asked just now: an answer of the last seconds, which may be shared, is of another state of the store.
    return share('watermark', () =>
      whileUnchanged(store, 'watermark', async () => {
        const statement = `select maxOrNull(last_ingested_at) as watermark from case_facts
          where last_ingested_at >= {newest:DateTime64(3, 'UTC')}`;
        const [row] = await store.query<{ watermark: string | null }>(statement, { newest: new Date(newest) }, options);
        newest = row?.watermark ?? newest;
        return row?.watermark ?? null;
      }),
    );
  }

  /** Where the rows come from quickest now, and what tells whether they did all the while. */
  async function quickest({ quicker = [] }: Ways, asOf: Date) {
    for (const { holds, ...way } of quicker) {
      const held = await holds(store, asOf);
      if (held !== undefined) return { ...way, held };
    }
    return undefined;
  }
  type Best = Awaited<ReturnType<typeof quickest>>;

  /** A read by the best way; `drop` lets go of a result that is not taken, as the way did not hold. */
  async function byWay<Result>(
    ways: Ways,
    best: Best,
    read: (from: string) => Promise<Result>,
    drop?: (result: Result) => void,
  ): Promise<Result> {
    if (best === undefined) return read(ways.from);
    const result = await read(best.from);
    if (await best.held()) return result;
    drop?.(result);
    return read(ways.from);
  }

  /** How far the facts are, and by which way to read what is of them. */
  async function markAndWay(ways: Ways, asOf: Date): Promise<[mark: string | null, best: Best]> {
    const before = newest;
    const [mark, best] = await Promise.all([watermark(), quickest(ways, asOf)]);
    // What came in meanwhile may be in the mark already, and not in what was looked at.
    return [mark, best === undefined || mark === before ? best : await quickest(ways, asOf)];
  }

  function page(select: Select, { limit, cursor, asOf: moment }: Page): Promise<Buffer> {
    const after = cursor?.after;
    const asked = cursor?.asOf ?? moment;
    const parameters = pageParameters(select, after);
    const question = questionOf(pageStatement(select, limit, after), parameters, asked);
    const answer = async () => {
      const stand = kept.stand();
      const asOf = asked ?? clock();
      const settings = select.isAsWritten ? AS_WRITTEN : OF_STATISTICS;
      const read = async (all: string) =>
        pageRows(await store.lines(all, { ...parameters, as_of: asOf }, options), limit);
      const [mark, best] = await markAndWay(select, asOf);
      const rows = () =>
        byWay(select, best, (from) => statistics(pageStatement({ ...select, from }, limit, after), read, settings));
      const page = await (best?.isSettled ? kept.answer(question, stand, rows) : rows());
      const next_cursor = page.after ? writeCursor(select, { after: page.after, asOf }) : null;
      return pageOf({ as_of: asOf.toISOString(), watermark: mark, next_cursor }, page);
    };
    return share(question, answer, storedOf(question));
  }

  return {
    watermark,
    page,

    async list<Row>(select: Select, asked: Page) {
      return JSON.parse((await page(select, asked)).toString()) as ListAnswer<Row>;
    },

    async bulk(select, page, format) {
      const after = page.cursor?.after;
      const asOf = page.cursor?.asOf ?? page.asOf ?? clock();
      const parameters = pageParameters(select, after);
      const written = BULK[format];
      const given = { ...parameters, as_of: asOf };
      const [mark, best] = await markAndWay(select, asOf);
      const result = await byWay(
        select,
        best,
        async (from) => {
          const way = { ...select, from };
          const end = boundaryStatement(way, page.limit, after);
          const boundary = await store.query<RowWithKeys>(end, given, options);
          const rows = rowsStatement(way, page.limit, after, written.columns(select.row));
          const statement = `${rows} settings ${OF_STATISTICS}${written.settings}`;
          const body = await store.stream(statement, written.format, given, { maxSeconds: MAX_SECONDS_OF_FILE });
          return { boundary, body };
        },
        ({ body }) => body.destroy(),
      );
      const [last, more] = result.boundary;
      return {
        as_of: asOf.toISOString(),
        watermark: mark,
        next_cursor: last && more ? writeCursor(select, { after: keysOf(last), asOf }) : null,
        body: result.body,
      };
    },

    rows<Row>(statement: string | Ways, parameters: Parameters, asked?: Date) {
      const ways = typeof statement === 'string' ? { from: statement } : statement;
      const answer = async () => {
        const asOf = asked ?? clock();
        const read = (all: string) => store.query<Row>(all, { ...parameters, as_of: asOf }, options);
        const rows = await byWay(ways, await quickest(ways, asOf), (from) => statistics(from, read));
        return { asOf, rows };
      };
      return share(questionOf(ways.from, parameters, asked), answer, storedOf(ways.from));
    },

    async look<Row>(statement: string, parameters: Parameters, asked?: Date) {
      const asOf = asked ?? clock();
      return { asOf, rows: await store.query<Row>(statement, { ...parameters, as_of: asOf }, options) };
    },
  };
}

// `now` is one question, whoever asks: the moment is taken when the read starts.
function questionOf(statement: string, parameters: Parameters, asOf: Date | undefined): string {
  return JSON.stringify([statement, parameters, asOf?.toISOString() ?? 'now']);
}
