/**
 * Every page as one: no serious barrier in either theme, nothing wider than the screen, and the look it had when it was last
 * agreed on, in both languages and themes. After a change that is meant: MINGCHA_LOOKS=keep npx vitest run --config
 * tests/vitest.config.ts tests/browser/pages.test.ts, look at the pictures in test-results/looks, and commit tests/browser/looks.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Overdue } from '@mingcha/analytics/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  barriers,
  chromiumHere,
  launch,
  newReader,
  PHONE,
  type Platform,
  type Reader,
  settled,
  startPlatform,
} from './driver.ts';
import { differences, type Eye, type Look, openEye } from './look.ts';
import { addressOf, OTHER_SOURCE, PAST_CITY, type PageOfTest, pages, THEN } from './pages.ts';

const THEMES = ['light', 'dark'] as const;
const LANGUAGES = ['zh-CN', 'en'] as const;
const LOOKS = fileURLToPath(new URL('looks', import.meta.url));
const PICTURES = fileURLToPath(new URL('../../test-results/looks', import.meta.url));
const ROUTER = fileURLToPath(new URL('../../dashboard/src/router.ts', import.meta.url));
const isKeeping = process.env['MINGCHA_LOOKS'] === 'keep';
/** Two themes and two languages of a page, on a machine that does much else. */
const PAGE_MS = 120_000;

it('knows every page of the router', () => {
  const written = readFileSync(ROUTER, 'utf8').matchAll(/path: '([^']+)',(\s*redirect)?/g);
  const routes = [...written].flatMap(([, path, isElsewhere]) => (isElsewhere ? [] : [path!]));
  expect(routes.length).toBeGreaterThan(10);
  const known = new Set(pages('').map(({ route }) => route));
  expect(routes.filter((route) => !known.has(route))).toEqual([]);
});

