/**
 * Publications of a city small enough to check by hand: sealed, verified, left alone by late data, restated with what changed
 * and why, objected to within the term.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Notice,
  type Objection,
  type Objections,
  openPublisher,
  openReader,
  type Problem,
  type PublicationDetail,
  type Publications,
  type Restatement,
  type Verification,
} from '@mingcha/analytics';
import { parsePeriod } from '@mingcha/analytics/periods';
import { readRules } from '@mingcha/sql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { filesOfZip, wordsOf } from './opened-files.ts';
import { NOW, openSmallCity, type SmallCity } from './small-city.ts';

// Each counts everything again in a second engine, seconds on an idle machine.
vi.setConfig({ testTimeout: 180_000 });

let city: SmallCity;
const now = new Date(NOW);
beforeAll(async () => {
  city = await openSmallCity({ now });
});
afterAll(() => city?.close());

interface Answer<Body> {
  status: number;
  body: Body;
}
async function ask<Body>(
  method: 'GET' | 'POST',
  path: string,
  payload?: object,
  language = 'en',
): Promise<Answer<Body>> {
  const response = await city.server.inject({
    method,
    url: `/api/v1/publications${path}`,
    headers: { 'accept-language': language },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: response.statusCode, body: response.json() as Body };
}
const publish = (payload: object) => ask<PublicationDetail>('POST', '', { published_by: '王主任', ...payload });

/** Everything in a bundle, byte by byte. */
function contentsOf(number: string): Record<string, string> {
  const folder = join(city.publications, number);
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]));
}

