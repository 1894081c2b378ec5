/**
 * How long each page of the dashboard takes in a browser that has kept nothing, from the start of the navigation: until it is
 * interactive (its heading stands there and the page has had a turn to handle input), and until all its data stand there, too.
 */
import type { Overdue } from '@mingcha/analytics/contract';
import { chromiumHere, dayAtCentre, launch, localMoment, newReader, startPlatform } from '../browser/driver.ts';
import { pages } from '../browser/pages.ts';
import { progress } from './parts.ts';
import { grid, ms, whole } from './report.ts';
import { quantile } from './timing.ts';

const YEAR_MS = 365 * 86_400_000;
const GOAL_MS = 1_000;

/** A heading, then nothing of the page still loading; each with a task and a frame after it. */
const WATCH = `(() => {
  const seen = {};
  const handled = (tell) => setTimeout(() => requestAnimationFrame(() => tell(performance.now())));
  const look = () => {
    const hasHeading = document.querySelector('main h1, main h2') !== null;
    if (hasHeading && !seen.asked) {
      seen.asked = true;
      handled((at) => { seen.interactive = at; });
    }
    if (!hasHeading || document.querySelector('main [aria-busy=true]')) return requestAnimationFrame(look);
    seen.shown = performance.now();
    handled((at) => { window.mingchaUsable = { ...seen, handled: at }; });
  };
  requestAnimationFrame(look);
})()`;
const USABLE = `new Promise((tell) => {
  const look = () => (window.mingchaUsable ? tell(window.mingchaUsable) : setTimeout(look, 20));
  look();
})`;
const PROBLEM = `document.querySelector('main .problem, main .not-found')?.textContent ?? ''`;
const ANSWERS = `performance.getEntriesByType('resource').filter(({ name }) => name.includes('/api/'))
  .map(({ startTime, responseEnd }) => [startTime, responseEnd])`;

interface Visit {
  interactive: number;
  shown: number;
  handled: number;
  /** Start and end of each answer of the API. */
  answers: [number, number][];
}

export async function measurePages(cases: number, seed: number, runs: number): Promise<string> {
  const executable = chromiumHere();
  if (!executable) throw new Error('No Chromium was found: name one by MINGCHA_TEST_CHROMIUM.');
  progress('a city of a year goes in …');
  const now = new Date();
  const from = dayAtCentre(new Date(now.getTime() - YEAR_MS));
  const platform = await startPlatform({ cases, seed, from, to: dayAtCentre(now), asOf: localMoment(now) });
  const browser = await launch(executable);
  try {
    const { rows } = await platform.get<Overdue>('/overdue?grade=red,yellow&limit=1');
    const lines: string[][] = [];
    for (const page of pages(rows[0]?.case_id ?? '').filter(({ route }) => !route.startsWith('/:'))) {
      progress(page.name);
      const visits: Visit[] = [];
      for (let run = -1; run < runs; run += 1) {
        const visit = await visited(addressNow(page.route, page.query));
        if (run >= 0) visits.push(visit);
      }
      lines.push([page.name, ...figures(visits)]);
    }
    const heads = [
      'page',
      'interactive, median',
      'longest',
      'goal',
      'with all its data',
      'longest',
      'requests',
      'one after another',
      'last answer',
    ];
    return grid(`Pages, ${whole(cases)} cases of a year, nothing kept from before`, heads, lines);
  } finally {
    await browser.close();
    await platform.stop();
  }

  async function visited(address: string): Promise<Visit> {
    const reader = await newReader(browser, platform.address, { timezoneId: 'Asia/Shanghai', locale: 'zh-CN' });
    await reader.page.addInitScript(WATCH);
    await reader.page.goto(address);
    const times = (await reader.page.evaluate(USABLE)) as Omit<Visit, 'answers'>;
    const problem = await reader.page.evaluate(PROBLEM);
    if (problem) throw new Error(`${address} shows an error instead of its data: ${problem}`);
    // What comes after is asked for already.
    await reader.page.waitForTimeout(500);
    const answers = (await reader.page.evaluate(ANSWERS)) as Visit['answers'];
    await reader.close();
    return { ...times, answers };
  }
}

/** The page as it opens now, not at the moment its tests look from. */
function addressNow(route: string, query = ''): string {
  const asked = new URLSearchParams(query);
  for (const name of ['period', 'month', 'week']) asked.delete(name);
  return `${route}?${asked}`;
}

function figures(visits: readonly Visit[]): string[] {
  const sorted = (of: (visit: Visit) => number) => visits.map(of).sort((a, b) => a - b);
  const middle = (of: (visit: Visit) => number) => quantile(sorted(of), 0.5);
  const longest = (of: (visit: Visit) => number) => quantile(sorted(of), 1);
  return [
    ms(middle(({ interactive }) => interactive)),
    ms(longest(({ interactive }) => interactive)),
    ms(GOAL_MS),
    ms(middle(({ handled }) => handled)),
    ms(longest(({ handled }) => handled)),
    whole(middle(({ answers }) => answers.length)),
    whole(middle(({ answers }) => rounds(answers))),
    ms(middle(({ answers }) => Math.max(0, ...answers.map(([, end]) => end)))),
  ];
}

/** The longest chain of answers each of which was asked for after the one before had come. */
export function rounds(answers: readonly (readonly [start: number, end: number])[]): number {
  let chain = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const [start, end] of [...answers].sort((a, b) => a[1] - b[1]))
    if (start >= last) {
      chain += 1;
      last = end;
    }
  return chain;
}