const executable = chromiumHere();
describe.skipIf(!executable)('every page of the dashboard', () => {
  let platform: Platform;
  let browser: Browser;
  let desk: Reader;
  let phone: Reader;
  let eye: Eye;

  beforeAll(async () => {
    [platform, browser] = await Promise.all([startPlatform(PAST_CITY), launch(executable!)]);
    const headers = { 'content-type': 'application/x-ndjson' };
    const body = JSON.stringify({ source: OTHER_SOURCE });
    await fetch(`${platform.address}/api/v1/events`, { method: 'POST', headers, body });
    const still = { reducedMotion: 'reduce', timezoneId: 'Asia/Shanghai', locale: 'zh-CN' } as const;
    desk = await newReader(browser, platform.address, still);
    phone = await newReader(browser, platform.address, { ...still, viewport: PHONE, hasTouch: true, isMobile: true });
    // Years are left out where they are this one.
    for (const { page } of [desk, phone]) await page.clock.setFixedTime(THEN);
    eye = openEye(await (await browser.newContext()).newPage());
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
  });

  /** The case is asked for once the city is there. */
  async function open(reader: Reader, one: PageOfTest): Promise<Page> {
    const { rows } = await platform.get<Overdue>(`/overdue?grade=red,yellow&limit=1&as_of=${encodeURIComponent(THEN)}`);
    const page = pages(rows[0]!.case_id).find(({ name }) => name === one.name)!;
    await reader.page.goto(addressOf(page));
    await settled(reader.page);
    return reader.page;
  }
  const complaints = (reader: Reader) => reader.complaints.splice(0);

  it.each(pages(''))(
    '$name: no barrier, and the look agreed on',
    async (one) => {
      const page = await open(desk, one);
      const found: string[] = [];
      const looks: Record<string, Look> = {};
      const kept = await keptLooks(one.name);
      for (const language of LANGUAGES) {
        if ((await page.locator('html').getAttribute('lang')) !== language) await turnLanguage(page, language);
        for (const colorScheme of THEMES) {
          await page.emulateMedia({ colorScheme });
          await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
          if (language === 'zh-CN') found.push(...(await barriers(page)).map((said) => `${colorScheme}: ${said}`));
          const which = `${language} ${colorScheme}`;
          const { look, png } = await eye.look(page);
          looks[which] = look;
          const other = isKeeping ? [] : differences(kept[which] ?? { light: [], parts: [] }, look);
          if (other.length > 0 || isKeeping) await keepPicture(`${one.name} ${which}`, png);
          found.push(...other.slice(0, 5).map((said) => `${which}: ${said}`));
        }
      }
      await turnLanguage(page, 'zh-CN');
      if (isKeeping) await writeFile(`${LOOKS}/${one.name}.json`, aLineEach(looks));
      const where = `It looks otherwise than agreed on; pictures are in test-results/looks. If that is meant, see the head of this test.`;
      expect(found, where).toEqual([]);
      expect(complaints(desk)).toEqual([]);
    },
    PAGE_MS,
  );

  it.each(pages(''))(
    '$name: fits a phone, without barrier',
    async (one) => {
      const page = await open(phone, one);
      const overhang =
        'Math.max(document.documentElement.scrollWidth, document.querySelector("main").scrollWidth) - innerWidth';
      expect(await page.evaluate(overhang)).toBeLessThanOrEqual(0);
      expect(await barriers(page)).toEqual([]);
      expect(complaints(phone)).toEqual([]);
    },
    PAGE_MS,
  );

  it.each([
    [
      'figures no longer stand under one another',
      '.number, .left { text-align: left !important; justify-self: start !important }',
    ],
    ['titles grow', 'h1, h2 { font-size: 2rem !important }'],
    ['the paper turns grey', ':root { --paper: #eeeeee !important }'],
  ])(
    'finds it when %s',
    async (_what, css) => {
      const page = await open(desk, { name: 'daily', route: '/daily' });
      const { look: before } = await eye.look(page);
      expect(differences(before, (await eye.look(page)).look)).toEqual([]);
      await page.evaluate(
        `document.head.append(Object.assign(document.createElement('style'), { textContent: ${JSON.stringify(css)} }))`,
      );
      expect(differences(before, (await eye.look(page)).look)).not.toEqual([]);
      complaints(desk);
    },
    PAGE_MS,
  );

  it(
    'shows the wall on one screen without scrolling, at 1920 × 1080 and at 3840 × 2160',
    async () => {
      for (const [width, height] of [
        [1920, 1080],
        [3840, 2160],
        [1440, 900],
      ] as const) {
        await desk.page.setViewportSize({ width, height });
        const page = await open(desk, { name: 'wall', route: '/wall' });
        const beyond = `[...document.querySelectorAll('main *')].filter((e) => !e.closest('.whole'))
        .map((e) => e.getBoundingClientRect()).filter((r) => r.bottom > innerHeight + 1 || r.right > innerWidth + 1).length`;
        expect(await page.evaluate(beyond), `${width} × ${height}`).toBe(0);
        expect(await page.evaluate('document.documentElement.scrollHeight - innerHeight')).toBeLessThanOrEqual(0);
        expect(await page.locator('nav, [data-case]').count()).toBe(0);
      }
      expect(complaints(desk)).toEqual([]);
    },
    PAGE_MS,
  );
});

const aLineEach = (looks: Record<string, Look>) =>
  `{\n${Object.entries(looks)
    .map(([which, look]) => `${JSON.stringify(which)}: ${JSON.stringify(look)}`)
    .join(',\n')}\n}\n`;

async function keptLooks(name: string): Promise<Record<string, Look>> {
  const file = `${LOOKS}/${name}.json`;
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
}

async function keepPicture(name: string, png: Buffer): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  await writeFile(`${PICTURES}/${name.replaceAll(' ', '-')}.png`, png);
}

/** By its button, as a reader does; on the wall it shows under the pointer. */
async function turnLanguage(page: Page, language: string): Promise<void> {
  if ((await page.locator('html').getAttribute('lang')) === language) return;
  const button = page.getByRole('button', { name: language === 'en' ? /切换到英文/ : /Switch to Chinese/ });
  await button.click();
  // Where nothing answers to a pointer.
  await page.mouse.move(1, 895);
  await page.evaluate('document.activeElement?.blur()');
  await settled(page);
}