describe('a publication', () => {
  it('holds the ranking of a week as the ranking route answers it, numbered, with all that it was counted by', async () => {
    const { status, body } = await publish({ period: '2026-W10' });
    expect(status).toBe(200);
    const { manifest, rankings } = body;
    expect(manifest).toMatchObject({
      number: '2026-001',
      kind: 'ranking',
      period: '2026-W10',
      from_on: '2026-03-02',
      to_on: '2026-03-08',
      before: { from_on: '2026-02-23', to_on: '2026-03-01' },
      published_by: '王主任',
      as_of: NOW.toISOString(),
      previous: null,
      restates: null,
      // Wednesday 11 March and five working days after it.
      objections_until: '2026-03-18',
      settings: { weight_early: { value: '25', valid_from: null }, deduction_red: { value: '10', valid_from: null } },
    });
    expect(manifest.title.zh).toBe('2026年第10周（3月2日至3月8日）政务服务排名');
    expect(manifest.versions.rules.length).toBeGreaterThan(10);
    expect(manifest.versions.models).toMatch(/^[0-9a-f]{12}$/);
    for (const board of ['departments', 'windows', 'counties', 'staff'] as const) {
      const response = await city.server.inject(`/api/v1/ranking?period=2026-W10&board=${board}`);
      const rows = (response.json() as { rows: Record<string, unknown>[] }).rows;
      expect(rankings[board]).toEqual(rows);
    }
  });

  it('agrees when a second engine counts it again, and says so in both languages', async () => {
    const { body } = await ask<Verification>('GET', '/2026-001/verify');
    expect(body.differences).toEqual([]);
    expect(body).toMatchObject({ agrees: true, number: '2026-001' });
    expect(body.engine).toMatch(/^DuckDB v/);
    expect(body.checks.map(({ id, agrees }) => [id, agrees])).toEqual([
      ['seal', true],
      ['files', true],
      ['chain', true],
      ['record', true],
      ['cases', true],
      ['ranking', true],
    ]);
    expect(body.zh).toContain('核验通过');
  });

  it('whose seal is not on record is said to have none, and a look at the list puts none there', async () => {
    await city.engine.store.command('truncate table publication_records');
    await ask('GET', '');
    const { body } = await ask<Verification>('GET', '/2026-001/verify');
    const recorded = body.checks.find(({ id }) => id === 'record');
    expect(recorded).toMatchObject({ agrees: null, compared: 0, zh: expect.stringContaining('没有登记') });
  });

  it('names the seal of the one before, holds the documents handed over, and is listed first', async () => {
    const content_base64 = Buffer.from('通报').toString('base64');
    const { body } = await publish({
      period: '2026-02',
      boards: ['departments'],
      documents: [{ name: '通报2月.docx', content_base64 }],
    });
    const { body: list } = await ask<Publications>('GET', '');
    expect(list.rows.map(({ number }) => number)).toEqual(['2026-002', '2026-001']);
    expect(body.manifest.previous).toEqual({ number: '2026-001', sha256: list.rows[1]!.sha256 });
    expect(Object.keys(body.rankings)).toEqual(['departments']);
    const file = await city.server.inject(`/api/v1/publications/2026-002/files/${encodeURIComponent('通报2月.docx')}`);
    expect(file.payload).toBe('通报');
    const { body: verification } = await ask<Verification>('GET', '/2026-001/verify');
    expect(verification.checks.find(({ id }) => id === 'chain')).toMatchObject({ agrees: true, compared: 1 });
    // Named by the next one, it is on record again.
    expect(verification.checks.find(({ id }) => id === 'record')).toMatchObject({ agrees: true, compared: 1 });
  });

  it('is refused for a period that is not over, a name no file can have, and anything nobody knows', async () => {
    const refused = [
      [{ period: '2026-W11' }, 'must be over'],
      [{ period: '2026-W60' }, 'that exists'],
      [{ period: '2026-W10', documents: [{ name: '../x', content_base64: 'eA==' }] }, 'no name'],
      [
        { period: '2026-W10', documents: [{ name: 'cases.parquet', content_base64: 'eA==' }] },
        'of the publication itself',
      ],
      [{ period: '2026-W10', colour: 'red' }, 'colour'],
    ] as const;
    for (const [payload, why] of refused) {
      const { status, body } = await publish(payload);
      expect([status, (body as unknown as Problem).detail]).toEqual([400, expect.stringContaining(why)]);
    }
    expect((await ask('GET', '/2026-077')).status).toBe(404);
    expect((await ask('GET', '/2026-001/files/passwd')).status).toBe(404);
    expect(readdirSync(city.publications).sort()).toEqual(['2026-001', '2026-002']);
  });

  it('whose files are gone or cannot be read is told as a problem, which nobody keeps or saves in their place', async () => {
    const names = ['ranking.json', 'README.txt'].map((name) => join(city.publications, '2026-001', name));
    for (const name of names) renameSync(name, `${name}.away`);
    const archive = await city.server.inject('/api/v1/publications/2026-001/archive');
    mkdirSync(names[0]!);
    const file = await city.server.inject('/api/v1/publications/2026-001/files/ranking.json');
    rmdirSync(names[0]!);
    for (const name of names) renameSync(`${name}.away`, name);

    expect([archive.statusCode, archive.json().detail]).toEqual([
      409,
      expect.stringContaining('ranking.json, README.txt is missing'),
    ]);
    expect(file.statusCode).toBe(500);
    for (const { headers } of [archive, file]) {
      expect(headers).toMatchObject({
        'content-type': expect.stringContaining('problem'),
        'cache-control': 'no-store',
      });
      expect(headers).not.toHaveProperty('content-disposition');
    }
  });
});

describe('a notice', () => {
  it('holds the statistics of its period beside the ranking, counted again too', async () => {
    const { status, body } = await publish({ kind: 'notice', period: '2026-03-1', title: '3月上旬通报' });
    expect([status, (body as unknown as Problem).detail]).toEqual([200, undefined]);
    expect(body.manifest.title.zh).toBe('3月上旬通报');
    expect(Object.keys(body.statistics)).toEqual(['all', 'county', 'department']);
    const response = await city.server.inject(
      '/api/v1/period-statistics?period=2026-03-1&by=department&compare=previous',
    );
    expect(body.statistics['department']).toEqual((response.json() as { rows: unknown[] }).rows);
    const { body: verification } = await ask<Verification>('GET', '/2026-003/verify');
    expect(verification.checks.at(-1)).toMatchObject({ id: 'statistics', agrees: true });
    expect(verification.agrees).toBe(true);
  });
});

