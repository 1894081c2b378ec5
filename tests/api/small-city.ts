/**
 * A city of one hall, two departments and a dozen cases in March 2026, small enough to check by hand, in an embedded
 * store of its own behind the whole application. Reports look from NOW unless a test says otherwise.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, createServer, type Engine, openEngine, type Shelf } from '@mingcha/analytics';
import { importDirectory } from '@mingcha/ingest';
import type { FastifyInstance } from 'fastify';
import { emptyStore } from '../empty-store.ts';

/** Wednesday 11 March 2026, 17:30 in Shanghai. */
export const NOW = new Date('2026-03-11T09:30:00.000Z');
export const MARCH = 'from=2026-03-01&to=2026-03-11';

/** Files of the directory, by name. */
export type Directory = Record<string, string>;

const DIRECTORY: Directory = {
  'regions.csv': `region,name,parent,level,valid_from
430000,明察市,,city,2020-01-01
430100,东县,430000,county,2020-01-01
`,
  'centres.csv': `centre,name,region,calendar,valid_from
hall,东县政务大厅,430100,default,2020-01-01
`,
  'departments.csv': `department,name,centre,valid_from
plan,规划局,hall,2020-01-01
food,市监局,hall,2020-01-01
idle,史志办,hall,2020-01-01
`,
  'windows.csv': `window,name,department,centre,valid_from
plan-1,规划1号窗,plan,hall,2020-01-01
food-1,市监1号窗,food,hall,2020-01-01
food-2,市监2号窗,food,hall,2020-01-01
`,
  'staff.csv': `staff,name,window,department,is_chief_representative,valid_from
s-plan,张工,plan-1,plan,true,2020-01-01
s-food,李工,food-1,food,true,2020-01-01
`,
  'items.csv': `item,name,item_type,department,case_kind,promised_limit,promised_unit,statutory_limit,statutory_unit,fee,is_online,valid_from
permit,建设工程规划许可,01,plan,commitment,5,working_days,20,working_days,,true,2020-01-01
licence,食品经营许可,01,food,commitment,5,working_days,20,working_days,,true,2020-01-01
stamp,盖章,20,food,instant,0,working_days,5,calendar_days,,false,2020-01-01
`,
};

export type Event = Record<string, unknown>;
let serial = 0;
const at = (day: string, time = '10:00:00') => `2026-${day}T${time}+08:00`;
function event(type: string, caseId: string, occurredAt: string, more: Event = {}): Event {
  serial += 1;
  return { source: 'hall', event_id: `e${serial}`, type, case_id: caseId, occurred_at: occurredAt, ...more };
}
const planned = { department: 'plan', window: 'plan-1', staff: 's-plan', item: 'permit', centre: 'hall' };
const eaten = { department: 'food', window: 'food-1', staff: 's-food', item: 'licence', centre: 'hall' };
const eaten2 = { ...eaten, window: 'food-2' };

function accepted(caseId: string, day: string, place: Event): Event[] {
  return [
    event('applied', caseId, at(day, '09:30:00'), { ...place, channel: 'web' }),
    event('accepted', caseId, at(day), { ...place, recorded_at: at(day, '10:05:00') }),
  ];
}
const decided = (caseId: string, day: string, place: Event) =>
  event('decided', caseId, at(day, '15:00:00'), { ...place, outcome: 'completed' });

/** What each case is for stands beside it; verdicts and grades are by hand, as of NOW. */
export function cityEvents(): Event[] {
  serial = 0;
  return [
    ...accepted('early', '03-02', planned), // used 2 of 5
    decided('early', '03-04', planned),
    event('rated', 'early', at('03-05'), { rating: 1 }),
    ...accepted('on-time', '03-02', eaten), // used 5 of 5
    decided('on-time', '03-09', eaten),
    event('rated', 'on-time', at('03-09', '16:00:00'), { rating: 4 }),
    ...accepted('late', '03-02', eaten2), // used 7 of 5
    decided('late', '03-11', eaten2),
    event('delivered', 'late', at('03-11', '15:30:00')),
    ...accepted('open-late', '03-02', planned), // due 03-09: yellow
    ...accepted('open-red', '01-05', planned), // 20 working days are long over: red
    ...accepted('open-soon', '03-05', eaten), // due 03-12: notice
    ...accepted('open-fine', '03-10', eaten), // due 03-17
    ...accepted('stopped', '03-02', planned), // clock stands since 03-04
    event('special_started', 'stopped', at('03-04'), { special_kind: 'stop', reason: '现场勘验' }),
    ...accepted('unlisted', '03-03', { ...eaten, item: 'unknown-item' }), // no limit on file
    ...accepted('instant', '03-03', { ...eaten2, item: 'stamp' }),
    decided('instant', '03-03', { ...eaten2, item: 'stamp' }),
    event('applied', 'refused', at('03-06'), eaten),
    event('refused', 'refused', at('03-06', '11:00:00'), { ...eaten, reason: '材料不全' }),
    ...accepted('withdrawn', '03-04', eaten),
    event('withdrawn', 'withdrawn', at('03-05')),
  ];
}

