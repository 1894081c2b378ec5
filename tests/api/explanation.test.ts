/** The explanation of a case, with the worked examples of the clock told as a reader is told them. */
import { CaseExplanation, openCards, openSupervisor } from '@mingcha/analytics';
import { readRules } from '@mingcha/sql';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Event, openSmallCity, type SmallCity, setLongAgo } from './small-city.ts';

const NOW = new Date('2026-03-13T09:30:00.000Z');
const place = { department: 'plan', window: 'plan-1', staff: 's-plan', item: 'permit', centre: 'hall' };
let serial = 0;
const told = (caseId: string, type: string, at: string, more: Event = {}): Event => {
  serial += 1;
  return {
    source: 'hall',
    event_id: `${caseId}-${serial}`,
    type,
    case_id: caseId,
    occurred_at: `2026-${at}+08:00`,
    ...more,
  };
};
const accepted = (caseId: string, at: string, more: Event = {}) => told(caseId, 'accepted', at, { ...place, ...more });
const decided = (caseId: string, at: string) => told(caseId, 'decided', at, { outcome: 'completed' });
const stop = (caseId: string, id: string, from: string, to?: string): Event[] => [
  told(caseId, 'special_started', `${from}T09:00:00`, { special_kind: 'stop', special_id: id, reason: '专家评审' }),
  ...(to ? [told(caseId, 'special_finished', `${to}T16:00:00`, { special_id: id })] : []),
];
const extension = (caseId: string, at: string, more: Event = { granted: 3 }) =>
  told(caseId, 'special_started', at, { special_kind: 'extension', ...more });

const EVENTS: Event[] = [
  accepted('festival', '02-13T10:00:00'),
  decided('festival', '02-26T10:00:00'),
  accepted('festival-late', '02-13T10:00:00'),
  decided('festival-late', '02-28T09:00:00'),
  accepted('holiday', '02-21T10:00:00', { item: 'one' }),
  decided('holiday', '02-24T10:00:00'),
  accepted('stop', '03-02T09:00:00'),
  ...stop('stop', 'a', '03-04', '03-06'),
  decided('stop', '03-10T10:00:00'),
  accepted('stops', '03-02T09:00:00'),
  ...stop('stops', 'a', '03-04', '03-06'),
  ...stop('stops', 'b', '03-05', '03-09'),
  accepted('endless', '03-02T09:00:00'),
  ...stop('endless', 'a', '03-04'),
  accepted('extended', '03-02T09:00:00'),
  extension('extended', '03-05T10:00:00'),
  decided('extended', '03-12T10:00:00'),
  accepted('extended-by-calendar', '03-02T09:00:00'),
  extension('extended-by-calendar', '03-05T10:00:00', { granted: 10, granted_unit: 'calendar_days' }),
  decided('extended-by-calendar', '03-12T10:00:00'),
  accepted('extended-late', '03-02T09:00:00'),
  extension('extended-late', '03-10T10:00:00'),
  decided('extended-late', '03-11T10:00:00'),
  accepted('stated', '03-02T09:00:00', { due_at: '2026-03-05T12:00:00+08:00' }),
  told('refused', 'applied', '02-27T09:00:00', place),
  told('refused', 'refused', '03-03T10:00:00', { reason: '不属于本机关职权' }),
  told('refused-late', 'applied', '02-27T09:00:00', place),
  told('refused-late', 'supplement_requested', '03-02T10:00:00'),
  told('refused-late', 'refused', '03-11T10:00:00', { reason: '材料不全' }),
  told('withdrawn', 'applied', '03-02T09:00:00', { ...place, due_at: '2026-03-05T12:00:00+08:00' }),
  told('withdrawn', 'withdrawn', '03-03T10:00:00'),
  told('no-papers', 'applied', '03-02T09:00:00', { ...place, item: 'nobody-knows' }),
  told('no-papers', 'supplement_requested', '03-03T10:00:00'),
  told('no-papers', 'decided', '03-10T10:00:00', { outcome: 'not_supplemented' }),
  told('received', 'applied', '03-12T09:00:00', place),
  accepted('withdrawn-later', '03-02T09:00:00'),
  told('withdrawn-later', 'withdrawn', '03-04T10:00:00'),
  accepted('reopened', '03-02T09:00:00'),
  decided('reopened', '03-03T10:00:00'),
  accepted('reopened', '03-04T09:00:00'),
  told('reopened', 'withdrawn', '03-05T10:00:00'),
  accepted('reopened', '03-09T09:00:00'),
  decided('reopened', '03-10T10:00:00'),
  accepted('unlisted', '03-02T09:00:00', { item: 'nobody-knows' }),
  accepted('moved', '03-02T09:00:00', { item: 'changing' }),
  accepted('beyond', '03-02T09:00:00', { due_at: '2027-02-01T12:00:00+08:00' }),
];
const ITEMS = `item,name,item_type,department,case_kind,promised_limit,promised_unit,statutory_limit,statutory_unit,fee,is_online,valid_from
permit,建设工程规划许可,01,plan,commitment,5,working_days,20,working_days,,true,2020-01-01
one,公章刻制备案,01,plan,commitment,1,working_days,20,working_days,,true,2020-01-01
changing,临时用地审批,01,plan,commitment,7,working_days,20,working_days,,true,2024-01-01
changing,临时用地审批,01,plan,commitment,3,working_days,20,working_days,,true,2026-03-03
`;

