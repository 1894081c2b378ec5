/**
 * A city with one hall whose people are told of cards: an embedded store with its directory, a clock of its own that starts
 * on Wednesday 11 March 2026 at 10:00 in Shanghai, and notifiers that send when they are asked to.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CardToTell,
  type Notifier,
  type NotifierOptions,
  openNotifier,
  type Receiver,
  saveReceiver,
} from '@mingcha/analytics';
import { importDirectory } from '@mingcha/ingest';
import { openStore, type Store } from '@mingcha/sql';
import { emptyStore } from '../empty-store.ts';

const DIRECTORY = `
regions:
  - { region: city, name: 明察市, level: city, valid_from: 2020-01-01 }
  - { region: east, name: 东县, parent: city, level: county, valid_from: 2020-01-01 }
calendars:
  - { calendar: hours, zone: Asia/Shanghai, counting: whole_days, standard_day_hours: 8, hours: 09:00-12:00 13:30-17:30, valid_from: 2020-01-01 }
  - { calendar: boston, zone: America/New_York, counting: whole_days, standard_day_hours: 8, hours: 09:00-17:00, valid_from: 2020-01-01 }
calendar_days:
  - { calendar: hours, day: 2026-03-19, is_working: false, name: 搬迁 }
  - { calendar: boston, day: 2026-03-08, is_working: true, name: Open Sunday }
centres:
  - { centre: hall, name: 东县政务大厅, region: east, calendar: hours, valid_from: 2020-01-01 }
  - { centre: boston, name: City Hall, region: city, calendar: boston, valid_from: 2020-01-01 }
departments:
  - { department: plan, name: 规划局, centre: hall, valid_from: 2020-01-01 }
  - { department: food, name: 市监局, centre: hall, valid_from: 2020-01-01 }
windows:
  - { window: plan-1, name: 规划1号窗, department: plan, centre: hall, valid_from: 2020-01-01 }
items:
  - { item: permit, name: 建设工程规划许可, department: plan, case_kind: commitment, promised_limit: 5, promised_unit: working_days, valid_from: 2020-01-01 }
`;

export const PLATFORM = 'https://mingcha.example.gov.cn';

export interface ToldCity {
  readonly store: Store;
  /** Milliseconds; set it to go to another moment. */
  now: number;
  readonly clock: () => Date;
  readonly environment: Record<string, string>;
  readonly faults: unknown[];
  /** Puts the clock to a moment, `2026-03-11T10:00` in Shanghai. */
  at(shanghai: string): void;
  later(ms: number): void;
  /** A notifier that sends only when asked. */
  open(more?: Partial<NotifierOptions>): Promise<Notifier>;
  receiver(more: Partial<Receiver> & Pick<Receiver, 'receiver' | 'channel' | 'address'>): Promise<void>;
  /** Actions on all messages, in their order: `receiver case grade: action`. */
  actions(): Promise<string[]>;
  /** Takes out all receivers and messages, and puts the clock back to the start. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

let cards = 0;
export function card(case_id: string, more: Partial<CardToTell> = {}): CardToTell {
  cards += 1;
  return {
    card_id: `card-${cards}`,
    case_id,
    rule: 'promised_limit',
    rule_name: { zh: '承诺时限', en: 'Promised limit' },
    grade: 'yellow',
    sentence: {
      zh: '承诺时限 5 个工作日，应于 2026-03-09 前办结，到期仍未办结。',
      en: 'Promised within 5 working days, due on 2026-03-09, and not decided by then.',
    },
    county: 'east',
    centre: 'hall',
    department: 'plan',
    window: 'plan-1',
    staff: 's-plan',
    item: 'permit',
    due_on: '2026-03-09',
    baseline: false,
    ...more,
  };
}

export async function openToldCity(): Promise<ToldCity> {
  const directory = await mkdtemp(join(tmpdir(), 'mingcha-told-'));
  const file = join(directory, 'directory.yaml');
  await writeFile(file, DIRECTORY);
  const store = await openStore(await emptyStore(directory));
  await importDirectory(store, [file]);
  const notifiers: Notifier[] = [];
  let saved = 0;
  const start = Date.parse('2026-03-11T10:00:00+08:00');
  const city: ToldCity = {
    store,
    now: start,
    clock: () => new Date(city.now),
    environment: {},
    faults: [],
    at(shanghai) {
      city.now = Date.parse(`${shanghai}+08:00`);
    },
    later(ms) {
      city.now += ms;
    },
    async open(more = {}) {
      const notifier = await openNotifier({
        store,
        platform: PLATFORM,
        environment: city.environment,
        onFault: (fault) => void city.faults.push(fault),
        clock: city.clock,
        schedule: () => ({ cancel: () => undefined }),
        ...more,
      });
      notifiers.push(notifier);
      return notifier;
    },
    async receiver(more) {
      saved += 1;
      const receiver: Receiver = {
        name: more.receiver,
        level: 'everywhere',
        code: '',
        role: 'chief_representative',
        grades: [],
        secret_env: '',
        is_secret_in_address: false,
        language: 'zh',
        is_active: true,
        ...more,
      };
      await saveReceiver(store, receiver, { set_by: 'admin', set_at: new Date(start + saved), reason: '配置' });
    },
    async actions() {
      const rows = await store.query<{ line: string }>(
        `select concat(receiver, ' ', case_id, ' ', grade, ': ', action) as line from deliveries final
        order by at, sequence, action = 'claimed' desc, action = 'dropped', line`,
      );
      return rows.map(({ line }) => line);
    },
    async clear() {
      await Promise.all(notifiers.splice(0).map((notifier) => notifier.close()));
      for (const table of ['deliveries', 'notification_receivers', 'card_events', 'card_acts_of_cases']) {
        await store.command(`truncate table ${table}`);
      }
      city.now = start;
      city.faults.length = 0;
      for (const name of Object.keys(city.environment)) delete city.environment[name];
    },
    async close() {
      await Promise.all(notifiers.map((notifier) => notifier.close()));
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
  return city;
}