export interface SmallCity {
  /** Where its publications lie. */
  publications: string;
  server: FastifyInstance;
  engine: Engine;
  /** Forgets what was told and what was done with it, and tells these events: another city in a fraction of the time. */
  again(events?: readonly Event[]): Promise<void>;
  close(): Promise<void>;
}

interface CityOptions {
  /** Serves pages too. */
  dashboardDirectory?: string;
  /** Files beside, or in place of, the city's own. */
  directory?: Directory;
  /** In place of the city's own. */
  events?: readonly Event[];
  /** The moment reports look from. */
  now?: Date;
  /** The same where it moves. */
  clock?: () => Date;
  /** Where scheduled reports lie. */
  shelf?: Shelf;
}

/** All but the directory and the calendars. */
const TOLD = [
  'case_events',
  'case_facts',
  'open_cases',
  'staff_entries',
  'card_events',
  'card_acts_of_cases',
  'supervision_marks',
  'rectification_events',
];

/** Opens the city, or another one as small. */
export async function openSmallCity(options: CityOptions = {}): Promise<SmallCity> {
  const { events = cityEvents(), now = NOW, clock = () => now, dashboardDirectory, shelf } = options;
  const files = { ...DIRECTORY, ...options.directory };
  const directory = await mkdtemp(join(tmpdir(), 'mingcha-api-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const engine = await openEngine(await emptyStore(directory), (error) => {
    throw error;
  });
  await importDirectory(
    engine.store,
    Object.keys(files).map((name) => join(directory, name)),
  );
  async function tell(these: readonly Event[]): Promise<void> {
    const answers = await engine.intake.submit([...these]);
    const refused = answers.filter(({ status }) => status !== 'stored');
    if (refused.length > 0) throw new Error(`The city's events were refused: ${JSON.stringify(refused)}`);
    await engine.intake.settled();
  }
  await tell(events);

  const server = createServer();
  await server.register(app, {
    ...engine,
    publicationsDirectory: join(directory, 'publications'),
    clock,
    ...(shelf && { shelf }),
    ...(dashboardDirectory === undefined ? {} : { dashboardDirectory }),
  });
  await server.ready();
  return {
    publications: join(directory, 'publications'),
    server,
    engine,
    async again(these = cityEvents()) {
      // The intake remembers what came last: something else, which goes with the rest.
      await engine.intake.submit([event('applied', 'in-between', at('03-01'))]);
      await engine.intake.settled();
      for (const table of TOLD) await engine.store.command(`truncate table ${table}`);
      await tell(these);
    },
    async close() {
      await server.close();
      await engine.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** A threshold of notice_before_due that was set some time ago; over the API one counts from today on at the earliest. */
export async function setLongAgo(
  { engine }: SmallCity,
  scope: 'everywhere' | 'department' | 'item',
  code: string,
  value: number | null,
  set_at = '2026-03-01 01:00:00',
): Promise<void> {
  const about = { rule: 'notice_before_due', parameter: 'working_days', scope, code, valid_from: '2026-03-01', value };
  const by = {
    set_by: '王督查',
    set_at,
    reason: '试行',
    version: Date.parse(`${set_at}Z`),
    setting_id: `${code} ${value}`,
  };
  const row = { ...about, ...by };
  await engine.store.insert('rule_settings', Object.keys(row), JSON.stringify(row), 'JSONEachRow');
}
