/** Data quality of a city with two sources, small enough to check by hand: every number is as long as its list. */
import { FINDINGS, type Finding } from '@mingcha/analytics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Event, openSmallCity, type SmallCity } from './small-city.ts';

type Row = Record<string, unknown>;
const WEEK = 'from=2026-03-02&to=2026-03-08';
/** Lines are refused on the day the test runs. */
const EVER = 'from=2000-01-01&to=2099-12-31&as_of=2099-12-31T00:00:00Z';

const at = (day: string, time = '10:00:00') => `2026-03-${day}T${time}+08:00`;
const planned = { department: 'plan', window: 'plan-1', staff: 's-plan', item: 'permit', centre: 'hall' };
const eaten = { ...planned, department: 'food', window: 'food-1', staff: 's-food', item: 'licence' };
let serial = 0;
const told = (source: string, type: string, caseId: string, day: string, more: Event = {}): Event => {
  serial += 1;
  return { source, event_id: `${source}-${serial}`, type, case_id: caseId, occurred_at: at(day), ...more };
};

const events: Event[] = [
  // Known to both; the decision was recorded 49 hours after it, and the stage of the permit was never told.
  told('hall', 'accepted', 'both', '02', { ...planned, recorded_at: at('02', '10:01:00') }),
  told('approval', 'decided', 'both', '03', { ...planned, outcome: 'issued', recorded_at: at('05', '11:00:00') }),
  // The desk alone knows it, at a window nobody has on file, by somebody nobody knows.
  told('hall', 'accepted', 'desk', '04', {
    ...planned,
    window: 'w-9',
    staff: 's-9',
    recorded_at: at('05', '10:00:00'),
  }),
  // The approval system alone knows these; the last was received the week after.
  told('approval', 'accepted', 'back', '05', { ...eaten, recorded_at: at('05', '10:00:01') }),
  told('approval', 'stage_finished', 'back', '05', { stage: '1', department: 'food' }),
  told('approval', 'accepted', 'later', '09', eaten),
  // Two contents under one revision.
  { ...told('hall', 'applied', 'twice', '06', eaten), event_id: 'same' },
  { ...told('hall', 'applied', 'twice', '06', { ...eaten, channel: 'web' }), event_id: 'same' },
];

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity({
    events,
    directory: { 'item_stages.csv': 'item,stage,name,position,limit,unit,valid_from\npermit,1,承办,1,,,2020-01-01\n' },
  });
  const bad = [
    '{"source":"hall","event_id":"x1","case_id":"c-1","type":"flown","occurred_at":"2026-03-02T09:00:00+08:00"}',
    '{"source":"hall","event_id":"x2","case_id":"=cmd()","type":"flown","occurred_at":"2026-03-02T09:00:00+08:00"}',
    'no json',
  ];
  await city.engine.intake.submit(bad, { source: 'hall' });
});
afterAll(() => city?.close());

const get = (path: string) => city.server.inject({ url: `/api/v1${path}` });
async function list(path: string): Promise<Row[]> {
  const answer = await get(path);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().rows;
}

