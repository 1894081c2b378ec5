/**
 * Rows finished here, handed to the engine to be written: so that computed lists come in the same formats as those it keeps, by
 * the same writers. For thousands of rows: they travel in the statement.
 */
import type { TObject, TSchema } from 'typebox';
import { holds, itemsOf } from './bulk-columns.ts';
import type { Select } from './select.ts';

/** A select whose rows are these, in their order. */
export function selectOfRows(row: TObject, rows: readonly object[]): Select {
  const columns = Object.entries(row.properties);
  const type = columns.map(([name, schema]) => `${name} ${typeOf(schema)}`).join(', ');
  const taken = columns.map(([name, schema]) => {
    const value = `tupleElement(made, '${name}')`;
    if (!isMoment(schema)) return `${value} as ${name}`;
    // Beside moments, the engine reads the empty text under a null, too.
    const parse = isNullable(schema) ? 'parseDateTime64BestEffortOrNull' : 'parseDateTime64BestEffort';
    return `${parse}(${value}, 3, 'UTC') as ${name}`;
  });
  return {
    from: `(
      select ${taken.join(', ')}, position
      from (
        select JSONExtract(told.1, 'Tuple(${type.replaceAll("'", "\\'")})') as made, toUInt32(told.2) as position
        from (select arrayJoin(arrayZip({made_rows:Array(String)}, arrayEnumerate({made_rows:Array(String)}))) as told)
      )
    )`,
    row,
    order: [{ expression: 'position', type: 'UInt32' }],
    parameters: { made_rows: rows.map((each) => JSON.stringify(each)) },
  };
}

const isNullable = (schema: TSchema) => holds(schema, ({ type }) => type === 'null');
const isMoment = (schema: TSchema) => holds(schema, ({ format }) => format === 'date-time');

function typeOf(schema: TSchema): string {
  const items = itemsOf(schema);
  if (items !== undefined) return `Array(${typeOf(items)})`;
  const type = (name: string) => holds(schema, (plain) => plain.type === name);
  const inner = type('integer') ? 'Int32' : type('number') ? 'Float64' : type('boolean') ? 'Bool' : 'String';
  return isNullable(schema) ? `Nullable(${inner})` : inner;
}
