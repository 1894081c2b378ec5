/** What a wall screen shows, in one answer: made of the reads of 监察 and 周排名, with all that names a person left out. */
import type { Grade, OverdueRow, Wall, WeeklyRankingRow } from '../contract/index.ts';
import { addDays, isoWeek, mondayOf } from '../periods/period.ts';
import { calendarOf } from './calendar.ts';
import { localDay } from './moment.ts';
import type { Page, Reader } from './reader.ts';
import type { Filters } from './scope.ts';
import { weeklyRanking } from './statistics.ts';
import { countsOfDay, overdue, supervisionSummary } from './supervision.ts';

const LATE_OR_SOON: readonly Grade[] = ['red', 'yellow', 'notice'];
/** As many as scroll by within a few minutes. */
const GRAVEST = 40;
const LEADERS = 10;

/** As of a moment, now unless asked. */
export async function wall(reader: Reader, filters: Filters, asked?: Date): Promise<Wall> {
  const page: Page = { limit: GRAVEST, cursor: undefined, asOf: asked };
  const [summary, gravest, place] = await Promise.all([
    supervisionSummary(reader, filters, asked),
    reader.list<OverdueRow>(overdue(LATE_OR_SOON, filters), page),
    workingDay(reader, filters, asked),
  ]);
  const { today, previous } = place;
  const [before, ranking] = await Promise.all([
    previous === null ? null : dayUntilNow(reader, filters, summary.as_of, today, previous),
    leaders(reader, filters, today, asked),
  ]);
  return {
    as_of: summary.as_of,
    summary,
    today: { day: today, until: summary.as_of, received: summary.received_today, decided: summary.decided_today },
    before,
    gravest: gravest.rows.map((row) => ({
      grade: row.grade,
      department_name: row.department_name || row.department,
      window_name: row.window_name || row.window,
      item_name: row.item_name || row.item,
      limit_unit: row.limit_unit,
      remaining: row.remaining,
    })),
    ...ranking,
  };
}

/** The day it is, and the last working day before it, by the calendar the centres share. */
async function workingDay(reader: Reader, filters: Filters, asked: Date | undefined) {
  const calendar = calendarOf(filters);
  const { asOf, rows } = await reader.rows<{ zone: string }>(
    `select zone from calendar_numbers where calendar = ${calendar.text}`,
    calendar.parameters,
    asked,
  );
  const today = localDay(asOf, rows[0]?.zone ?? 'Asia/Shanghai');
  const days = await reader.rows<{ previous: string | null }>(
    `select maxOrNull(day) as previous from calendar_days
      where calendar = ${calendar.text} and is_working and day < {today:Date}`,
    { ...calendar.parameters, today },
    asked,
  );
  return { today, previous: days.rows[0]?.previous ?? null };
}

/** What that day had brought by the time of day it is now. */
async function dayUntilNow(reader: Reader, filters: Filters, now: string, today: string, day: string) {
  const until = new Date(Date.parse(now) - (Date.parse(today) - Date.parse(day)));
  return { day, until: until.toISOString(), ...(await countsOfDay(reader, filters, until)) };
}

/** The running week's ranking; on its first days, while no unit is ranked yet, that of the week before. */
async function leaders(reader: Reader, filters: Filters, today: string, asked: Date | undefined) {
  const running = await ranked(reader, filters, isoWeek(today), asked);
  if (running.leaders.length > 0) return running;
  return ranked(reader, filters, isoWeek(addDays(today, -7)), asked);
}

async function ranked(reader: Reader, filters: Filters, week: string, asked: Date | undefined) {
  const page: Page = { limit: LEADERS, cursor: undefined, asOf: asked };
  const select = weeklyRanking(mondayOf(week), 'departments', filters);
  const { rows } = await reader.list<WeeklyRankingRow>(select, page);
  const leaders = rows.flatMap(({ rank, is_tied, unit, unit_name, score, movement, commitment_completed }) =>
    rank === null || score === null
      ? []
      : [{ rank, is_tied, name: unit_name || unit, score, movement, commitment_completed }],
  );
  return { week, leaders };
}
