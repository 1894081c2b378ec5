/** Schedules as the store keeps them. */
import type { Store } from '@mingcha/sql';
import { faultsOf, type Schedule } from './schedule.ts';

export interface KeptSchedule extends Schedule {
  /** Since when its occasions count. */
  active_since: Date;
}

const COLUMNS = [
  ...(['schedule', 'name', 'calendar', 'report', 'parameters', 'period', 'which', 'format'] as const),
  ...(['language', 'receivers', 'is_active', 'active_since'] as const),
];

/** All schedules, the inactive ones too. */
export async function readSchedules(store: Store): Promise<KeptSchedule[]> {
  const rows = await store.query<
    Omit<KeptSchedule, 'parameters' | 'active_since'> & Record<'parameters' | 'active_since', string>
  >(
    `select ${COLUMNS.join(', ')}, due_on as \`when\`, due_time as \`at\` from report_schedules final order by schedule
     settings prefer_column_name_to_alias = 1`,
  );
  return rows.map((row) => ({
    ...row,
    parameters: JSON.parse(row.parameters) as Schedule['parameters'],
    active_since: new Date(row.active_since),
  }));
}

/**
 * Keeps a schedule as it is from now on. One that is due at other times than before, or was not active, has no occasions
 * before this moment; otherwise what it missed stays to be made up for. Throws a sentence for each thing that is wrong.
 */
export async function saveSchedule(
  store: Store,
  schedule: Schedule,
  by: { set_by: string; set_at: Date; reason: string },
): Promise<void> {
  const faults = faultsOf(schedule);
  if (faults.length > 0) throw new Error(`The schedule ${schedule.schedule}: ${faults.join(' ')}`);
  const before = (await readSchedules(store)).find((each) => each.schedule === schedule.schedule);
  const isSameTimes = (['when', 'calendar', 'period', 'which'] as const).every(
    (key) => before?.[key] === schedule[key],
  );
  const active_since = before?.is_active && isSameTimes ? before.active_since : by.set_at;
  const { when: due_on, at: due_time, ...rest } = schedule;
  const row = {
    ...rest,
    ...by,
    due_on,
    due_time,
    parameters: JSON.stringify(schedule.parameters),
    active_since: stored(active_since),
    set_at: stored(by.set_at),
    version: by.set_at.getTime(),
  };
  await store.insert('report_schedules', Object.keys(row), JSON.stringify(row), 'JSONEachRow');
}

/** A moment in UTC as a store takes it in. */
const stored = (moment: Date) => moment.toISOString().replace('T', ' ').replace('Z', '');
