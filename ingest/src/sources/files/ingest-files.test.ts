import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseEvent } from '../../event.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import { readMapping } from '../../mapping/read-mapping.ts';
import type { RejectedRow } from './batches.ts';
import { memoryCursors } from './cursors.ts';
import { type FileSink, ingestFiles } from './ingest-files.ts';
import { exitCode, summaryText } from './summary.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mingcha-files-'));
});
afterAll(() => rm(directory, { recursive: true }));

const mapping = (extra = '') =>
  readMapping(
    `name: town
description: Cases of a town
format: ${extra || 'csv'}
source: town
times: YYYY-MM-DD
fields:
  case_id: "{no}"
events:
  - type: accepted
    event_id: "{no}-accepted"
    occurred_at: "{accepted}"
  - type: decided
    when: { decided: present }
    event_id: "{no}-decided"
    occurred_at: "{decided}"
    outcome: completed
`,
    'town.yaml',
  );

/** Keeps what it is sent, as the store would: an event once. */
function memorySink(options: { failAt?: number; onBatch?: (batch: number) => void } = {}) {
  const events = new Map<string, unknown>();
  const rejects: RejectedRow[] = [];
  const lines: number[] = [];
  let batches = 0;
  const sink: FileSink = {
    async submit(items, { lineNumbers }) {
      batches += 1;
      if (batches === options.failAt) throw new Error('The disk is full.');
      lines.push(...lineNumbers);
      const answers = items.map((item) => {
        const id = 'event_id' in Object(item) ? (item as CaseEvent).event_id : String(item);
        if (events.has(id)) return { status: 'known' as const };
        events.set(id, item);
        return { status: 'stored' as const };
      });
      options.onBatch?.(batches);
      return answers;
    },
    async reject(rows) {
      rejects.push(...rows);
    },
  };
  return { sink, events, rejects, lines, batches: () => batches };
}

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

const table = (rows: number, from = 0) =>
  [
    'no,accepted,decided',
    ...Array.from({ length: rows }, (_, index) => `C${from + index},2026-03-02,${index % 2 ? '2026-03-05' : ''}`),
    '',
  ].join('\n');