const rules = await readRules();
let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity({ events: EVENTS, now: NOW, directory: { 'items.csv': ITEMS } });
  const options = { clock: () => NOW, onFault: (error: unknown) => expect.fail(String(error)) };
  const { store } = city.engine;
  await openSupervisor({ ...options, store, cards: openCards({ ...options, store }), rules }).run();
});
afterAll(() => city?.close());

async function explain(caseId: string, query = ''): Promise<CaseExplanation> {
  const answer = await city.server.inject({ url: `/api/v1/cases/${caseId}/explanation${query}` });
  expect(answer.statusCode, answer.body).toBe(200);
  const explained = answer.json();
  expect([...Value.Errors(CaseExplanation, explained)].slice(0, 3)).toEqual([]);
  return explained;
}
const countedOf = ({ days }: CaseExplanation) =>
  days.filter(({ ordinal, role }) => ordinal !== null && role !== 'start').map(({ day }) => day.slice(5));

describe('the worked examples, day by day and in words', () => {
  it('over the spring festival: five days of which make-up Saturdays are two', async () => {
    const early = await explain('festival');
    expect(countedOf(early)).toEqual(['02-14', '02-24', '02-25', '02-26']);
    expect(early.days.find(({ day }) => day === '2026-02-14')?.says.zh).toMatch(/计为第1天 · 调休上班$/);
    expect(early.days.find(({ day }) => day === '2026-02-16')?.says).toEqual({
      zh: '春节 · 节假日，不计',
      en: 'Spring Festival · holiday, does not count',
    });
    expect(early.sentences.promised.zh).toBe(
      '2026年2月13日受理，当天为第0天，承诺5个工作日办结。其间节假日9天不计（春节）。应于2月27日办结；2月26日办结，实际用时4个工作日，提前1个工作日。',
    );
  });

  it('decided on the Saturday that works: late by one day', async () => {
    const late = await explain('festival-late');
    expect(late.days.find(({ is_decided }) => is_decided)).toMatchObject({ day: '2026-02-28', late: 'promised' });
    expect(late.sentences.promised.zh).toMatch(/2月28日办结，实际用时6个工作日，超期1个工作日。$/);
    expect(late.sentences.promised.en).toMatch(/decided Feb 28 after 6 working days, 1 working day overdue\.$/);
  });

  it('accepted on a holiday: day 0 all the same', async () => {
    const { sentences, days } = await explain('holiday');
    expect(sentences.promised.zh).toContain('2026年2月21日受理，当天不是工作日，仍为第0天');
    expect(days.find(({ is_due }) => is_due)?.day).toBe('2026-02-24');
  });

  it('stopped: the days after the start through the end do not count, overlaps once', async () => {
    const once = await explain('stop');
    expect(countedOf(once)).toEqual(['03-03', '03-04', '03-09', '03-10']);
    expect(once.sentences.promised.zh).toContain('3月4日至3月6日停钟（专家评审），2个工作日不计。');
    expect(once.days.find(({ day }) => day === '2026-03-05')?.says.zh).toBe('专家评审 · 停钟，不计');
    expect((await explain('stops')).case.due_on).toBe('2026-03-12');
  });

  it('stopped without an end: no due day, only what is left', async () => {
    const { sentences } = await explain('endless');
    expect(sentences.promised.zh).toMatch(/3月4日起停钟（专家评审），尚未恢复，次日起不计。恢复后还剩3个工作日。$/);
    expect(sentences.statutory.zh).toBe('法定时限20个工作日；停钟期间没有到期日。');
  });

  it('extended in time: the limit is five and three', async () => {
    const { limits, sentences } = await explain('extended');
    expect(limits.promised).toMatchObject({ before_extensions: 5, extended_by: 3, in_all: 8 });
    expect(limits.promised.extensions).toMatchObject([
      {
        granted: 3,
        in_time: true,
        added: 3,
        event: { type: 'special_started', occurred_at: '2026-03-05T02:00:00.000Z' },
      },
    ]);
    expect(sentences.origin.zh).toContain('延长前为5个工作日，延长3个工作日，合计8个工作日。');
    expect(sentences.promised.zh).toMatch(/实际用时8个工作日，按时。$/);
  });

  it('extended in days of the calendar: told as granted, and as what it came to', async () => {
    const { limits, sentences } = await explain('extended-by-calendar');
    expect(limits.promised).toMatchObject({ before_extensions: 5, extended_by: 8, in_all: 13 });
    expect(limits.promised.extensions).toMatchObject([
      { granted: 10, unit: 'calendar_days', in_time: true, added: 8, event: { type: 'special_started' } },
    ]);
    expect(sentences.promised.zh).toContain('3月5日批准延长10个自然日，折合8个工作日，已计入时限。');
  });

  it('extended too late: kept, told, and adding nothing', async () => {
    const { limits, sentences } = await explain('extended-late');
    expect(limits.promised).toMatchObject({ before_extensions: 5, extended_by: 0, in_all: 5 });
    expect(limits.promised.extensions).toMatchObject([{ granted: 3, unit: 'working_days', in_time: false, added: 0 }]);
    expect(sentences.promised.zh).toContain('3月10日才批准延长3个工作日，已过到期日，不改变到期日。');
  });
});

