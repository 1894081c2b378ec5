/** A read, described: what every list route asks for, before paging, moment and format are added. */
import type { Parameters, Store } from '@mingcha/sql';
import type { TObject } from 'typebox';

/** One member of a stable order, ascending, never null. Its value travels in cursors, so its type is a plain one. */
export interface OrderKey {
  expression: string;
  type: 'String' | 'Date' | 'UInt8' | 'UInt32' | 'Int64' | 'Float64';
}

/** Where the same rows come from quicker, as long as something holds that does not always. */
export interface Quicker {
  from: string;
  /** While it holds, its rows are others only after something but cases was written, and the same as of any later moment. */
  isSettled?: true;
  /** Whether it holds as of the moment; then what tells, after the rows were read, whether it held all the while. */
  holds(store: Store, asOf: Date): Promise<(() => boolean | Promise<boolean>) | undefined>;
}

export interface Ways {
  /** Table, parameterised view or statement; may use `{as_of:DateTime64(3, 'UTC')}`, which the reader fills in. */
  from: string;
  /** Quickest first. */
  quicker?: readonly Quicker[];
}

export interface Select extends Ways {
  /** The row of the contract: its properties are the columns, in order. */
  row: TObject;
  /** Columns that `from` has under another name, or makes of others. */
  expressions?: Readonly<Record<string, string>>;
  /** Conditions, all of which hold. */
  where?: readonly string[];
  /** The order rows come in; the last members together tell every row from every other. */
  order: readonly OrderKey[];
  parameters: Parameters;
  /**
   * The engine runs the statement of a page as it is written and looks for no better way: for a mart of many columns and few
   * rows, where looking takes longer than it saves (`npm run bench` reads all that say so). Conditions and limits of the page
   * are then no help to `from`.
   */
  isAsWritten?: true;
}

export type KeyValue = string | number;

/** The column of a row's keys: one, since each further one the engine plans once more to sort by it. */
export const KEYS = 'page_keys';

/** A row of the first or last statement below, as far as it matters where the page ends. */
export type RowWithKeys = { readonly [KEYS]: KeyValue[] };

/** The last row of a page, by its order keys. */
export type After = readonly KeyValue[];

export const AS_OF = "{as_of:DateTime64(3, 'UTC')}";

const keysColumn = (order: readonly OrderKey[]) => `tuple(${expressionsOf(order)}) as ${KEYS}`;

/** The statement for one page, one row longer than asked so that the end can be told; rows end with their keys, a list. */
export function pageStatement(select: Select, limit: number, after: After | undefined): string {
  return `${body([...columnsOf(select), keysColumn(select.order)], select, after, KEYS)} limit ${limit + 1}`;
}

/**
 * The statement for one page's rows and nothing else, for formats the engine writes itself. `written` are the columns as the
 * format has them; they are made of the page's rows, so that what they are called changes neither order nor conditions.
 */
export function rowsStatement(
  select: Select,
  limit: number,
  after: After | undefined,
  written: readonly string[],
): string {
  const rows = body(columnsOf(select), select, after, expressionsOf(select.order));
  return `select ${written.join(', ')} from (${rows} limit ${limit})`;
}

/** The keys of a page's last row, and one more row when another page follows. */
export function boundaryStatement(select: Select, limit: number, after: After | undefined): string {
  return `${body([keysColumn(select.order)], select, after, KEYS)} limit 2 offset ${limit - 1}`;
}

/** Parameters of all three statements above. */
export function pageParameters(select: Select, after: After | undefined): Parameters {
  const keys = after?.map((value, index) => [`after_${index}`, value] as const) ?? [];
  return { ...select.parameters, ...Object.fromEntries(keys) };
}

/** The keys of a row that has them. */
export const keysOf = (row: RowWithKeys): KeyValue[] => row[KEYS];

function columnsOf({ row, expressions = {} }: Select): string[] {
  return Object.keys(row.properties).map((name) => {
    const expression = expressions[name];
    return expression === undefined ? name : `${expression} as ${name}`;
  });
}

function body(columns: readonly string[], select: Select, after: After | undefined, order: string): string {
  const conditions = [...(select.where ?? []), ...(after === undefined ? [] : [afterCondition(select.order)])];
  const where = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
  return `select ${columns.join(', ')} from ${select.from}${where} order by ${order}`;
}

const expressionsOf = (order: readonly OrderKey[]) => order.map(({ expression }) => expression).join(', ');

function afterCondition(order: readonly OrderKey[]): string {
  const values = order.map(({ type }, index) => `{after_${index}:${type}}`).join(', ');
  return `(${expressionsOf(order)}) > (${values})`;
}
