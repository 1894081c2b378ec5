/** `mingcha export` as it is typed: every format of a report, out of a running server and out of a store, and what it refuses. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LIST_FORMATS } from '@mingcha/analytics';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSmallCity, type SmallCity } from '../api/small-city.ts';

const MINGCHA = fileURLToPath(new URL('../../analytics/bin/mingcha.cjs', import.meta.url));
// A first start may have to compile, and a machine that does much else takes seconds to start a process.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let city: SmallCity;
let address: string;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mingcha-export-'));
  city = await openSmallCity();
  address = await city.server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await city?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  code: number;
  said: string;
  refused: string;
}
const run = (...args: string[]) =>
  new Promise<Ended>((resolve) => {
    execFile(process.execPath, [MINGCHA, 'export', ...args], (error, said, refused) =>
      // Whoever comes first after a change compiles, and says so.
      resolve({ code: error === null ? 0 : Number(error.code), said, refused: refused.replace('Compiling…\n', '') }),
    );
  });
const exported = (report: string, period: string, ...more: string[]) =>
  run(report, '--period', period, '--from', address, ...more);

/** How a file of the format begins. */
const BEGINS: Record<(typeof LIST_FORMATS)[number], string> = {
  json: '{',
  csv: '\u{feff}',
  arrow: '\u{ffff}',
  parquet: 'PAR1',
  xlsx: 'PK',
  docx: 'PK',
  pdf: '%PDF-',
};

it('writes a report in every format there is', async () => {
  const ended = await Promise.all(
    LIST_FORMATS.map((format) =>
      exported('ranking', '2026-03', '--format', format, '--out', join(folder, `ranking.${format}`)),
    ),
  );
  expect(ended.map(({ code, refused }) => [code, refused])).toEqual(LIST_FORMATS.map(() => [0, '']));
  expect(ended[0]!.said).toContain(`The report ranking is in ${join(folder, 'ranking.')}`);
  for (const format of LIST_FORMATS) {
    const bytes = readFileSync(join(folder, `ranking.${format}`));
    const begins =
      format === 'arrow' ? bytes.readUInt32LE(0) === 0xff_ff_ff_ff : bytes.toString().startsWith(BEGINS[format]);
    expect([format, begins]).toEqual([format, true]);
  }
});

it('says when there is more than was asked for', async () => {
  const ended = await exported('cases', '2026-03', '--limit', '2', '--format', 'csv', '--out', join(folder, 'two.csv'));
  expect(ended.said).toBe(
    `The report cases is in ${join(folder, 'two.csv')}. Only the first rows are in it, as --limit asks.\n`,
  );
  expect(readFileSync(join(folder, 'two.csv'), 'utf8').trim().split('\n')).toHaveLength(3);
});

it('writes notice, handout and evidence page out of a running server', async () => {
  const ended = await Promise.all([
    exported('notice', '2026-02', '--out', join(folder, 'notice.docx')),
    exported('monthly-review', '2026-02', '--out', join(folder, 'review.pdf')),
    run('evidence', '--case', 'late', '--from', address, '--out', join(folder, 'evidence.pdf')),
  ]);
  expect(ended.map(({ code, refused }) => [code, refused])).toEqual(ended.map(() => [0, '']));
  expect(readFileSync(join(folder, 'notice.docx')).toString('latin1', 0, 2)).toBe('PK');
  for (const name of ['review.pdf', 'evidence.pdf'])
    expect(readFileSync(join(folder, name)).toString('latin1', 0, 5)).toBe('%PDF-');
});

it('writes the same out of a store, which nobody else has open', async () => {
  const out = join(folder, 'rules.csv');
  const ended = await run('rules', '--data', join(folder, 'store'), '--format', 'csv', '--out', out);
  expect([ended.code, ended.refused]).toEqual([0, '']);
  expect(readFileSync(out, 'utf8')).toContain('notice_before_due');
});

describe('refuses in a sentence, and leaves no file,', () => {
  const out = () => join(folder, 'refused.xlsx');
  it.each([
    ['a period that is none', 'ranking', '2026-13', [], '"2026-13" is no period; give one like 2026-Q1.'],
    ['a week where ten days are meant', 'dispatch', '2026-W10', [], 'is of ten days 旬 of a month, like 2026-03-2'],
    ['a format there is not', 'ranking', '2026-03', ['--format', 'xls'], 'Allowed choices are'],
    [
      'a moment that is none',
      'ranking',
      '2026-03',
      ['--as-of', '30 Feb'],
      'Give a moment, for example 2026-03-09T17:30',
    ],
    ['a parameter the route has not', 'ranking', '2026-03', ['--only', 'colour=red'], 'colour'],
    [
      'a template by a name that cannot be asked for',
      'notice',
      '2026-02',
      ['--template', './通报 2026.v2.yaml'],
      './通报 2026.v2.yaml cannot be used: its name may have letters, digits, - and _',
    ],
    ['a period without a notice template', 'notice', '2026-03-02', [], 'No notice template is for a day.'],
  ])('%s', async (_, report, period, more, sentence) => {
    const ended = await exported(report, period, ...more, '--out', out());
    expect(ended).toMatchObject({ code: 1, said: '' });
    expect(ended.refused).toContain(sentence);
    expect(ended.refused).not.toContain('    at ');
    expect(existsSync(out())).toBe(false);
  });

  it('a place it may not write to', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    for (const [nowhere, format] of [
      [join(folder, 'a-file'), 'csv'],
      [join(folder, 'none-such'), 'xlsx'],
    ] as const) {
      const ended = await exported('ranking', '2026-03', '--format', format, '--out', join(nowhere, 'ranking'));
      expect(ended).toMatchObject({
        code: 1,
        refused: `There is no folder ${nowhere} to write into; make it first.\n`,
      });
    }
    const taken = await exported('ranking', '2026-03', '--format', 'csv', '--out', folder);
    expect(taken).toMatchObject({ code: 1, refused: `${folder} is a folder; name the file in it.\n` });
    expect(existsSync(`${folder}.part`)).toBe(false);
  });

  it('an answer that breaks off, which the file is not blamed for', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('half of it', () => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ended = await run('rules', '--from', `http://127.0.0.1:${port}`, '--out', out());
    server.close();
    expect(ended.refused).toMatch(/refused\.xlsx was not written: the answer broke off \(.+\)\. Ask again\.\n$/);
    expect([ended.code, existsSync(out()), existsSync(`${out()}.part`)]).toEqual([1, false, false]);
  });

  it('a server that is not there', async () => {
    const ended = await run('rules', '--from', 'http://127.0.0.1:9', '--out', out());
    expect([ended.code, ended.refused]).toEqual([1, 'No server answers at http://127.0.0.1:9; is it running there?\n']);
  });
});
