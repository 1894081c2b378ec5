/** Any table that is written as RFC 4180 says is read back as it was, wherever its lines are cut into blocks. */
import { CsvRecords } from '@mingcha/ingest';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', ';', '办', '\t'), maxLength: 8 });
const tables = fc
  .integer({ min: 2, max: 5 })
  .chain((columns) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 12 }),
  );

/** Quotes what must be quoted, and what begins with a quote. */
const written = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function read(text: string, cuts: readonly number[]): { cells: string[]; fault?: unknown }[] {
  const csv = new CsvRecords(',');
  const lines = text.split('\n');
  const records = [];
  let from = 0;
  for (const size of [...cuts, lines.length]) {
    const block = lines.slice(from, from + size);
    records.push(...csv.read({ firstLine: from + 1, lines: block, faults: new Map() }));
    from += size;
  }
  return [...records, ...csv.end()];
}

it('a written table is read as it was', () => {
  fc.assert(
    fc.property(tables, fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 20 }), (table, cuts) => {
      const text = table.map((row) => row.map(written).join(',')).join('\n');
      expect(read(text, cuts).map(({ cells, fault }) => fault ?? cells)).toEqual(table);
    }),
  );
});

it('a line that cannot be read costs no line but its own', () => {
  fc.assert(
    fc.property(tables, fc.nat(), fc.constantFrom('x,"open', 'x,"closed"y', 'x'), (table, place, bad) => {
      // Rows of one line each: with a break inside a value a stray quote may close it, and nobody can tell.
      const rows = table.map((row) => row.map((value) => written(value.replaceAll('\n', ' '))).join(','));
      const at = 1 + (place % rows.length);
      const text = [...rows.slice(0, at), bad, ...rows.slice(at)].join('\n');
      const records = read(text, []);
      const plain = rows.every((row) => !row.includes('"'));
      const good = records.filter(({ fault }) => !fault).length;
      if (plain || bad === 'x') expect(good).toBe(rows.length);
      // An open quote may be closed by a later row's, and the whole may have the right number of columns: nobody can tell.
      if (plain || bad !== 'x,"open') expect(records.some(({ fault }) => fault)).toBe(true);
    }),
  );
});