describe('a notice the server writes', () => {
  const asked = { kind: 'notice', period: '2026-W10', edits: [] as object[] };
  const drafted = async () => (await city.server.inject('/api/v1/notices/2026-W10')).json() as Notice;

  it('is sealed as Word and PDF of the numbers sealed, with the sentences people changed', async () => {
    const { signature } = await drafted();
    const edits = [{ id: signature.id, written: signature.written, text: '明察市政务服务中心' }];
    const { status, body } = await publish({ ...asked, edits });
    expect([status, (body as unknown as Problem).detail]).toEqual([200, undefined]);
    const { number, files, as_of } = body.manifest;
    const names = files.filter(({ holds }) => holds === 'document').map(({ name }) => name);
    expect(names.sort()).toEqual(['通报-2026-W10.docx', '通报-2026-W10.pdf']);
    const path = `/api/v1/publications/${number}/files/${encodeURIComponent('通报-2026-W10.docx')}`;
    const { rawPayload } = await city.server.inject(path);
    const told = wordsOf(filesOfZip(rawPayload).get('word/document.xml')!);
    expect(told).toContain('明察市政务服务中心');
    const same = await city.server.inject(`/api/v1/notices/2026-W10?format=docx&as_of=${as_of}`);
    const draft = wordsOf(filesOfZip(same.rawPayload).get('word/document.xml')!);
    expect(told.replace('明察市政务服务中心', signature.written)).toBe(draft);
  });

  it('is refused where a changed sentence is not there or says other than its editor saw, and published is nothing', async () => {
    const before = readdirSync(city.publications);
    const { signature } = await drafted();
    const refused = [
      [{ ...asked, edits: [{ id: signature.id, written: '别的', text: '甲' }] }, 409, 'no longer say'],
      [{ ...asked, edits: [{ id: 'sections[99]', text: '甲' }] }, 409, 'no longer say'],
      [{ ...asked, kind: 'ranking' }, 400, 'are of a notice'],
      [{ ...asked, documents: [] }, 400, 'in place of'],
      [{ ...asked, period: '2026-02-2' }, 422, 'No notice template'],
      [{ ...asked, template: 'monthly' }, 422, 'is for month'],
    ] as const;
    for (const [payload, expected, why] of refused) {
      const { status, body } = await publish(payload);
      expect([status, (body as unknown as Problem).detail]).toEqual([expected, expect.stringContaining(why)]);
    }
    expect(readdirSync(city.publications)).toEqual(before);
  });
});