describe('reading files', () => {
  it('tells of lines refused before a stop when it has gone on to the end', async () => {
    const bad = table(40).replace('C3,2026-03-02,2026-03-05', 'C3,2026-03-02,never');
    const path = await file('refused-before.csv', bad);
    const cursors = memoryCursors();
    const control = new AbortController();
    const { sink } = memorySink({ onBatch: () => control.abort() });
    const common = { files: [path], mapping: mapping(), cursors, sink, batchSize: 10 };
    const first = await ingestFiles({ ...common, signal: control.signal });
    expect(first.files[0]).toMatchObject({ outcome: 'stopped', rejected: 1, rejectedBefore: 0 });
    const second = await ingestFiles(common);
    expect(second.files[0]).toMatchObject({ outcome: 'read', rejected: 0, rejectedBefore: 1 });
    expect(exitCode(second)).toBe(2);
    expect(summaryText(second, 1)).toContain('1 line of this file was refused earlier');
  });

  it('exits with 1 when it was stopped between two files, as the second was not begun', async () => {
    const control = new AbortController();
    const { sink } = memorySink({ onBatch: () => control.abort() });
    const files = [await file('between-1.csv', table(3)), await file('between-2.csv', table(3, 3))];
    const options = { files, mapping: mapping(), sink, cursors: memoryCursors() };
    const summary = await ingestFiles({ ...options, signal: control.signal });
    expect(summary).toMatchObject({ files: [{ outcome: 'read', rows: 3 }], notBegun: [files[1]] });
    expect(exitCode(summary)).toBe(1);
  });

  it('sends long lines on before many of them are held', async () => {
    const lines = Array.from(
      { length: 300 },
      (_, index) => `{"event_id":"E${index}","remark":"${'x'.repeat(80_000)}"}`,
    );
    const { sink, events, batches } = memorySink();
    await ingestFiles({ files: [await file('long.ndjson', lines.join('\n'))], sink, cursors: memoryCursors() });
    expect([...events.keys()]).toEqual(lines);
    expect(batches()).toBe(2);
  });

  it('refuses a number of which digits were lost, by line and key', async () => {
    const path = await file(
      'numbers.ndjson',
      '{"no":9007199254740993,"accepted":"2026-03-02"}\n{"no":9007199254740991,"accepted":"2026-03-02"}\n{"no":"9007199254740993","accepted":"2026-03-02"}\n',
    );
    const { sink, events, rejects } = memorySink();
    await ingestFiles({ files: [path], mapping: mapping('ndjson'), sink, cursors: memoryCursors() });
    expect([...events.keys()]).toEqual(['9007199254740991-accepted', '9007199254740993-accepted']);
    expect(rejects).toMatchObject([
      { line: 1, message: '“no” holds a number with more digits than a number keeps; write it as text, in quotes.' },
    ]);
  });

  it('goes on after a stop at any batch, and ends with every event once', async () => {
    const path = await file('stopped.csv', table(57));
    for (let stopAt = 1; stopAt <= 7; stopAt++) {
      const cursors = { ...memoryCursors(), isLasting: true };
      const control = new AbortController();
      const { sink, events, batches } = memorySink({
        onBatch: (batch) => batch === stopAt && control.abort(),
      });
      const common = { files: [path], mapping: mapping(), cursors, sink, batchSize: 10 };
      const first = await ingestFiles({ ...common, signal: control.signal });
      const second = await ingestFiles(common);
      expect([first.files[0]!.outcome, second.files[0]!.outcome]).toEqual(['stopped', 'read']);
      expect(second.files[0]!.rowsBefore).toBe(first.files[0]!.rows);
      expect(first.files[0]!.rows + second.files[0]!.rows).toBe(57);
      // A stop loses no acknowledged batch, so nothing is sent twice.
      expect(first.files[0]!.stored + second.files[0]!.stored).toBe(57 + 28);
      expect(second.files[0]!.known).toBe(0);
      expect(events.size).toBe(57 + 28);
      expect(batches()).toBeGreaterThanOrEqual(stopAt);
      expect([exitCode(first), exitCode(second)]).toEqual([1, 0]);
      expect(summaryText(first, 1)).toMatch(`goes on after row ${first.files[0]!.rows}.`);
    }
  });

  it('goes on after a sink that failed at any batch, and counts what was acknowledged', async () => {
    const path = await file('failed.csv', table(57));
    for (let failAt = 1; failAt <= 8; failAt++) {
      const cursors = memoryCursors();
      const { sink, events } = memorySink({ failAt });
      const common = { files: [path], mapping: mapping(), cursors, sink, batchSize: 10 };
      const first = await ingestFiles(common);
      expect(first.files[0]).toMatchObject({ outcome: 'failed', error: new Error('The disk is full.') });
      // The three batches after the failed one may have been stored: they are not counted, come again, and are known.
      const uncounted = events.size - first.files[0]!.stored;
      expect(uncounted).toBeGreaterThanOrEqual(0);
      expect(uncounted).toBeLessThanOrEqual(3 * 11);
      const second = await ingestFiles(common);
      expect(second.files[0]).toMatchObject({ outcome: 'read', rowsBefore: first.files[0]!.rows, known: uncounted });
      expect(first.files[0]!.rows + second.files[0]!.rows).toBe(57);
      expect(events.size).toBe(57 + 28);
    }
  });

  it('says of a file that is not there just that, also where the mapping has a table for each file name', async () => {
    const tables = mapping();
    tables.tables = tables.tables.map((table) => ({ ...table, files: ['cases*.csv'] }));
    const { sink } = memorySink();
    const { files } = await ingestFiles({ files: ['no-such.csv'], mapping: tables, cursors: memoryCursors(), sink });
    expect(files[0]).toMatchObject({ outcome: 'failed' });
    expect(files[0]!.error!.message).toContain('is not there');
  });

  it('reads a finished file again only when told to, and then finds everything known', async () => {
    const path = await file('done.csv', table(5));
    const cursors = memoryCursors();
    const { sink } = memorySink();
    const common = { files: [path], mapping: mapping(), cursors, sink };
    await ingestFiles(common);
    const second = await ingestFiles(common);
    expect(second.files[0]).toMatchObject({ outcome: 'already_done', rows: 0 });
    expect(summaryText(second, 1)).toContain('all of its 5 rows were read before; nothing was read again');
    expect(exitCode(second)).toBe(0);
    const third = await ingestFiles({ ...common, again: true });
    expect(third.files[0]).toMatchObject({ outcome: 'read', rows: 5, stored: 0, known: 7 });
  });

  it('reads a file that has grown, or is read by another mapping, from its start', async () => {
    const path = await file('grown.csv', table(5));
    const cursors = memoryCursors();
    const { sink, events } = memorySink();
    await ingestFiles({ files: [path], mapping: mapping(), cursors, sink });
    await appendFile(path, 'C5,2026-03-02,\n');
    const grown = await ingestFiles({ files: [path], mapping: mapping(), cursors, sink });
    expect(grown.files[0]).toMatchObject({ rows: 6, stored: 1, known: 7, rowsBefore: 0 });
    const other: Mapping = { ...mapping(), hash: 'another' };
    const again = await ingestFiles({ files: [path], mapping: other, cursors, sink });
    expect(again.files[0]).toMatchObject({ rows: 6, known: 8 });
    expect(events.size).toBe(8);
  });

  it('reads the same file for another source as other events', async () => {
    const path = await file('county.csv', table(1));
    const cursors = memoryCursors();
    const { sink, events } = memorySink();
    await ingestFiles({ files: [path], mapping: mapping(), cursors, sink, source: 'county-2' });
    expect([...events.values()]).toMatchObject([{ source: 'county-2', event_id: 'C0-accepted' }]);
    const again = await ingestFiles({ files: [path], mapping: mapping(), cursors, sink });
    expect(again.files[0]).toMatchObject({ outcome: 'read', rows: 1 });
  });

  it('reads csv, tsv and ndjson, gzipped or not, to the same events', async () => {
    const csv = table(20);
    const json = csv
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [no, accepted, decided] = line.split(',');
        return JSON.stringify({ no, accepted, ...(decided ? { decided } : {}), ignored: { deep: [1] } });
      })
      .join('\n');
    const contents: [string, string][] = [
      ['csv', csv],
      ['tsv', csv.replaceAll(',', '\t')],
      ['ndjson', json],
    ];
    const read: unknown[] = [];
    for (const [format, content] of contents) {
      for (const bytes of [Buffer.from(content), gzipSync(content)]) {
        const { sink, events, rejects } = memorySink();
        // The name says nothing: a gzipped file is known by its first bytes.
        await ingestFiles({
          files: [await file('any.txt', bytes)],
          mapping: mapping(format),
          cursors: memoryCursors(),
          sink,
        });
        expect(rejects).toEqual([]);
        read.push([...events.values()]);
      }
    }
    expect(read[0]).toHaveLength(30);
    for (const each of read) expect(each).toEqual(read[0]);
  });

  it('passes over rows a spreadsheet left empty', async () => {
    const { sink, events, rejects } = memorySink();
    const path = await file('empty-rows.csv', `${table(3)},,\n , ,\n\n`);
    await ingestFiles({ files: [path], mapping: mapping(), cursors: memoryCursors(), sink });
    expect(rejects).toEqual([]);
    expect([...events.keys()]).toEqual(['C0-accepted', 'C1-accepted', 'C1-decided', 'C2-accepted']);
  });

  it('sends canonical events as the text they are, with their lines', async () => {
    const lines = ['{"event_id": "1"}', '', '  {"event_id":"2"}', '{"event_id":"3"}'];
    const { sink, events, lines: numbers } = memorySink();
    const summary = await ingestFiles({
      files: [await file('events.ndjson', lines.join('\n'))],
      cursors: memoryCursors(),
      sink,
    });
    expect([...events.keys()]).toEqual(['{"event_id": "1"}', '  {"event_id":"2"}', '{"event_id":"3"}']);
    expect(numbers).toEqual([1, 3, 4]);
    expect(summary.files[0]).toMatchObject({ rows: 3, stored: 3 });
  });

  it('refuses bad rows with line and remedy, keeps them by column names, and reads the rest', async () => {
    const text = [
      'no,accepted,decided',
      'C1,2026-03-02,',
      'C2,2026-02-30,',
      'C3,2026-03-02',
      'C4,"2026-03-02,',
      'C5,2026-03-02,2026-03-04',
      ',2026-03-02,',
      '',
    ].join('\n');
    const { sink, events, rejects } = memorySink();
    const summary = await ingestFiles({
      files: [await file('bad.csv', text)],
      mapping: mapping(),
      cursors: memoryCursors(),
      sink,
    });
    expect([...events.keys()]).toEqual(['C1-accepted', 'C5-accepted', 'C5-decided']);
    expect(rejects.map(({ line, code, field }) => [line, code, field]).sort()).toEqual([
      [3, 'row_time', 'occurred_at'],
      [4, 'row_columns', ''],
      [5, 'row_quote', ''],
      [7, 'row_missing', 'case_id'],
    ]);
    expect(JSON.parse(rejects.find(({ line }) => line === 3)!.text)).toEqual({
      no: 'C2',
      accepted: '2026-02-30',
      decided: '',
    });
    expect(exitCode(summary)).toBe(2);
    const said = summaryText(summary, 2);
    expect(said).toMatch(/6 rows read: 3 events stored, 0 already known, 4 rejected, in 2\.0 s \(2 events\/s\)\./);
    expect(said.match(/ × /g)).toHaveLength(3);
    expect(said).toContain('and 1 other reason.');
  });

  it('keeps no text of a row that does not fall into columns where columns are personal, or not read', async () => {
    const read = async (header: string) => {
      const { sink, rejects } = memorySink();
      const path = await file('people.csv', `${header}\nC1,张三\nC2,李四\n`);
      await ingestFiles({ files: [path], mapping: mapping(), cursors: memoryCursors(), sink });
      return rejects.map(({ text }) => text);
    };
    for (const column of ['申请人姓名', 'note']) {
      expect(await read(`no,accepted,decided,${column}`)).toEqual([
        '[removed] line 2 of people.csv',
        '[removed] line 3 of people.csv',
      ]);
    }
    expect(await read('no,accepted,decided')).toEqual(['C1,张三', 'C2,李四']);
  });

  it('reads a GBK file through a mapping that says so', async () => {
    const gbk = mapping();
    const bytes = Buffer.concat([
      Buffer.from('no,accepted,decided\nC'),
      Buffer.from([0xb0, 0xec, 0xbc, 0xfe]),
      Buffer.from(',2026-03-02,\n'),
    ]);
    const { sink, events } = memorySink();
    await ingestFiles({
      files: [await file('gbk.csv', bytes)],
      mapping: { ...gbk, encoding: 'gb18030' },
      cursors: memoryCursors(),
      sink,
    });
    expect([...events.keys()]).toEqual(['C办件-accepted']);
    const wrong = memorySink();
    const path = await file('gbk.csv', bytes);
    await ingestFiles({ files: [path], mapping: gbk, cursors: memoryCursors(), sink: wrong.sink });
    expect(wrong.rejects).toMatchObject([
      { line: 2, code: 'row_encoding', message: expect.stringContaining('encoding: gb18030') },
    ]);
  });

  it('names rows the intake refuses by their line in the file, the commonest reason first', async () => {
    const sink: FileSink = {
      submit: async (items) =>
        (items as CaseEvent[]).map(({ case_id }) =>
          case_id === 'C3'
            ? { status: 'rejected', code: 'future', field: 'occurred_at', message: 'Too late.' }
            : { status: 'stored' },
        ),
      reject: async () => undefined,
    };
    const summary = await ingestFiles({
      files: [await file('refused.csv', table(5))],
      mapping: mapping(),
      cursors: memoryCursors(),
      sink,
    });
    expect(summary.reasons).toEqual([
      {
        code: 'future',
        field: 'occurred_at',
        count: 2,
        example: { file: expect.any(String), line: 5, message: 'Too late.' },
      },
    ]);
    expect(summary.files[0]).toMatchObject({ stored: 5, rejected: 2 });
  });

  it('counts rows that make no event, and says so', async () => {
    const quiet = readMapping(
      `name: q
description: q
format: csv
source: q
times: YYYY-MM-DD
events:
  - { type: accepted, when: { no: X }, event_id: "{no}", case_id: "{no}", occurred_at: "{accepted}" }
`,
      'q.yaml',
    );
    const { sink } = memorySink();
    const summary = await ingestFiles({
      files: [await file('quiet.csv', table(3))],
      mapping: quiet,
      cursors: memoryCursors(),
      sink,
    });
    expect(summary.files[0]).toMatchObject({ rows: 3, stored: 0, silentRows: 3 });
    expect(summaryText(summary, 1)).toContain('3 rows made no event');
  });

  it('reports a file that cannot be read, reads the others, and exits with 1', async () => {
    const good = await file('good.csv', table(2));
    const { sink, events } = memorySink();
    const files = [
      join(directory, 'absent.csv'),
      await file('empty.csv', ''),
      await file('other.csv', 'no,accept\n1,2\n'),
      good,
    ];
    const summary = await ingestFiles({ files, mapping: mapping(), cursors: memoryCursors(), sink });
    expect(summary.files.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed', 'read']);
    const absent = join(directory, 'absent.csv');
    expect(summary.files[0]!.error!.message).toBe(
      `The file ${absent} is not there (looked for ${absent}); check its name, and the folder the command is run in.`,
    );
    expect(summary.files[1]!.error!.message).toMatch(/is empty; a csv file begins with a header line/);
    expect(summary.files[2]!.error!.message).toMatch(
      /line 11, events\[0\]\.occurred_at: Column “accepted” is not in .*did you mean “accept”/,
    );
    expect(events.size).toBe(3);
    expect(exitCode(summary)).toBe(1);
  });

  it('keeps what was read of a compressed file that was cut off', async () => {
    const bytes = gzipSync(table(5000));
    const { sink, events } = memorySink();
    const summary = await ingestFiles({
      files: [await file('cut.csv.gz', bytes.subarray(0, bytes.length - 1000))],
      mapping: mapping(),
      cursors: memoryCursors(),
      sink,
    });
    expect(summary.files[0]!.error!.message).toMatch(/cut off/);
    expect(events.size).toBe(summary.files[0]!.stored);
  });
});

