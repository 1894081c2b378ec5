import { describe, expect, it } from 'vitest';
import { CsvRecords } from './csv-records.ts';

/** Records of a text, fed in blocks of the given number of lines. */
function read(text: string, linesPerBlock = 1000, delimiter = ',') {
  const csv = new CsvRecords(delimiter);
  const lines = text.split('\n');
  const records = [];
  for (let at = 0; at < lines.length; at += linesPerBlock) {
    records.push(...csv.read({ firstLine: at + 1, lines: lines.slice(at, at + linesPerBlock), faults: new Map() }));
  }
  records.push(...csv.end());
  return records.map(({ line, cells, fault }) => (fault ? [line, fault.code] : [line, ...cells]));
}

describe('CSV', () => {
  it.each([1, 2, 1000])(
    'reads quotes, separators and line breaks in values, in blocks of %i lines',
    (linesPerBlock) => {
      expect(read('a,b\n1,"x, y"\n2,"he said ""no"""\n3,"two\nlines"\n\n4,\n5,""', linesPerBlock)).toEqual([
        [1, 'a', 'b'],
        [2, '1', 'x, y'],
        [3, '2', 'he said "no"'],
        [4, '3', 'two\nlines'],
        [7, '4', ''],
        [8, '5', ''],
      ]);
    },
  );

  it('leaves quotes within a value as they are', () => {
    expect(read('a,b\n1,5" pipe')).toEqual([
      [1, 'a', 'b'],
      [2, '1', '5" pipe'],
    ]);
  });

  it.each([1, 2, 1000])(
    'refuses the line of a quote that is never closed, and reads the rest, in blocks of %i',
    (size) => {
      expect(read('a,b\n1,x\n2,"open\n3,y\n4,"z"\n5,w', size)).toEqual([
        [1, 'a', 'b'],
        [2, '1', 'x'],
        [3, 'row_quote'],
        [4, '3', 'y'],
        [5, '4', 'z'],
        [6, '5', 'w'],
      ]);
    },
  );

  it('refuses an open quote on the last line', () => {
    expect(read('a,b\n1,x\n2,"open')).toEqual([
      [1, 'a', 'b'],
      [2, '1', 'x'],
      [3, 'row_quote'],
    ]);
  });

  it('loses one line, not a hundred, when a quote stays open for longer than a record may be', () => {
    const rows = Array.from({ length: 250 }, (_, index) => `${index},ok`);
    const records = read(['a,b', '1,"open', ...rows].join('\n'));
    expect(records.filter(([, code]) => code === 'row_quote')).toEqual([[2, 'row_quote']]);
    expect(records.length).toBe(1 + 1 + 250);
  });

  it('refuses rows with too few or too many columns, with the numbers and the remedy', () => {
    const csv = new CsvRecords(',');
    const [, short, long] = [...csv.read({ firstLine: 1, lines: ['a,b,c', '1,2', '1,2,3,4'], faults: new Map() })];
    expect(short!.fault!.message).toBe(
      'The line has 2 columns, the header has 3; look for a separator or line break inside a value and put that value in double quotes.',
    );
    expect(long).toMatchObject({ line: 3, cells: ['1,2,3,4'], fault: { code: 'row_columns' } });
  });

  it('refuses text after a closing quote', () => {
    expect(read('a,b\n1,"x"y\n2,z')).toEqual([
      [1, 'a', 'b'],
      [2, 'row_quote'],
      [3, '2', 'z'],
    ]);
  });

  it('passes over lines of blanks', () => {
    expect(read('a,b\n1,x\n   \n2,y\n')).toEqual([
      [1, 'a', 'b'],
      [2, '1', 'x'],
      [4, '2', 'y'],
    ]);
  });

  it('reads tabs and semicolons as separators', () => {
    expect(read('a;b\n1,5;"x;y"', 1000, ';')).toEqual([
      [1, 'a', 'b'],
      [2, '1,5', 'x;y'],
    ]);
  });
});