describe('late data', () => {
  it('leave a publication as it is, byte by byte, and a restatement says what differs, and because of which event', async () => {
    const before = contentsOf('2026-001');
    const { body: nothing } = await ask<Restatement>('GET', '/2026-001/restatement');
    expect(nothing).toMatchObject({ differs: false, numbers: [], cases: [] });
    expect((await ask('POST', '/2026-001/restatement', { published_by: '王', reason: '无' })).status).toBe(409);

    const late = { source: 'hall', type: 'decided', outcome: 'completed', department: 'plan' };
    const [answer, ordinary] = await city.engine.intake.submit([
      { ...late, event_id: 'late', case_id: 'stopped', occurred_at: '2026-03-06T10:00:00+08:00' },
      // Open at the end of the week and decided since: nothing about the week is another for it.
      { ...late, event_id: 'since', case_id: 'open-late', occurred_at: '2026-03-11T10:00:00+08:00' },
      {
        source: 'hall',
        event_id: 'handed-over',
        type: 'delivered',
        case_id: 'early',
        occurred_at: '2026-03-10T10:00:00+08:00',
      },
    ]);
    expect([answer?.status, ordinary?.status]).toEqual(['stored', 'stored']);
    await city.engine.intake.settled();

    expect(contentsOf('2026-001')).toEqual(before);
    const { body: verification } = await ask<Verification>('GET', '/2026-001/verify');
    expect(verification.agrees).toBe(true);
    const { body } = await ask<Restatement>('GET', '/2026-001/restatement');
    expect(body.differs).toBe(true);
    const completed = body.numbers.find(
      ({ part, unit, column }) => `${part} ${unit} ${column}` === 'departments plan completed',
    );
    expect(completed).toMatchObject({ old: 1, new: 2, zh: '部门榜“规划局”的办结数由1变为2。' });
    expect(body.cases).toHaveLength(1);
    expect(body.cases[0]).toMatchObject({
      case_id: 'stopped',
      department: 'plan',
      events: [{ type: 'decided', source: 'hall', occurred_at: '2026-03-06T02:00:00.000Z' }],
    });
    expect(body.cases[0]!.columns.map(({ column }) => column)).toContain('decided_at');
    expect(body.cases[0]!.zh).toContain('到达的“办结”');
  });

  it('make a restatement that is a publication of its own and names the one it restates', async () => {
    const { body } = await ask<PublicationDetail>('POST', '/2026-001/restatement', {
      published_by: '李督查',
      reason: '迟到的办结',
    });
    expect(body.manifest).toMatchObject({
      number: '2026-005',
      restates: '2026-001',
      note: '迟到的办结',
      title: { zh: '2026年第10周（3月2日至3月8日）政务服务排名（更正2026-001）' },
    });
    expect(body.restatement?.numbers.length).toBeGreaterThan(0);
    expect(body.rankings.departments?.find(({ unit }) => unit === 'plan')?.completed).toBe(2);
    const { body: old } = await ask<PublicationDetail>('GET', '/2026-001');
    expect(old.restated_by).toEqual(['2026-005']);
    expect(old.rankings.departments?.find(({ unit }) => unit === 'plan')?.completed).toBe(1);
    expect((await ask<Verification>('GET', '/2026-005/verify')).body.agrees).toBe(true);
    const how = { published_by: '李督查', reason: '迟到的办结', edits: [] };
    const { body: notice } = await ask<PublicationDetail>('POST', '/2026-004/restatement', how);
    const names = notice.manifest.files.filter(({ holds }) => holds === 'document').map(({ name }) => name);
    expect(names).toEqual(['更正通报-2026-W10.docx', '更正通报-2026-W10.pdf']);
  });
});