it.each([
  ['a plain file', (text: string) => text],
  ['a gzip file', (text: string) => gzipSync(text)],
])('of %s, the progress tells how much of it is done, not how much was read ahead', async (what, packed) => {
  const rows = Array.from({ length: 200_000 }, (_, n) => `${n}-${Math.random()},2026-03-02,`);
  const path = await file(`${what}.csv`, packed(`no,accepted,decided\n${rows.join('\n')}\n`));
  const parts: { ofBytes: number; ofRows: number }[] = [];
  const { sink, batches } = memorySink();
  // The first is stored when as many others have been read as are read ahead.
  const slow: FileSink = {
    ...sink,
    async submit(...given) {
      const answers = await sink.submit(...given);
      while (batches() < 4) await sleep(5);
      return answers;
    },
  };
  await ingestFiles({
    files: [path],
    sink: slow,
    mapping: mapping(),
    cursors: memoryCursors(),
    batchSize: 20_000,
    progress: ({ bytes, totalBytes, rows: done }) =>
      parts.push({ ofBytes: bytes / totalBytes, ofRows: done / rows.length }),
  });
  expect(parts.length).toBeGreaterThan(8);
  // A quarter of a megabyte is read at a time.
  for (const { ofBytes, ofRows } of parts) expect(Math.abs(ofBytes - ofRows)).toBeLessThan(0.3);
  expect(parts.at(-1)).toEqual({ ofBytes: 1, ofRows: 1 });
});
