/** The command against a real store: what it says, what it exits with, and what is then in the store. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { migrate, openStore, type Store } from '@mingcha/sql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Intake, openIntake } from '../../intake/intake.ts';
import { listRejects } from '../../intake/rejects.ts';
import { replay } from '../../intake/replay.ts';
import { type IngestCommandOptions, ingestCommand } from './ingest-command.ts';

let folder: string;
let store: Store;
let intake: Intake;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-command-'));
  store = await openStore(`file:${join(folder, 'store')}`);
  await migrate(store);
  intake = await openIntake({
    store,
    refresher: { touch: () => undefined, waiting: 0, aside: 0, settled: async () => undefined },
  });
});
afterAll(async () => {
  await intake.close();
  await store.close();
  await rm(folder, { recursive: true });
});

class Text extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function run(options: Omit<IngestCommandOptions, 'open'>) {
  const [out, errors] = [new Text(), new Text()];
  let opened = 0;
  const code = await ingestCommand({
    out,
    errors,
    open: async () => {
      opened += 1;
      return { store, intake, close: async () => undefined };
    },
    ...options,
  });
  return { code, out: out.text, errors: errors.text, opened };
}

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const event = (id: string, more: object = {}) =>
  JSON.stringify({
    source: 'town',
    event_id: id,
    type: 'applied',
    case_id: id,
    occurred_at: '2026-03-02T09:00:00',
    ...more,
  });

describe('mingcha ingest', () => {
  it('stores a file through a mapping, keeps what it refuses, and exits with 2', async () => {
    const path = await file(
      'up_pro_result_2026.csv',
      `row_guid,project_no,result_date,result_type,sqrxm,cd_operation,cd_time
g1,P1,2026-03-09 17:00:00,6,张三,I,2026-03-09 23:00:00
g2,P2,2026-03-09 17:00:00,9,李四,I,2026-03-09 23:00:00
g3,P3,2126-03-09 17:00:00,6,王五,I,2026-03-09 23:00:00
`,
    );
    const first = await run({ files: [path], mapping: 'up_pro' });
    expect(first.code).toBe(2);
    expect(first.out).toMatch(/^3 rows read: 1 event stored, 0 already known, 2 rejected, in /);
    expect(first.out).toContain(`1 × row_code in outcome, first in ${path} line 3: Column result_type`);
    const rejects = await store.query<{ line: number; code: string; text: string }>(
      'select line, code, text from ingest_rejects where source = {source:String} order by line',
      { source: 'up_pro' },
    );
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([
      [3, 'row_code'],
      [4, 'future'],
    ]);
    // The row is kept by its column names, so that the applicant's can be taken out.
    expect(JSON.parse(rejects[0]!.text)).toMatchObject({ project_no: 'P2', result_type: '9', sqrxm: '[removed]' });
    const [cursor] = await store.query(
      'select path, toUInt32(rows_read) as rows_read, toUInt32(events) as events, toUInt32(rejects) as rejects, is_done from file_cursors where path = {path:String} order by version desc limit 1',
      { path },
    );
    expect(cursor).toEqual({ path, rows_read: 3, events: 1, rejects: 2, is_done: true });

    const second = await run({ files: [path], mapping: 'up_pro' });
    // The file is as incomplete as it was.
    expect(second.code).toBe(2);
    expect(second.out).toContain('all of its 3 rows were read before');
    expect(second.out).toContain(`${path}: 2 lines of this file were refused earlier; see`);
    const third = await run({ files: [path], mapping: 'up_pro', again: true });
    expect(third.out).toMatch(/^3 rows read: 0 events stored, 1 already known, 2 rejected/);
  });

  it('waits for a server that is away for five minutes, then ends with 1 and begins no other file', async () => {
    const files = [await file('away.ndjson', event('A1')), await file('away-too.ndjson', event('A2'))];
    let now = new Date(2026, 2, 9, 14, 30).getTime();
    const wait = async (seconds: number) => {
      now += seconds * 1000;
    };
    const { code, out, errors } = await run({ files, to: 'http://127.0.0.1:1', clock: () => now, wait });
    expect(code).toBe(1);
    expect(errors).toMatch(
      /^http:\/\/127\.0\.0\.1:1 does not answer \(.*\)\. Waiting for it until 14:35:00, trying every 5 s\.\n$/,
    );
    expect(out).toMatch(/away\.ndjson: failed\. .* It was waited for 5 minutes\. Run the same command again/);
    expect(out).toContain('1 file after it not begun.');
  });

  it('waits no longer when it is told to stop', async () => {
    const path = await file('stopped.ndjson', event('A1'));
    const stop = new AbortController();
    const wait = async () => stop.abort();
    const { code, out } = await run({ files: [path], to: 'http://127.0.0.1:1', signal: stop.signal, wait });
    expect(code).toBe(1);
    expect(out).toContain('stopped. The same command sends it again from its start; what arrived is known');
  });

  it('leaves rows of files to the files when rejects are replayed', async () => {
    const before = await store.query(
      'select reject_id, code, replayed_at from ingest_rejects final where code = {code:String}',
      {
        code: 'row_code',
      },
    );
    const result = await replay(store, intake, { code: 'row_code' });
    expect(result).toMatchObject({ accepted: 0, refused: 0, left: 1 });
    expect(result.reasons).toMatchObject([
      { outcome: 'left', code: 'row_code', field: 'outcome', remedy: expect.stringContaining('ingest the file again') },
    ]);
    const after = await store.query(
      'select reject_id, code, replayed_at from ingest_rejects final where code = {code:String}',
      {
        code: 'row_code',
      },
    );
    expect(after).toEqual(before);
  });

  it('closes refused rows when the mended file brings their events, and says of others why they stay', async () => {
    const of = 'row_guid,project_no,result_date,result_type,cd_operation,cd_time\n';
    const row = (guid: string, date: string, type: string) =>
      `${guid},P-${guid},${date},${type},I,2026-03-09 23:00:00\n`;
    const day = '2026-03-09 17:00:00';
    const name = 'up_pro_result_mended.csv';
    await file(name, `${of}${row('m1', day, '9')}${row('m2', 'gestern', '6')}m3,too,few\n`);
    const mending = { mapping: 'up_pro', source: 'mended' };
    expect((await run({ files: [join(folder, name)], ...mending })).out).toMatch(/0 events stored, .* 3 rejected/);
    const left = await replay(store, intake, { source: 'mended' });
    expect(left.reasons.map(({ code, remedy }) => [code, remedy.slice(remedy.indexOf('It '))]).sort()).toEqual([
      ['row_code', 'It is closed when its event comes in.'],
      ['row_columns', 'It names no event that could come in, so it stays open.'],
      ['row_time', 'It is closed when its event comes in.'],
    ]);
    await file(name, `${of}${row('m1', day, '6')}${row('m2', day, '6')}${row('m3', day, '6')}`);
    expect((await run({ files: [join(folder, name)], ...mending })).out).toMatch(/3 events stored/);
    const { rows } = await listRejects(store, { source: 'mended', open: true });
    expect(rows.map(({ code }) => code)).toEqual(['row_columns']);
  });

  it('reads canonical events without a mapping, with a source and zone for those that name none', async () => {
    const without = event('N1').replace('"source":"town",', '');
    const path = await file(
      'events.ndjson',
      [event('E1'), without, event('E2', { occurred_at: '2026-03-02T09:00:00Z' })].join('\n'),
    );
    const { code, out } = await run({ files: [path], source: 'given', zone: 'America/New_York' });
    expect([code, out]).toEqual([0, expect.stringMatching(/^3 rows read: 3 events stored/)]);
    const stored = await store.query(
      "select source, event_id, occurred_at from case_events where event_id in ('E1', 'N1', 'E2') order by event_id",
    );
    expect(stored).toEqual([
      { source: 'town', event_id: 'E1', occurred_at: '2026-03-02T14:00:00.000Z' },
      { source: 'town', event_id: 'E2', occurred_at: '2026-03-02T09:00:00.000Z' },
      { source: 'given', event_id: 'N1', occurred_at: '2026-03-02T14:00:00.000Z' },
    ]);
  });

  it.each<[string, Partial<IngestCommandOptions>, RegExp]>([
    [
      'an unknown mapping',
      { mapping: 'uppro' },
      /There is no mapping “uppro”; did you mean “up_pro”\? Shipped: boston311/,
    ],
    [
      'a mapping file that is not there',
      { mapping: './nowhere.yaml' },
      /^The mapping file \.\/nowhere\.yaml is not there \(looked for \/.*nowhere\.yaml\); check its name/,
    ],
    ['a table without a mapping', { files: ['cases.csv.gz'] }, /cases\.csv\.gz is a table: say with --mapping/],
  ])('with %s opens no store, says what to do and exits with 1', async (_, options, sentence) => {
    const { code, errors, opened } = await run({ files: ['x.ndjson'], ...options });
    expect([code, opened]).toEqual([1, 0]);
    expect(errors).toMatch(sentence);
  });

  it('names the patterns when a file belongs to no table of the mapping', async () => {
    const { code, out } = await run({ files: [await file('cases.csv', 'a\n1\n')], mapping: 'guangdong10' });
    expect(code).toBe(1);
    expect(out).toMatch(
      /cases\.csv belongs to no table of the mapping “guangdong10”; name the file after one of its patterns \(0 申办: \*申办\*/,
    );
  });
});
