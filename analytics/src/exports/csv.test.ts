import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { forSpreadsheets } from './csv.ts';

/** What comes out when the engine's bytes arrive in pieces of a size; decoding takes the byte order mark off. */
async function through(csv: string, size = csv.length): Promise<string> {
  const bytes = Buffer.from(csv);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
    bytes.subarray(n * size, (n + 1) * size),
  );
  return text(forSpreadsheets(Readable.from(pieces)));
}

describe('CSV for spreadsheets', () => {
  it.each(['=1+1', '+1', '-1', '@sum(a)', '\t=1', '\r=1'])(
    'puts a quote before text beginning as %j does',
    async (cell) => {
      expect(await through(`"name","n"\n"${cell}",1\n"b","${cell}"\n`)).toBe(
        `"name","n"\n"'${cell}",1\n"b","'${cell}"\n`,
      );
    },
  );

  it.each(['1234567890123456', '430600202603020000123', '007', '00'])(
    'puts a quote before the text %s, which would be another number',
    async (cell) => {
      for (const size of [100, 7, 1]) {
        expect(await through(`"case_id","n"\n"${cell}",1\n"b","${cell}"\n"c","${cell}"`, size)).toBe(
          `"case_id","n"\n"'${cell}",1\n"b","'${cell}"\n"c","'${cell}"`,
        );
      }
    },
  );

  it.each([
    ['digits a spreadsheet keeps', '"123456789012345","0","430600"\n'],
    ['digits with something after them', '"1234567890123456-A","1234567890123456""","1234567890123456,"\n'],
    ['numbers of many digits', '12345678901234567,0.1\n'],
    ['numbers', '-2,-0.5,1e-3,,-7\n'],
    ['text with a sign inside', '"a=b","1-2"\n'],
    ['empty text', '"",""\n'],
    ['quotes inside text', '"""=1","a"",""=1"\n'],
    ['lines inside text', '"a\n=1","b,=1"\n'],
    ['days and moments', '"2026-03-02","2026-03-02T02:15:00.000Z",true\n'],
  ])('leaves %s as they are', async (_, csv) => {
    expect(await through(csv)).toBe(csv);
  });

  it('does so wherever the bytes are cut', async () => {
    const csv = '"单位","n"\n"=规划局",-1\n"a""","+1"\n';
    for (let size = 1; size < 12; size += 1) {
      expect(await through(csv, size)).toBe(`"单位","n"\n"'=规划局",-1\n"a""","'+1"\n`);
    }
  });

  it('begins with one byte order mark', async () => {
    const chunks = await forSpreadsheets(Readable.from([Buffer.from('"a"\n'), Buffer.from('"b"\n')])).toArray();
    expect(Buffer.concat(chunks)).toEqual(Buffer.from('\ufeff"a"\n"b"\n'));
  });

  it('fails when the engine does, instead of ending early or never', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('"a"\n');
        throw new Error('the engine gave up');
      })(),
    );
    await expect(forSpreadsheets(broken).toArray()).rejects.toThrow('the engine gave up');
  });

  it('lets go of the engine when nobody reads on', async () => {
    const csv = new Readable({ read: () => undefined });
    const gone = new Promise((resolve) => csv.once('close', resolve));
    forSpreadsheets(csv).destroy();
    await gone;
    expect(csv.destroyed).toBe(true);
  });
});