describe('an objection', () => {
  const objection = {
    part: 'departments',
    unit: 'plan',
    cases: ['open-late'],
    reason: '该件已于3月6日办结，系统未录入',
    actor: '规划局',
  };

  it('stands beside the ranking with its cases and its outcome; who decides second is told', async () => {
    const { status, body: filed } = await ask<Objection>('POST', '/2026-001/objections', objection);
    expect([status, filed.state, filed.unit_name]).toEqual([200, 'filed', '规划局']);
    const { body: again } = await ask<Objection>('POST', '/2026-001/objections', objection);
    expect(again.objection_id).toBe(filed.objection_id);

    const decide = (outcome: string, actor: string, sequence = 1) =>
      ask<Objection>(
        'POST',
        `/2026-001/objections/${filed.objection_id}/outcome`,
        { outcome, actor, reason: '查实', sequence },
        'zh',
      );
    // Which of two at once comes first is open; that one of them does, and the other is told of it, is not.
    const both = await Promise.all([decide('upheld', '李督查'), decide('rejected', '王督查')]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const [first] = both.filter((answer) => answer.status === 200).map(({ body }) => body);
    const [told] = both.filter((answer) => answer.status === 409).map(({ body }) => body as unknown as Problem);
    const isUpheld = first?.state === 'upheld';
    expect(first?.outcome).toMatchObject(
      isUpheld
        ? { outcome: 'upheld', by: '李督查', reason: '查实' }
        : { outcome: 'rejected', by: '王督查', reason: '查实' },
    );
    expect(told?.detail).toContain(
      isUpheld ? '李督查于2026年3月11日 17:30认定成立（查实）' : '王督查于2026年3月11日 17:30认定不成立（查实）',
    );
    expect((await decide('rejected', '王督查', 2)).status).toBe(409);

    const { body } = await ask<PublicationDetail>('GET', '/2026-001');
    expect(body.objections).toMatchObject({ is_open: true, objections_until: '2026-03-18' });
    expect(body.objections.rows.map(({ state, cases }) => [state, cases])).toEqual([[first?.state, ['open-late']]]);
    const { body: list } = await ask<Publications>('GET', '');
    expect(list.rows.at(-1)?.objections).toEqual({
      filed: 1,
      upheld: isUpheld ? 1 : 0,
      rejected: isUpheld ? 0 : 1,
      withdrawn: 0,
    });
  });

  it('is about a row there is and cases there are', async () => {
    const wrong = [
      [{ unit: 'nobody' }, 'must be a unit'],
      [{ cases: ['no-such-case'] }, 'no-such-case is none'],
      [{ part: 'county' }, 'must be one 2026-001 publishes'],
    ] as const;
    for (const [part, why] of wrong) {
      const { status, body } = await ask<Problem>('POST', '/2026-001/objections', { ...objection, ...part });
      expect([status, body.detail]).toEqual([400, expect.stringContaining(why)]);
    }
  });

  it('can be made until the last day of the term, and no longer', async () => {
    const file = (reason: string) => ask<Objection>('POST', '/2026-001/objections', { ...objection, reason });
    now.setTime(Date.parse('2026-03-18T23:59:59+08:00'));
    expect((await file('最后一天')).status).toBe(200);
    now.setTime(Date.parse('2026-03-19T00:00:00+08:00'));
    const { status, body } = await file('次日');
    expect([status, (body as unknown as Problem).detail]).toEqual([409, expect.stringContaining('until 2026-03-18')]);
    expect((await ask<Objections>('GET', '/2026-001/objections')).body).toMatchObject({ is_open: false });
  });
});

describe('documents written of the numbers, as the command writes a notice,', () => {
  const RANKED = `/api/v1/ranking?period=2026-W10&board=departments&as_of=${NOW.toISOString()}`;

  /** `write` goes on while they are written for the n-th time. */
  async function publishWritten(write: (time: number) => Promise<void>) {
    const directory = await mkdtemp(join(tmpdir(), 'mingcha-written-'));
    const { store } = city.engine;
    const clock = () => NOW;
    const reader = openReader(store, clock);
    const publisher = openPublisher({ store, reader, directory, rules: await readRules(), release: '0', clock });
    let times = 0;
    async function documents() {
      times += 1;
      const { rows } = (await city.server.inject(RANKED)).json() as { rows: object[] };
      await write(times);
      return [{ name: '通报.json', bytes: Buffer.from(JSON.stringify(rows)) }];
    }
    try {
      const asked = { kind: 'ranking', period: parsePeriod('2026-W10')!, boards: ['departments'] } as const;
      const { path } = await publisher.publish({ ...asked, publishedBy: '督查室', documents });
      const read = (name: string) => JSON.parse(readFileSync(join(path, name), 'utf8'));
      return { times, sealed: read('ranking.json').departments, told: read('通报.json') };
    } finally {
      await rm(directory, { recursive: true });
    }
  }
  async function tellLate(case_id: string) {
    const received = { source: 'hall', type: 'applied', department: 'food', occurred_at: '2026-03-05T10:00:00+08:00' };
    await city.engine.intake.submit([{ ...received, event_id: case_id, case_id }]);
    await city.engine.intake.settled();
  }

  it('are written again where late data change a number meanwhile, and say what is sealed', async () => {
    const { times, sealed, told } = await publishWritten(async (time) => {
      if (time === 1) await tellLate('meanwhile');
    });
    expect(times).toBe(2);
    expect(told).toEqual(sealed);
  });

  it('are sealed with nothing where the numbers do not rest', async () => {
    await expect(publishWritten((time) => tellLate(`restless-${time}`))).rejects.toThrow(
      '2026-W10 was not published: late data changed its numbers each of the 3 times',
    );
  });
});
