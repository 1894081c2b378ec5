import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Block, byteBlocks, MAX_TEXT_LINE_BYTES, textBlocks } from './text-blocks.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mingcha-text-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function read(bytes: Buffer | string, encoding: 'utf-8' | 'gb18030' = 'utf-8') {
  const path = join(directory, 'file');
  await writeFile(path, bytes);
  const texts = await joined(textBlocks(path, { encoding }));
  // Lines left as bytes are the same lines.
  if (encoding === 'utf-8') expect(await joined(byteBlocks(path, {}))).toEqual(texts);
  return texts;
}

async function joined(blocks: AsyncIterable<Block<{ toString(): string }>>) {
  const lines: string[] = [];
  const faults: [number, string][] = [];
  for await (const block of blocks) {
    expect(block.firstLine).toBe(lines.length + 1);
    for (const [index, fault] of block.faults) faults.push([block.firstLine + index, fault.code]);
    for (const line of block.lines) lines.push(line.toString());
  }
  return { lines, faults };
}

const GBK_HEADER = Buffer.from([0xb0, 0xec, 0xbc, 0xfe, 0xb1, 0xe0, 0xba, 0xc5]); // 办件编号

describe('a file as blocks of lines', () => {
  it('comes without line ends, mark and carriage returns', async () => {
    expect(await read('\ufeffa\r\nb\nc')).toEqual({ lines: ['a', 'b', 'c'], faults: [] });
    expect(await read('a')).toEqual({ lines: ['a'], faults: [] });
    expect(await read('')).toEqual({ lines: [], faults: [] });
  });

  it('comes whole over any number of blocks, gzipped or not', async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) => `${index}, 承诺办结时间 ${'x'.repeat(index % 40)}`);
    expect((await read(lines.join('\n'))).lines).toEqual(lines);
    expect((await read(gzipSync(lines.join('\n')))).lines).toEqual(lines);
  });

  it('tells of a gzipped file how much of it is unpacked, not how much was read ahead', async () => {
    const path = join(directory, 'even.gz');
    const text = Array.from({ length: 60_000 }, (_, index) => createHash('md5').update(`${index}`).digest('hex')).join(
      '\n',
    );
    const packed = gzipSync(text);
    await writeFile(path, packed);
    let bytes = 0;
    let unpacked = 0;
    const onBytes = (count: number) => {
      bytes = count;
    };
    for await (const { lines } of textBlocks(path, { encoding: 'utf-8', onBytes })) {
      unpacked += lines.reduce((sum, line) => sum + line.length + 1, 0);
      expect(Math.abs(bytes / packed.length - unpacked / text.length)).toBeLessThan(0.05);
    }
    expect(bytes).toBe(packed.length);
  });

  it('is read as GBK when the mapping says so', async () => {
    expect(await read(Buffer.concat([GBK_HEADER, Buffer.from('\n1\n')]), 'gb18030')).toEqual({
      lines: ['办件编号', '1'],
      faults: [],
    });
  });

  it('has its lines in another encoding refused one by one', async () => {
    const bytes = Buffer.concat([Buffer.from('id\n1\n'), GBK_HEADER, Buffer.from('\n3\n')]);
    expect(await read(bytes)).toEqual({ lines: ['id', '1', '', '3'], faults: [[3, 'row_encoding']] });
    const truncated = Buffer.concat([Buffer.from('id\n'), Buffer.from([0xff]), Buffer.from('\n2\n')]);
    expect(await read(truncated, 'gb18030')).toEqual({ lines: ['id', '', '2'], faults: [[2, 'row_encoding']] });
  });

  it('has a line beyond all measure refused, and the next one read', async () => {
    const text = `a\n${'x'.repeat(MAX_TEXT_LINE_BYTES + 300_000)}\nb\n`;
    const { lines, faults } = await read(text);
    expect(lines).toEqual(['a', '', 'b']);
    expect(faults).toEqual([[2, 'row_too_long']]);
  });

  it('is refused with what to do when it is a workbook or UTF-16', async () => {
    await expect(read(Buffer.from('PK\u0003\u0004rest'))).rejects.toThrow(
      /Excel workbook; .*save the sheet as CSV UTF-8/,
    );
    await expect(read(Buffer.from('\ufeffid\n', 'utf16le'))).rejects.toThrow(/UTF-16; save it as CSV UTF-8/);
  });

  it('says so when a compressed file was cut off', async () => {
    const bytes = gzipSync(Buffer.from(Array.from({ length: 5000 }, (_, index) => `${index * 7919}`).join('\n')));
    await expect(read(bytes.subarray(0, bytes.length - 2000))).rejects.toThrow(/it was cut off\. Copy it again/);
  });
});