describe('a case that was never accepted', () => {
  it('refused: which day, after how long, that no clock ran, and the limits on file', async () => {
    const { sentences, limits } = await explain('refused');
    expect(sentences.promised).toEqual({
      zh: '2026年3月3日不予受理，此前未受理：时钟从未启动，没有时限生效。收件至不予受理用时3个工作日，法律规定5个工作日内答复。',
      en: 'It was refused on Mar 3, 2026 without an acceptance: no clock ever ran, and no limit came into force. From receipt to refusal took 3 working days; the law gives five for an answer.',
    });
    expect(sentences.statutory.zh).toBe('事项的法定时限为20个工作日，自受理起算。');
    expect(sentences.origin).toEqual({
      zh: '事项目录中自2020年1月1日起施行的版本承诺5个工作日，自受理起算。',
      en: "The item's version in force from Jan 1, 2020 promises 5 working days, counted from acceptance.",
    });
    expect(limits.promised.in_all).toBeNull();
  });

  it('refused after papers were asked for: those were the answer, so no time to the refusal is told', async () => {
    expect((await explain('refused-late')).sentences.promised.zh).toBe(
      '2026年3月11日不予受理，此前未受理：时钟从未启动，没有时限生效。',
    );
  });

  it('withdrawn, with a due time the source had sent', async () => {
    const { sentences } = await explain('withdrawn');
    expect(sentences.promised.zh).toBe('2026年3月3日撤回，此前未受理：时钟从未启动，没有时限生效。');
    expect(sentences.origin.zh).toMatch(/^来源hall在“收件”事件（第0版）中报送了承诺办结时间/);
  });

  it('decided for want of papers, of an item that is not on file', async () => {
    const { sentences } = await explain('no-papers');
    expect(sentences.promised.zh).toBe('2026年3月10日办结，此前未受理：时钟从未启动，没有时限生效。');
    expect(sentences.statutory.zh).toBe('没有登记法定时限。');
    expect(sentences.origin.zh).toBe('事项目录与报送均没有承诺时限。');
  });

  it('still open, or not ended yet at the moment asked about: denies no limit on file', async () => {
    for (const { sentences } of [await explain('received'), await explain('refused', '?as_of=2026-03-02T10:00:00Z')]) {
      expect(sentences.promised.zh).toBe('尚未受理，时限还没有开始计算。');
      expect(sentences.statutory.zh).toBe('事项的法定时限为20个工作日，自受理起算。');
      expect(sentences.origin.zh).toContain('承诺5个工作日，自受理起算');
    }
  });
});

