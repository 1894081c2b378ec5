/** The dashboard in a reader's hands: real server, real city, real Chromium. */
import type {
  Calendar,
  CardDetail,
  Cards,
  CaseDetail,
  Cases,
  DailyStatistics,
  DataSpan,
  Departments,
  Overdue,
  PeriodStatistics,
  Rules,
  Simulation,
  SupervisionSummary,
  Units,
  WeeklyRanking,
} from '@mingcha/analytics/contract';
import { parsePeriod } from '@mingcha/analytics/periods';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  barriers,
  chromiumHere,
  dayAtCentre,
  launch,
  localMoment,
  newReader,
  PHONE,
  type Platform,
  type Reader,
  settled,
  startPlatform,
  until,
  WIDE,
} from './driver.ts';

const executable = chromiumHere();
// Of many steps, each with a patience of its own; on a busy machine one of fifteen seconds took a minute.
vi.setConfig({ testTimeout: 180_000 });
const DAY_MS = 86_400_000;
/** Cases the list shows before one asks for more. */
const PAGE = 300;
const daysAgo = (n: number) => new Date(Date.now() - n * DAY_MS);
const digits = (text: string | null) => Number((text ?? '').replaceAll(/\D/g, ''));

// Elsewhere the tests are skipped, saying so; continuous integration must not pass without them.
if (!executable && process.env['CI'] === 'true')
  throw new Error('No Chromium in PATH. Install one (apt-get install chromium), or name it in MINGCHA_TEST_CHROMIUM.');