describe('data quality', () => {
  it('counts what each source sent, by source and department', async () => {
    expect(await list(`/data-quality?${WEEK}&by=source,department`)).toMatchObject([
      {
        source: 'approval',
        department: 'food',
        department_name: '市监局',
        events: 2,
        timed: 1,
        late: 0,
        not_on_file: 0,
      },
      { source: 'approval', department: 'plan', events: 1, timed: 1, late: 1, completed: 1, stages_complete: 0 },
      { source: 'hall', department: 'food', events: 1, timed: 0, conflicts: 1 },
      { source: 'hall', department: 'plan', events: 2, timed: 2, late: 0, conflicts: 0, not_on_file: 1, completed: 0 },
    ]);
  });

  it('allows the clock hours it is told', async () => {
    const late = async (hours: number) =>
      (await list(`/data-quality?${WEEK}&hours=${hours}`)).map((row) => [row['source'], row['late']]);
    expect(await late(49)).toEqual([
      ['approval', 0],
      ['hall', 0],
    ]);
    expect(await late(48)).toEqual([
      ['approval', 1],
      ['hall', 0],
    ]);
    expect(await late(23)).toEqual([
      ['approval', 1],
      ['hall', 1],
    ]);
  });

  it.each(['', '&source=hall', '&source=approval', '&department=plan', '&county=430100'])(
    'lists exactly the rows behind every number%s',
    async (narrowed) => {
      for (const period of [WEEK, EVER]) {
        const [total] = await list(`/data-quality?${period}&by=day${narrowed}`).then((rows) => [sums(rows)]);
        for (const finding of FINDINGS) {
          const rows = await list(`/data-quality/${finding}?${period}${narrowed}`);
          expect([finding, rows.length]).toEqual([finding, total?.[finding] ?? 0]);
          expect(new Set(rows.map((row) => row['finding'])).size).toBeLessThanOrEqual(1);
        }
      }
    },
  );

  it('says of each finding what is wrong, with which field, and what puts it right', async () => {
    const rows = await list(`/data-quality/all?${WEEK}`);
    expect(rows.map(({ finding, case_id, field, problem }) => [finding, case_id, field, problem])).toEqual([
      ['late_entry', 'both', 'recorded_at', '事件发生 49 小时后才录入'],
      ['stages_missing', 'both', 'stage', '已办结，缺少环节：承办'],
      ['not_on_file', 'desk', 'window staff', '名录中没有：w-9 s-9'],
      ['conflict', 'twice', 'revision', '同一事件、同一数据版本号，先后送来两种不同的内容'],
    ]);
    const english = await list(`/data-quality/late_entry?${WEEK}&lang=en`);
    expect(english[0]).toMatchObject({ problem: 'Recorded 49 hours after it happened.', department_name: '规划局' });
    for (const row of [...rows, ...english]) expect(row['remedy']).not.toBe('');
  });

  it('refuses what it cannot tell apart, naming what it can', async () => {
    const answer = await get(`/data-quality?${WEEK}&by=source,colour`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toEqual([
      {
        parameter: 'by',
        message: 'must be of source, department, day, separated by commas',
        example: 'source,department',
      },
    ]);
    expect((await get(`/data-quality/colour?${WEEK}`)).statusCode).toBe(400);
  });
});

function sums(rows: Row[]): Partial<Record<Finding, number>> {
  const sum = (name: string) => rows.reduce((all, row) => all + Number(row[name]), 0);
  return {
    late_entry: sum('late'),
    conflict: sum('conflicts'),
    not_on_file: sum('not_on_file'),
    stages_missing: sum('completed') - sum('stages_complete'),
    reject: sum('rejects'),
  };
}

describe('the file that goes back to a source', () => {
  it('has its findings alone, in six columns', async () => {
    const answer = await get(`/sources/approval/findings?${WEEK}&format=csv`);
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="findings-approval-2026-03-02-2026-03-08.csv"; filename*=UTF-8''${encodeURIComponent('退回数据源的清单-approval-2026-03-02-2026-03-08.csv')}`,
    );
    const [head, ...lines] = answer.body.slice(1).trimEnd().split('\n');
    expect(head).toBe('"source","event_id","case_id","problem","field","remedy"');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^"approval","approval-2","both","事件发生 49 小时后才录入","recorded_at","请随办随录/);
  });

  it('tells a refused line by the numbers it had, and runs nothing in a spreadsheet', async () => {
    const rows = await list(`/sources/hall/findings?${EVER}&lang=en`);
    expect(rows.filter((row) => row['field'] === 'type')).toMatchObject([
      { event_id: 'x2', case_id: '=cmd()' },
      { event_id: 'x1', case_id: 'c-1', problem: expect.stringContaining('"flown" is not known') },
    ]);
    expect((await get(`/sources/hall/findings?${EVER}&format=csv`)).body).toContain(`"'=cmd()"`);
  });
});

describe('refused lines', () => {
  it('are told by reason, with the remedy, the most frequent first', async () => {
    const rows = await list(`/reject-codes?${EVER}`);
    expect(rows).toMatchObject([
      { source: 'hall', code: 'unknown_type', lines: 2, open: 2, fields: 'type', problem: '没有这种事件类型' },
      { source: 'hall', code: 'not_json', lines: 1, open: 1, fields: '', remedy: '每行送一个完整的 JSON 对象' },
    ]);
    expect(await list(`/reject-codes?${EVER}&source=approval`)).toEqual([]);
  });

  it('are listed by the reason that counted them, and by no other', async () => {
    for (const { code, lines } of await list(`/reject-codes?${EVER}`)) {
      const rows = await list(`/data-quality/reject?${EVER}&source=hall&code=${code}`);
      expect([code, rows.length, new Set(rows.map((row) => row['value']))]).toEqual([code, lines, new Set([code])]);
    }
    expect(await list(`/data-quality/late_entry?${WEEK}&code=unknown_type`)).toEqual([]);
  });
});

describe('coverage', () => {
  it('is of departments, items and process', async () => {
    expect(await list(`/coverage?${WEEK}`)).toEqual([
      { coverage: 'department', numerator: 2, denominator: 3 },
      { coverage: 'item', numerator: 2, denominator: 3 },
      { coverage: 'process', numerator: 0, denominator: 1 },
    ]);
    expect(await list(`/coverage/department?${WEEK}`)).toMatchObject([{ code: 'idle', name: '史志办' }]);
    expect(await list(`/coverage/item?${WEEK}`)).toMatchObject([{ code: 'stamp', department: 'food' }]);
  });
});

describe('reconciliation', () => {
  const PAIR = 'week=2026-W10&a=hall&b=approval';

  it('tells by department which source knows the cases of a week', async () => {
    expect(await list(`/reconciliation?${PAIR}`)).toEqual([
      { department: 'food', department_name: '市监局', only_a: 1, only_b: 1, both: 0 },
      { department: 'plan', department_name: '规划局', only_a: 1, only_b: 0, both: 1 },
    ]);
  });

  it('lists them, the same whichever is named first', async () => {
    const cases = async (query: string) => (await list(`/reconciliation/cases?${query}`)).map((row) => row['case_id']);
    expect(await cases(`${PAIR}&known_to=a`)).toEqual(['desk', 'twice']);
    expect(await cases('week=2026-W10&a=approval&b=hall&known_to=b')).toEqual(['desk', 'twice']);
    expect(await cases(`${PAIR}&known_to=b`)).toEqual(['back']);
    expect(await cases(PAIR)).toEqual(['both', 'desk', 'back', 'twice']);
    expect(await cases(`${PAIR}&department=plan`)).toEqual(['both', 'desk']);
  });

  it('refuses a source held against itself, and a week there is not', async () => {
    expect((await get('/reconciliation?week=2026-W10&a=hall&b=hall')).json().errors[0].parameter).toBe('b');
    expect((await get('/reconciliation?week=2025-W53&a=hall&b=approval')).json().errors[0].parameter).toBe('week');
  });
});

describe('sources', () => {
  it('are listed with when they were heard; with few days nobody says what is usual', async () => {
    expect(await list('/sources')).toMatchObject([
      { source: 'approval', state: 'not_judged', usual_gap: null, last_event_at: '2026-03-09T02:00:00.000Z' },
      { source: 'hall', state: 'not_judged', judged_days: 3, events: 4, last_heard_at: '2026-03-06T02:00:00.000Z' },
    ]);
  });
});