it('says how and when a case ended whose clock had run', async () => {
  expect((await explain('withdrawn-later')).sentences.promised.zh).toMatch(/3月4日撤回，办结前已终止，时钟停止。$/);
});

it('says of a case that was reopened when it was first accepted, and which end it was reopened after', async () => {
  const { sentences } = await explain('reopened');
  expect(sentences.promised.zh).toMatch(
    /^2026年3月2日首次受理，3月5日撤回，其后重新打开；以下自重新受理起算。3月9日受理，当天为第0天/,
  );
  expect(sentences.promised.en).toMatch(
    /^First accepted on Mar 2, 2026 and withdrawn on Mar 5, then reopened; what follows counts from the new acceptance\. Accepted on Mar 9, which is day 0/,
  );
});

describe('where a limit came from', () => {
  it('is the item as in force on the day of acceptance, though a newer version is on file', async () => {
    const { limits, sentences } = await explain('moved');
    expect(limits.promised).toMatchObject({ source: 'item', in_all: 7 });
    expect(limits.promised.item_version).toMatchObject({
      item: 'changing',
      valid_from: '2024-01-01',
      valid_to: '2026-03-02',
      promised_limit: 7,
    });
    expect(sentences.origin.zh).toBe(
      '承诺时限7个工作日，取自事项目录中自2024年1月1日起施行、至2026年3月2日止的版本，受理当天有效。',
    );
  });

  it('is the event that promised a due moment, by name, and how it is compared', async () => {
    const { limits, sentences, events } = await explain('stated');
    expect(limits.promised).toMatchObject({ source: 'event', compared_by: 'day', unit: 'working_days', in_all: 3 });
    expect(limits.promised.due_event).toMatchObject({ event_id: events[0]!.event_id, type: 'accepted', revision: 0 });
    expect(sentences.origin.zh).toBe(
      '承诺办结时间2026年3月5日由来源hall的“受理”事件（第0版）报送，优先于事项目录的时限。按当地日期比较。',
    );
  });

  it('is nowhere for an item nobody knows', async () => {
    const { limits, sentences } = await explain('unlisted');
    expect(limits.promised).toMatchObject({ source: 'none', item_version: null, in_all: null });
    expect(sentences.origin.zh).toBe('事项目录与报送均没有承诺时限。');
    expect(limits.statutory).toEqual({ source: 'none', unit: '', limit: null });
  });
});