const name = executable ? 'the dashboard' : 'the dashboard (skipped: no Chromium in PATH nor in MINGCHA_TEST_CHROMIUM)';
describe.skipIf(!executable)(name, () => {
  let platform: Platform;
  let browser: Browser;
  /** The day with the most decisions that fit on one page of the list, and the week with the most. */
  let busyDay: string;
  let busyWeek: string;
  let openLate: Overdue['rows'][number];
  const readers: Reader[] = [];

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await launch(executable!);
    const period = `from=${dayAtCentre(daysAgo(28))}&to=${dayAtCentre(daysAgo(1))}`;
    const { rows } = await platform.get<DailyStatistics>(`/daily-statistics?${period}&by=all`);
    busyDay = rows.filter(({ decided }) => decided <= PAGE).sort((a, b) => b.decided - a.decided)[0]!.day;
    const weeks = new Map<string, number>();
    for (const { day, decided } of rows) weeks.set(weekOf(day), (weeks.get(weekOf(day)) ?? 0) + decided);
    busyWeek = [...weeks].sort(([, a], [, b]) => b - a)[0]![0];
    openLate = (await platform.get<Overdue>('/overdue?grade=red,yellow&limit=1')).rows[0]!;
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
  });

  // Whatever a test looked at: no error in the console, no request that failed.
  afterEach(async () => {
    const complaints = readers.flatMap((reader) => reader.complaints);
    for (const reader of readers.splice(0)) await reader.close();
    expect(complaints).toEqual([]);
  });

  async function read(path: string, options: Parameters<typeof newReader>[2] = {}): Promise<Page> {
    const reader = await newReader(browser, platform.address, options);
    readers.push(reader);
    await reader.page.goto(path);
    await settled(reader.page);
    return reader.page;
  }

  it('shows on 监察 the lamps and the cases that need attention', async () => {
    const page = await read('/');
    expect(page.url()).toBe(`${platform.address}/supervision`);
    // The page and the question here may be of either side of a moment at which a case becomes late.
    const seen = async () => {
      const { red, yellow } = await platform.get<SupervisionSummary>('/overdue/summary');
      const isSame = (await lamp(page, '红牌')) === red && (await lamp(page, '黄牌')) === yellow;
      return isSame && red + yellow > 0;
    };
    await expect.poll(seen, { timeout: 10_000 }).toBe(true);
    const first = page.locator('main [data-case]').first();
    expect(await first.textContent()).toContain(openLate.item_name);
    expect(await first.textContent()).toContain('超期');
    await page.getByRole('heading', { name: '在办件还剩几天？' }).waitFor();
    // What happened before the page was opened is told at once.
    const feed = page.getByRole('region', { name: '实时动态' }).locator('li');
    await feed.first().waitFor();
    // The supervisor's first look may still be under way.
    const withCard = async () => (await platform.get<Overdue>('/overdue?grade=all&card=any&limit=1')).rows;
    await expect.poll(withCard, { timeout: 30_000 }).toHaveLength(1);
    const rows = await withCard();
    await page.getByLabel('监察牌').selectOption({ label: '有监察牌' });
    await page.waitForURL('**card=any**');
    await page
      .locator(`.list [data-case="${rows[0]!.case_id}"] .card`)
      .getByText(/预警|黄牌|红牌/)
      .waitFor();
  });

  it('tables the days that the chart of 监察 shows, one by one as it does', async () => {
    const page = await read('/supervision');
    const chart = page.locator('figure.swarm');
    const days = await chart.locator('svg text:not(.side)').count();
    expect(days, 'more than a chart without a width has').toBeGreaterThan(9);
    await page.keyboard.press('t');
    await chart.locator('table').waitFor();
    expect(await chart.locator('tbody tr').count()).toBe(days);
    expect(await chart.locator('.note').count(), 'a table has no dots to explain').toBe(0);
    await page.keyboard.press('t');
    await chart.locator('table').waitFor({ state: 'detached' });
    expect(await chart.locator('svg text:not(.side)').count()).toBe(days);
  });

  it('groups the cases of 监察 by chief representative, and narrows to the department of one', async () => {
    const page = await read('/supervision');
    await page.getByRole('radio', { name: '首席代表' }).click();
    const { rows } = await platform.get<Departments>('/departments');
    const chiefs = new Map(rows.map((row) => [`${row.chief_representative_name} ${row.department_name}`, row]));
    const group = page.locator('.list .group').first();
    const named = async () => (await group.locator('.group-name, .quiet').allTextContents()).join(' ');
    await until('the worst group has its representative’s name', async () => chiefs.has(await named()));
    const { department, department_name } = chiefs.get(await named())!;
    await group.getByRole('button').click();
    await page.waitForURL(`**/supervision?department=${department}`);
    await page.locator('.list [data-case]').first().filter({ hasText: department_name }).waitFor();
    expect(await page.locator('.list .group').count()).toBe(0);
  });

  it('leads from a figure of 日统计 to exactly its cases, and from a case to its clock in words and days', async () => {
    const page = await read(`/daily?period=${busyDay}`);
    const [day] = (await platform.get<DailyStatistics>(`/daily-statistics?from=${busyDay}&to=${busyDay}&by=all`)).rows;
    const decided = page
      .getByRole('region', { name: '主要数字' })
      .locator('.figure-cell')
      .filter({ has: page.getByText('办结', { exact: true }) })
      .locator('.value')
      .getByRole('button');
    expect(digits(await decided.textContent())).toBe(day!.decided);
    await decided.click();
    await page.waitForURL('**/cases?**');
    await page.getByRole('heading', { name: '办结', exact: true }).waitFor();
    await settled(page);
    const cases = page.locator('main [data-case]');
    expect(await cases.count()).toBe(day!.decided);
    const ratings = '[...document.querySelectorAll("td:last-child")].map((e) => e.textContent.trim())';
    for (const said of (await page.evaluate(ratings)) as string[])
      expect(said, 'a rating is told in words').toMatch(/^(–|非常满意|满意|基本满意|不满意|非常不满意)$/);
    const { rows } = await platform.get<Cases>(`/cases?measure=decided&from=${busyDay}&to=${busyDay}&limit=1000`);
    const shown = await cases.evaluateAll((links) => links.map((link) => link.getAttribute('data-case')));
    expect(shown).toEqual(rows.map(({ case_id }) => case_id));

    const counted = rows.find(
      (row) => row.promised_limit !== null && row.promised_limit > 0 && row.verdict === 'early',
    );
    await page.locator(`[data-case="${counted!.case_id}"]`).click();
    const panel = page.getByRole('complementary', { name: '办件' });
    await panel.getByRole('heading', { name: counted!.item_name }).waitFor();
    const story = await panel.locator('.story').textContent();
    expect(story).toMatch(/受理，当天.*第0天/);
    expect(story).toMatch(/办结，实际用时.*提前/);
    const clock = panel.getByRole('group', { name: '逐日时限' });
    expect(await clock.getByRole('button', { name: '受理，第0天' }).count()).toBe(1);
    expect(await clock.getByRole('button', { name: '承诺到期' }).count()).toBe(1);
    expect(await clock.getByRole('button', { name: /· 办结( ·|$)/ }).count()).toBe(1);
  });

  it('has the figures of all units as one stop of the keyboard, walked cell by cell', async () => {
    const page = await read(`/daily?period=${busyDay}`);
    const grid = page.getByRole('grid', { name: '哪些单位办得快，哪里有积压？' });
    await grid.locator('tbody tr').nth(12).waitFor();
    expect(await grid.locator('[tabindex="0"]').count(), 'of thousands').toBe(1);
    await grid.locator('[tabindex="0"]').focus();
    const where = `(() => { const cell = document.activeElement.closest('td, th');
      return [cell?.parentElement.rowIndex, cell?.cellIndex, document.activeElement.textContent.trim()]; })()`;
    const received = () =>
      grid.locator('tbody tr').nth(1).locator('td').first().locator('.figure').last().textContent();
    for (const key of ['ArrowDown', 'End', 'Home', 'ArrowRight']) await page.keyboard.press(key);
    while (((await page.evaluate(where)) as [number, number])[1] < 2) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    const [row, column, text] = (await page.evaluate(where)) as [number, number, string];
    expect([row, column, text]).toEqual([2, 1, (await received())!.trim()]);
    await page.getByRole('tooltip').getByText('收件').first().waitFor();
    await page.keyboard.press('PageDown');
    expect(((await page.evaluate(where)) as [number, number]).slice(0, 2)).toEqual([12, 1]);
    await page.keyboard.press('Control+Home');
    expect(((await page.evaluate(where)) as [number, number]).slice(0, 2)).toEqual([0, 0]);
    await page.keyboard.press('Tab');
    expect(await grid.locator(':focus').count(), 'Tab leaves the table').toBe(0);
    await page.keyboard.press('Shift+Tab');
    expect(((await page.evaluate(where)) as [number, number]).slice(0, 2)).toEqual([0, 0]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/cases?**');
  });

  it('names what of an address means nothing, and what is shown instead', async () => {
    const page = await read('/daily?period=2026-13-45&compare=week');
    const said = page.getByRole('status').filter({ hasText: '无法识别' });
    await said.getByText('地址中的“period=2026-13-45”无法识别，改为显示：').waitFor();
    await said.getByText('地址中的“compare=week”无法识别').waitFor();
    await said.getByRole('button', { name: '从地址中去掉' }).click();
    await page.waitForURL((url) => url.search === '');
    expect(await said.count()).toBe(0);
    await page.goto('/supervision?grade=purple');
    await said.getByText('地址中的“grade=purple”无法识别，改为显示：需要关注的办件。').waitFor();
    await page.goto(`/daily?period=${busyDay}&compare=year&sort=-received.change`);
    await settled(page);
    expect(await said.count(), 'nothing is said of what is understood').toBe(0);
  });

  it('goes from 日统计 to the last working day, and holds it against the one before', async () => {
    const period = `from=${dayAtCentre(daysAgo(30))}&to=${dayAtCentre(daysAgo(1))}`;
    const { rows } = await platform.get<Calendar>(`/calendar?${period}`);
    const [before, last] = rows.flatMap(({ day, is_working }) => (is_working ? [day] : [])).slice(-2);
    const page = await read('/daily');
    await page.getByRole('button', { name: '上一工作日' }).click();
    await page.waitForURL(`**/daily?period=${last}`);
    await settled(page);
    const [, month, day] = before!.split('-').map(Number);
    await page.getByText(`较${month}月${day}日`).first().waitFor();

    const { rows: figures } = await platform.get<PeriodStatistics>(
      `/period-statistics?period=${last}&by=all&compare=previous`,
    );
    const then = figures[0]?.decided_previous ?? 0;
    const change = page
      .getByRole('region', { name: '主要数字' })
      .locator('.figure-cell')
      .filter({ has: page.getByText('办结', { exact: true }) })
      .locator('.change');
    expect(digits(await change.textContent())).toBe(Math.abs((figures[0]?.decided ?? 0) - then));
    await change.getByRole('button').click();
    await page.waitForURL(`**/cases?measure=decided&period=${before}`);
    await settled(page);
    expect(await page.locator('main [data-case]').count()).toBe(Math.min(then, PAGE));
  });

  it('names the product of each kind of period, and counts a month unit by unit', async () => {
    const month = busyDay.slice(0, 7);
    const page = await read(`/daily?period=${month}`);
    await page.getByRole('heading', { name: '月通报数据', level: 1 }).waitFor();
    await settled(page);
    const { rows } = await platform.get<PeriodStatistics>(`/period-statistics?period=${month}&by=department`);
    const most = Math.max(...rows.map(({ decided }) => decided));
    const first = page.locator('.units tbody tr').first();
    expect(digits(await first.locator('td').nth(2).locator('.figure').last().textContent())).toBe(most);
    await page.getByRole('radio', { name: '季', exact: true }).click();
    await page.getByRole('heading', { name: '季度通报数据', level: 1 }).waitFor();
  });

  it('publishes a notice, verifies it, gives it away whole, takes an objection and restates it', async () => {
    const page = await read(`/notices?period=${busyWeek}`);
    await page.getByRole('button', { name: '发布', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('发布人').fill('督查室');
    await dialog.getByRole('button', { name: '发布', exact: true }).click();
    await page.waitForURL('**publication=*-001**');
    const number = new URL(page.url()).searchParams.get('publication')!;

    await page.getByRole('button', { name: '核验', exact: true }).click();
    await page.getByRole('button', { name: '再核验一次' }).waitFor();
    await page.getByText(`${number}核验通过`).first().waitFor();
    const whole = await fetch(new URL((await page.getByText('整包下载').getAttribute('href'))!, page.url()));
    expect(Buffer.from(await whole.arrayBuffer()).toString('latin1')).toMatch(/^PK[\s\S]*manifest\.sha256/);

    await page.getByRole('button', { name: '提出异议' }).click();
    const objection = page.getByRole('form', { name: '提出异议' });
    await objection.getByLabel('单位').selectOption({ index: 1 });
    await objection.getByLabel('理由').fill('其中一件当日已经办结');
    await objection.getByLabel('提出人').fill('李主任');
    await objection.getByRole('button', { name: '提出异议' }).click();
    await page.getByRole('button', { name: '异议成立' }).click();
    const decision = page.getByRole('form', { name: '复核异议' });
    await decision.getByLabel('理由').fill('经核对属实');
    await decision.getByLabel('复核人').fill('督查室');
    await decision.getByRole('button', { name: '异议成立' }).click();
    await page.getByText('经核对属实').waitFor();

    // One that was decided in the week turns out to have been decided in it no more.
    const { from, to } = parsePeriod(busyWeek)!;
    const { rows } = await platform.get<Cases>(`/cases?from=${from}&to=${to}&measure=completed&limit=1`);
    const [{ case_id, department }] = rows as [Cases['rows'][number]];
    const decided = await platform.get<CaseDetail>(`/cases/${case_id}`);
    const last = decided.events.findLast(({ type }) => type === 'decided')!;
    const { source, event_id, revision } = last;
    const event = { source, event_id, revision: revision + 1, case_id, department, type: 'decided', outcome: 'issued' };
    await platform.report([{ ...event, occurred_at: last.occurred_at, retracted: true }]);
    await page.getByRole('button', { name: '与现在对比' }).click();
    await page.getByRole('button', { name: '发布更正' }).click();
    const restating = page.getByRole('form', { name: '发布更正' });
    await restating.getByLabel('理由').fill('一件的办结被来源撤销');
    await restating.getByLabel('发布人').fill('督查室');
    await restating.getByRole('button', { name: '发布更正' }).click();
    await page.waitForURL('**publication=*-002**');
    await page.getByRole('button', { name: `更正${number}`, exact: true }).waitFor();
    await settled(page);
    expect(await page.getByText(/的办结数由\d+变为\d+。/).count()).toBeGreaterThan(0);
    expect(await barriers(page)).toEqual([]);
  }, 240_000);

  it('leads from a period without data to the last one that has some', async () => {
    const page = await read('/daily?period=2020-01-06');
    const { last_on: last } = await platform.get<DataSpan>('/data-span');
    await page.getByRole('link', { name: '最近有数据的一天' }).click();
    await page.waitForURL(`**/daily?period=${last}`);
    await settled(page);
    expect(await page.getByRole('link', { name: '最近有数据的一天' }).count()).toBe(0);
    for (const [section, kept] of Object.entries({ dispatch: '2020-01-1', quality: '2020-W02' })) {
      const other = await read(`/${section}?period=${kept}`);
      await other.getByRole('link', { name: '最近有数据的一期' }).click();
      await other.waitForURL((url) => url.searchParams.get('period')?.slice(0, 4) === last?.slice(0, 4));
      await settled(other);
      expect(await other.getByRole('link', { name: '最近有数据的一期' }).count(), section).toBe(0);
    }
  });

  it('looks from a past moment on every page, says so, and comes back to now', async () => {
    const page = await read('/supervision');
    const then = `${dayAtCentre(daysAgo(10))}T10:00`;
    await page.getByTitle('从哪一刻看？').click();
    await page.getByLabel('某一时刻').fill(then);
    await page.getByRole('button', { name: '查看', exact: true }).click();
    await page.waitForURL('**as_of=**');
    await settled(page);
    const moment = new Date(`${then}:00+08:00`).toISOString();
    const summary = await platform.get<SupervisionSummary>(`/overdue/summary?as_of=${moment}`);
    expect(await lamp(page, '正常')).toBe(summary.fine);
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '日统计' }).click();
    await page.waitForURL('**/daily?as_of=**');
    await page.getByText('实时更新已暂停').waitFor();
    await page.getByText('今日截至10:00').waitFor();
    await page.getByRole('button', { name: '回到现在' }).click();
    await page.waitForURL(/\/daily$/);
    await page.getByText('实时更新已暂停').waitFor({ state: 'detached' });
  });

  it('shows on 周排名 every unit of the week in the order of the ranking, and another board', async () => {
    const week = busyWeek;
    const page = await read(`/ranking?period=${week}`);
    const { rows } = await platform.get<WeeklyRanking>(`/weekly-ranking?week=${week}&board=departments`);
    const ranked = rows.filter(({ rank }) => rank !== null).sort((a, b) => a.rank! - b.rank!);
    expect(ranked.length).toBeGreaterThan(3);
    const units = page.locator('tbody th[scope=row] .name');
    expect(await units.count()).toBe(rows.length);
    expect(await units.first().textContent()).toBe(ranked[0]!.unit_name);
    expect(await page.locator('tbody tr').first().textContent()).toContain(ranked[0]!.score!.toFixed(2));
    await page.locator('figure svg').getByText(ranked[0]!.unit_name.slice(0, 8)).first().waitFor();
    await page.getByRole('radio', { name: '窗口' }).click();
    await page.waitForURL('**board=windows**');
    const windows = await platform.get<WeeklyRanking>(`/weekly-ranking?week=${week}&board=windows`);
    await until('the board of windows is shown', async () => (await units.count()) === windows.rows.length);
  });

  it('tries other weights on 周排名 in the address alone, and leaves the ranking as it was', async () => {
    const page = await read(`/ranking?period=${busyWeek}`);
    const order = () => page.locator('tbody th[scope=row] .name').allTextContents();
    const published = await order();
    await page.getByRole('button', { name: '权重试算' }).click();
    const trial = page.getByRole('region', { name: '换个权重，名次会怎样？' });
    await trial.getByText('不改变任何已公布的排名').waitFor();
    for (const component of ['提前办结', '期内办结', '提速', '满意', '数据质量'])
      await trial.getByRole('slider', { name: component }).fill('0');
    await page.waitForURL('**weights=0-0-0-0-0-10**');
    await trial.locator('tbody tr').first().waitFor();
    expect(await trial.locator('tbody tr').first().textContent()).toMatch(/\d+ → \d+.*[▲▼]\d+/);
    expect((await order()).slice(-published.length)).toEqual(published);
    await trial.getByRole('button', { name: '恢复现行权重' }).click();
    await trial.locator('tbody tr').first().waitFor({ state: 'detached' });
  });

  it('presents 月讲评 by keyboard, opens cases over a screen and comes back to it, and gives a task to the ledger', async () => {
    const month = dayAtCentre(daysAgo(7)).slice(0, 7);
    const page = await read(`/review?month=${month}`);
    const title = () => page.locator('.slide h2').textContent();
    await page.locator('.slide h2').waitFor({ timeout: 60_000 });
    for (const [key, screen] of [
      ['ArrowRight', 'opening.rates'],
      ['PageDown', 'departments.rank'],
      ['ArrowLeft', 'opening.rates'],
      ['ArrowDown', 'departments.rank'],
    ] as const) {
      await page.keyboard.press(key);
      await page.waitForURL(`**screen=${screen}**`);
    }
    expect(await barriers(page)).toEqual([]);
    const before = await title();
    await page.locator('.slide .drill').first().click();
    const cases = page.getByRole('dialog', { name: '数字背后的明细' });
    await cases.locator('[data-case]').first().click();
    await page.waitForURL('**case=**');
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('case') && url.searchParams.has('drill'));
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('drill'));
    expect(await title()).toBe(before);
    await page.keyboard.press('b');
    await page.locator('.blank').waitFor();
    await page.keyboard.press('b');
    await page.keyboard.press('t');
    await page.locator('.slide table').waitFor();
    await page.goto(`/review?month=${month}&screen=quality`);
    await page.locator('.slide .drill').first().click();
    await cases.getByText('小时后才录入').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/review');
    await page.keyboard.press('Escape');
    await page.keyboard.press('End');
    await page.waitForURL('**screen=tasks**');
    await page.keyboard.press('k');
    const form = page.getByRole('form', { name: '登记整改事项' });
    await form.getByLabel('整改要求').fill('补齐一次性告知单');
    await form.getByLabel('责任单位').selectOption({ index: 1 });
    await form.getByLabel('处理人').fill('王主任');
    await form.getByRole('button', { name: '列入台账' }).click();
    await page.locator('.tasks .task').filter({ hasText: '补齐一次性告知单' }).waitFor();
    const { rows } = await platform.get<{ rows: { meeting: string }[] }>('/rectifications?origin=meeting');
    expect(rows.map(({ meeting }) => meeting)).toContain(month);
  });

  it('shows a case reported just now among the live events, in the list and in the lamps, without a reload', async () => {
    const page = await read(`/supervision?window=${openLate.window}`);
    await page.locator('.as-of i.open').waitFor({ state: 'attached' });
    await page.evaluate('window.isTheSamePage = true');
    const late = async () => (await lamp(page, '红牌')) + (await lamp(page, '黄牌'));
    const before = await late();
    const { centre, department, window, item } = openLate;
    await platform.report([
      {
        source: 'browser-test',
        event_id: 'pushed-1',
        type: 'accepted',
        case_id: 'pushed-000001',
        occurred_at: localMoment(daysAgo(12)),
        ...{ centre, department, window, item },
        due_at: dayAtCentre(daysAgo(3)),
      },
    ]);
    const event = page.getByRole('region', { name: '实时动态' }).locator('a[href*="case=pushed-000001"]');
    await event.waitFor();
    expect(await event.textContent()).toContain('受理');
    await page.locator('.list [data-case="pushed-000001"]').waitFor();
    await until('the lamps count the case', async () => (await late()) === before + 1);
    await event.click();
    await page
      .getByRole('complementary', { name: '办件' })
      .locator('.story')
      .getByText('报送的承诺办结时间为')
      .waitFor();
    expect(await page.evaluate('window.isTheSamePage')).toBe(true);
  });

  it('keeps the clock of 大屏 where it is, however long ago the last event came', async () => {
    const page = await read('/wall');
    const clock = page.locator('.clock time');
    await page.locator('.clock .age').waitFor();
    const lefts: (number | undefined)[] = [];
    for (const words of ['刚刚收到数据', '非工作时间，59分钟前收到数据']) {
      await page.locator('.clock .age').evaluate((age, text) => {
        age.lastChild!.textContent = text;
      }, words);
      lefts.push((await clock.boundingBox())?.x);
    }
    expect(lefts[0]).toBeGreaterThan(0);
    expect(lefts[0]).toBe(lefts[1]);
  });

  it('turns to English and to dark at a click, and keeps both for the next visit', async () => {
    const page = await read('/supervision');
    const html = page.locator('html');
    const paper = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await paper();
    await page.getByRole('button', { name: '切换到英文' }).click();
    await page
      .getByRole('button', { name: '切换到深色' })
      .or(page.getByRole('button', { name: 'Switch to dark' }))
      .click();
    const isTurned = async () => {
      await page.getByRole('heading', { name: 'Watch', level: 1 }).waitFor({ state: 'attached' });
      await page.getByRole('link', { name: 'Ranking' }).waitFor();
      expect(await html.getAttribute('lang')).toBe('en');
      expect(await html.getAttribute('data-theme')).toBe('dark');
      expect(await paper()).not.toBe(light);
    };
    await isTurned();
    await page.reload();
    await isTurned();
    const apostrophe =
      '(() => { const span = document.createElement("span"); span.textContent = "’"; document.body.append(span); const wide = span.getBoundingClientRect().width / Number.parseFloat(getComputedStyle(span).fontSize); span.remove(); return wide; })()';
    expect(await page.evaluate(apostrophe), 'an apostrophe is no character of its own').toBeLessThan(0.6);
  });

  it('lets the keyboard walk the list with j and k, open with Enter, walk on, and come back with Escape', async () => {
    const page = await read('/supervision');
    const ids = await page
      .locator('.list [data-case]')
      .evaluateAll((rows) => rows.slice(0, 3).map((row) => row.getAttribute('data-case')));
    expect(ids.length).toBe(3);
    const press = async (key: string, at: number) => {
      await page.keyboard.press(key);
      await page.locator(`.list [data-case="${ids[at]}"]:focus`).waitFor();
    };
    await press('j', 0);
    await press('j', 1);
    await press('k', 0);
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: '办件' });
    await panel.getByText(ids[0]!).first().waitFor();
    await press('j', 1);
    await panel.getByText(ids[1]!).first().waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await page.locator(`.list [data-case="${ids[1]}"]:focus`).waitFor();
  });

  it('shows the cards of a case, opens the act u asks for, and tells whoever comes second what was done', async () => {
    let card: Cards['rows'][number] | undefined;
    // Of a case that is late: a card from while events still came in may lapse under the reader's hands.
    await until('a yellow or red card is issued', async () => {
      const of = `case_id=${encodeURIComponent(openLate.case_id)}&grade=red,yellow&state=issued`;
      card = (await platform.get<Cards>(`/cards?${of}&limit=1`)).rows[0];
      return card !== undefined;
    });
    const { card_id, case_id } = card!;
    const page = await read(`/supervision?case=${case_id}`);
    const shown = page.locator(`[data-card="${card_id}"]`);
    await shown.getByText(/^(黄牌|红牌)$/).waitFor();
    const detail = await platform.get<CardDetail>(`/cards/${card_id}`);
    for (const quoted of [detail.finding.evidence['due_on'], detail.card.chief_representative_name])
      if (quoted) await shown.getByText(quoted).first().waitFor();

    await page.keyboard.press('u');
    const form = page.getByRole('form', { name: '处理监察牌' });
    await form.getByLabel('理由').fill('承诺期已过，请今日办结');
    await form.getByLabel('处理人').fill('王督查');
    // What is no address keeps the act from being done; why is said.
    await form.getByLabel('证据地址').fill('档案室第3柜');
    await form.getByText('网址要以http://或https://开头').waitFor();
    expect(await form.getByRole('button', { name: '督办' }).isDisabled()).toBe(true);
    await form.getByLabel('证据地址').fill('');
    const acted = await form.locator('xpath=ancestor::*[@data-card]').getAttribute('data-card');
    // Somebody else is a moment faster.
    let isFirst = true;
    await page.route('**/actions', async (route) => {
      if (!isFirst) return route.continue();
      isFirst = false;
      const { sequence } = route.request().postDataJSON() as { sequence: number };
      const faster = { action: 'ask', actor: '李科长', reason: '请说明原因', sequence };
      const answer = await page.request.post(`/api/v1/cards/${acted}/actions`, { data: faster });
      expect(answer.ok(), await answer.text()).toBe(true);
      await route.continue();
    });
    await form.getByRole('button', { name: '督办' }).click();
    await form.getByRole('alert').getByText('李科长').waitFor();
    expect(await form.getByLabel('理由').inputValue()).toBe('承诺期已过，请今日办结');
    const complaints = readers.at(-1)!.complaints.splice(0);
    expect(complaints.filter((each) => !each.includes('409'))).toEqual([]);
    expect(complaints.length).toBeGreaterThan(0);

    await form.getByRole('button', { name: '督办' }).click();
    await form.waitFor({ state: 'detached' });
    await page.locator(`[data-card="${acted}"]`).getByText('处理记录3条').click();
    await page.locator(`[data-card="${acted}"]`).getByText('请说明原因').waitFor();
    const { actions } = await platform.get<CardDetail>(`/cards/${acted}`);
    expect(actions.map(({ action, actor }) => `${action} ${actor}`).slice(1)).toEqual(['ask 李科长', 'urge 王督查']);
  });

  it('leads who asks to urge a case without a card to where it says so and one is issued by hand', async () => {
    const { rows } = await platform.get<Overdue>('/overdue?grade=fine&limit=500');
    const { case_id } = rows.find(({ card_grade }) => card_grade === '')!;
    const page = await read(`/supervision?case=${case_id}`);
    await page.keyboard.press('u');
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain('人工发牌');
    const isInSight = 'document.activeElement.getBoundingClientRect().bottom <= innerHeight';
    expect(await page.evaluate(isInSight)).toBe(true);
  });

  it('issues a card by hand with its basis, and says so when somebody was first', async () => {
    const { case_id } = openLate;
    const page = await read(`/supervision?case=${case_id}`);
    const panel = page.getByRole('complementary', { name: '办件' });
    const form = panel.getByRole('form', { name: '人工发牌' });
    async function issue(reason: string, basis: string) {
      await panel.getByRole('button', { name: '人工发牌' }).click();
      await form.getByLabel('黄牌').check();
      await form.getByLabel('理由').fill(reason);
      await form.getByLabel('依据').fill(basis);
      await form.getByLabel('处理人').fill('王督查');
      await form.getByRole('button', { name: '发牌' }).click();
    }
    await issue('材料退回三次，未一次性告知', '《首问负责制实施办法》第六条');
    await form.waitFor({ state: 'detached' });
    await panel.getByText('材料退回三次，未一次性告知（依据：').waitFor();
    const byHand = async () => (await platform.get<Cards>(`/cards?case_id=${case_id}&rule=manual`)).rows;
    expect(await byHand()).toMatchObject([
      { grade: 'yellow', last_actor: '王督查', sentence_zh: expect.stringContaining('《首问负责制实施办法》第六条') },
    ]);
    await issue('再发一次', '');
    await form.getByText('这个办件已经人工发过黄牌').waitFor();
    expect(await form.getByLabel('理由').inputValue()).toBe('再发一次');
    expect(await byHand()).toHaveLength(1);
    const complaints = readers.at(-1)!.complaints.splice(0);
    expect(complaints.filter((each) => !each.includes('409'))).toEqual([]);
    expect(complaints.length).toBeGreaterThan(0);
  });

  it('lists the rules, and tries another threshold over a period without issuing a card', async () => {
    const { rows } = await platform.get<Rules>('/rules');
    const page = await read('/rules');
    expect(await page.locator('[data-rule]').count()).toBe(rows.length);
    const from = dayAtCentre(daysAgo(28));
    const to = dayAtCentre(daysAgo(1));
    await page.goto(`/rules?rule=notice_before_due&period=${from}..${to}`);
    const trial = page.getByRole('region', { name: '换个阈值会怎样？' });
    await trial.getByLabel('提前工作日数').fill('4');
    await trial.getByRole('button', { name: '开始试算' }).click();
    await page.waitForURL('**try=working_days*');
    await trial.getByText('没有发出任何牌').waitFor();
    const thresholds = [{ parameter: 'working_days', value: 4 }];
    const answer = await page.request.post('/api/v1/rules/notice_before_due/simulate', {
      data: { from, to, thresholds },
    });
    const { total, order, rows: cases } = (await answer.json()) as Simulation;
    expect(total.new).toBeGreaterThan(0);
    const number = (n: number) => n.toLocaleString('zh-CN');
    const said = `新增${number(total.new)}张，消失${number(total.gone)}张`;
    expect(await trial.locator('.total').textContent()).toContain(said);
    const movers = order.changed.filter(({ in_force, tried }) => in_force.rank !== tried.rank).length;
    await trial.getByText(`${number(order.departments)}个参与排名的部门中${number(movers)}个名次变动`).waitFor();
    // Supervision began when the city was started: what lies before it is baseline.
    expect(order.before_supervision + order.changed.length).toBeGreaterThan(0);
    if (order.before_supervision > 0)
      await trial.getByText(`${number(order.before_supervision)}件发现于监察启用之前`).waitFor();
    await trial.locator(`[data-case="${cases[0]!.case_id}"]`).click();
    await page.getByRole('complementary', { name: '办件' }).getByText(cases[0]!.case_id).first().waitFor();
    await trial.getByRole('button', { name: '照此设定' }).click();
    expect(await page.getByRole('form', { name: '设定' }).getByRole('spinbutton').inputValue()).toBe('4');
  });

  it('sets a threshold for one department from a day on, says which counts first, and takes it back', async () => {
    const page = await read('/rules?rule=decided_fast&set=1');
    const part = page.getByRole('region', { name: '阈值由谁设定，哪项先用？' });
    const form = part.getByRole('form', { name: '设定' });
    const [unit] = (await platform.get<Units>('/units?level=department&limit=1')).rows;
    await form.getByLabel('范围').selectOption('department');
    await form.getByLabel('部门', { exact: true }).selectOption(unit!.code);
    await form.getByRole('spinbutton').fill('7');
    await form.getByLabel('理由').fill('专项检查');
    await form.getByLabel('设定人').fill('王督查');
    await form.getByRole('button', { name: '设定' }).click();
    const row = part.getByRole('listitem').filter({ hasText: unit!.name });
    await row.getByText('在用').waitFor();
    expect(await row.textContent()).toContain('专项检查');
    const settings = async () =>
      (await platform.get<Rules>('/rules')).rows.find(({ id }) => id === 'decided_fast')!.settings;
    expect(await settings()).toMatchObject([
      { scope: 'department', code: unit!.code, value: 7, valid_from: dayAtCentre(daysAgo(0)), set_by: '王督查' },
    ]);
    await form.getByLabel('范围').selectOption('everywhere');
    await form.getByText(`更具体的设定仍先用：${unit!.name}`).waitFor();
    await row.getByRole('button', { name: '收回' }).click();
    const back = part.getByRole('form', { name: '收回' });
    await back.getByLabel('理由').fill('检查结束');
    await back.getByRole('button', { name: '收回' }).click();
    await row.getByText('已收回').waitFor();
    expect(await settings()).toMatchObject([{ value: null, reason: '检查结束' }]);
  });

  it('tells cases apart on a phone, with nothing of a list beyond the edge', async () => {
    const page = await read('/supervision', { viewport: PHONE, hasTouch: true, isMobile: true });
    const uncut = `[...document.querySelectorAll('main [data-case] .case-number')].every((e) =>
      e.textContent === e.title && [...e.children].every((part) => part.offsetWidth > 0 && part.scrollWidth <= part.clientWidth + 1))`;
    expect(await page.locator('.list [data-case]').count()).toBeGreaterThan(2);
    expect(await page.evaluate(uncut), 'numbers are whole').toBe(true);
    for (const path of [
      `/cases?measure=decided&period=${busyDay}`,
      `/cases?measure=overdue_open_at_end&period=${busyDay}`,
      '/dispatch/cases?place=overdue',
    ]) {
      await page.goto(path);
      await settled(page);
      await page.locator('main [data-case]').first().waitFor();
      expect(await page.evaluate(uncut), path).toBe(true);
      const beyond = 'document.querySelector(".rows-page .scroll").scrollWidth - innerWidth';
      expect(await page.evaluate(beyond), path).toBeLessThanOrEqual(0);
    }
  });

  it('says in the list behind 期末超期在办 how late each case was', async () => {
    const page = await read(`/cases?measure=overdue_open_at_end&period=${busyDay}`);
    await page.getByRole('columnheader', { name: '期末超期' }).waitFor();
    await page.locator('td.used').getByText('超期').first().waitFor();
    for (const said of await page.locator('td.used').allTextContents())
      expect(said).toMatch(/^(超期[\d,.]+(天|个自然日|小时)|已过到期日)$/);
  });

  for (const [size, viewport] of Object.entries({ 'a desk': WIDE, 'a phone': PHONE })) {
    it(`fits ${size}: no page is wider than the screen, and a case opens`, async () => {
      const isPhone = viewport === PHONE;
      const page = await read('/supervision', { viewport, hasTouch: isPhone, isMobile: isPhone });
      const broken =
        '[...document.querySelectorAll("nav.rail .to")].filter((a) => a.querySelector(".word").offsetHeight > 20 || a.scrollWidth > a.clientWidth).map((a) => a.textContent.trim())';
      expect(await page.evaluate(broken), 'every word of the navigation stands on one line').toEqual([]);
      const pages = {
        监察: '监察',
        日统计: '日统计',
        周排名: '周排名',
        整改台账: '整改台账',
        数据质量: '数据质量',
        规则时限: '规则与时限',
      };
      for (const [section, title] of Object.entries(pages)) {
        await goTo(page, section);
        await page.getByRole('heading', { name: title, level: 1 }).waitFor({ state: 'attached' });
        await settled(page);
        const overhang =
          'Math.max(document.documentElement.scrollWidth, document.querySelector("main").scrollWidth) - innerWidth';
        expect(await page.evaluate(overhang), section).toBeLessThanOrEqual(0);
      }
      await goTo(page, '监察');
      await page.locator('.list [data-case]').first().click();
      const panel = page.getByRole(isPhone ? 'dialog' : 'complementary', { name: '办件' });
      await panel.getByRole('group', { name: '逐日时限' }).waitFor();
      const left =
        '[...document.querySelectorAll(".list .left")].map((e) => e.closest(".scroller").getBoundingClientRect().right - e.getBoundingClientRect().right)';
      const room = (await page.evaluate(left)) as number[];
      expect(room.length).toBeGreaterThan(0);
      expect(Math.min(...room), 'the days left stay in sight beside an open case').toBeGreaterThanOrEqual(0);
      await panel.getByRole('button', { name: '关闭' }).click();
      await panel.waitFor({ state: 'detached' });
    });
  }

  it("puts no serious barrier in anybody's way where a reader acts: cards of a case, a trial, a threshold", async () => {
    // All pages as they are read: pages.test.ts.
    const page = await read('/supervision', { reducedMotion: 'reduce' });
    const found: Record<string, string[]> = {};
    for (const path of [
      `/supervision?case=${openLate.case_id}`,
      '/rules?rule=notice_before_due&try=working_days:4',
      '/rules?rule=notice_before_due&set=1',
    ]) {
      await page.goto(path);
      await settled(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
        const here = await barriers(page);
        if (here.length) found[`${path} ${colorScheme}`] = here;
      }
    }
    expect(found).toEqual({});
  });
});

/** By the rail; on a phone, where it has no room for all, by what 更多 holds. */
async function goTo(page: Page, section: string): Promise<void> {
  const rail = page.getByRole('navigation', { name: '主导航' });
  const link = rail.getByRole('link', { name: section });
  if ((await link.count()) === 0) await rail.locator('button').click();
  await link.click();
}

async function lamp(page: Page, grade: string): Promise<number> {
  const lamps = page.getByRole('region', { name: '在办件按等级' });
  return digits(await lamps.getByRole('button', { name: grade }).locator('.count').textContent());
}

/** ISO week of a day, as the API writes it. */
function weekOf(iso: string): string {
  const day = new Date(`${iso}T00:00:00Z`);
  const thursday = new Date(day.getTime() + (4 - (day.getUTCDay() || 7)) * DAY_MS);
  const firstDay = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - firstDay) / (7 * DAY_MS)) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}