describe('what it was computed by', () => {
  it('names the calendar and its version, until when it is known, and the models', async () => {
    const { calendar, counting, sentences } = await explain('stop');
    expect(calendar).toMatchObject({
      calendar: 'default',
      zone: 'Asia/Shanghai',
      counting: 'whole_days',
      standard_day_hours: 8,
      hours: '09:00-12:00 13:00-18:00',
      known_until: '2026-12-31',
      own_days: 0,
      valid_from: null,
    });
    expect(calendar.version).toMatch(/^[0-9a-f]{12}$/);
    expect(counting).toMatchObject({ convention: 'whole_days', models: expect.stringMatching(/^[0-9a-f]{12}$/) });
    expect(sentences.calendar.zh).toBe(
      `日历default（版本${calendar.version}），国务院办公厅放假安排已知至2026年12月31日。`,
    );
  });

  it('says provisional for a due day after the known calendar', async () => {
    expect((await explain('beyond')).sentences.provisional?.zh).toContain('2026年12月31日');
    expect((await explain('stop')).sentences.provisional).toBeNull();
  });

  it('lists every rule with its version and the thresholds that hold for the case', async () => {
    const { rules: shown } = await explain('stated');
    expect(shown.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    expect(shown.find(({ id }) => id === 'notice_before_due')).toMatchObject({
      version: rules.find(({ id }) => id === 'notice_before_due')!.version,
      thresholds: [{ parameter: 'working_days', value: 2, unit: 'working_days', scope: 'default', valid_from: null }],
    });
  });

  it('knows no threshold that was set after the moment it looks from', async () => {
    await setLongAgo(city, 'item', 'changing', 4, '2026-03-12 01:00:00');
    const thresholds = async (query: string) =>
      (await explain('moved', query)).rules.find(({ id }) => id === 'notice_before_due')!.thresholds;
    expect(await thresholds('?as_of=2026-03-11T10:00:00%2B08:00')).toMatchObject([{ value: 2, scope: 'default' }]);
    expect(await thresholds('')).toMatchObject([{ value: 4, scope: 'item' }]);
  });

  it('shows each card with the rule version and thresholds it was issued by, and what was done', async () => {
    const { cards, rules: shown } = await explain('stated');
    const card = cards.find((each) => each.card.rule === 'notice_before_due');
    expect(card).toMatchObject({
      rule_name: { zh: expect.any(String) },
      finding: { limit_source: 'event', due_on: '2026-03-05', calendar: 'default', thresholds: [{ value: 2 }] },
      actions: [{ action: 'issue', actor: '' }],
    });
    expect(shown.find(({ id }) => id === 'notice_before_due')?.cards).toEqual([card!.card.card_id]);
  });

  it('knows no card that was issued after the moment it looks from', async () => {
    expect((await explain('stated', '?as_of=2026-03-10T10:00:00%2B08:00')).cards).toEqual([]);
  });
});

describe('its events', () => {
  it('are all there with their revisions; conflicts are named with how they were settled', async () => {
    const [first] = EVENTS.filter(({ case_id }) => case_id === 'unlisted');
    await city.engine.intake.submit([
      { ...first, revision: 1, item: 'permit' },
      { ...first, revision: 2, item: 'permit', staff: 'nobody' },
      { ...first, revision: 2, item: 'permit', staff: 's-plan' },
    ]);
    await city.engine.intake.settled();
    const { events, conflicts, case: c } = await explain('unlisted');
    expect(events.map(({ revision, status }) => `${revision} ${status}`).sort()).toEqual([
      '0 superseded',
      '1 superseded',
      '2 counts',
      '2 superseded',
    ]);
    expect(events.find(({ staff, revision }) => staff === 's-plan' && revision === 2)?.staff_name).toBe('张工');
    expect(conflicts).toMatchObject([{ event_id: first!['event_id'], revision: 2, contents: 2 }]);
    expect(conflicts[0]!.says.zh).toContain('第2版收到2种内容');
    expect(c.flags).toContain('equal_revision_conflict');
  });

  it('of a case nobody knows are 404 in a sentence', async () => {
    const answer = await city.server.inject({ url: '/api/v1/cases/none/explanation' });
    expect(answer.statusCode).toBe(404);
    expect(answer.json().detail).toContain('There is no case none');
  });
});
