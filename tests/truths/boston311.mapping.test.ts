/** Boston's own labels, computed again from nothing but the events the mapping makes. */
import { describe, expect, it } from 'vitest';
import { columnsOf, countBy, hasShared, momentsOf, readThrough, truth } from './mapped-files.ts';

const FILE = 'boston311_newsystem/boston_311_requests.csv';

interface Truth {
  rows: number;
  count_case_status: Record<string, number>;
  count_assigned_department: Record<string, number>;
  count_service_name: Record<string, number>;
  count_report_source: Record<string, number>;
  missing: { target_close_date: number };
  recomputed_label_close_le_target: Record<string, number>;
  sla_hours_target_minus_open: [number, number][];
}

const labels = () => new Map(columnsOf(FILE, 'case_id', 'on_time') as [string, string][]);

describe.skipIf(!hasShared(FILE))('Boston 311 through its mapping (skipped where the shared data are absent)', () => {
  const told = () => truth<Truth>('boston311_newsystem');
  const read = readThrough('boston311', FILE);

  it('makes one case of every row and refuses none', async () => {
    const { events, rows, rejected, conflicts } = await read;
    expect({ rows, rejected, conflicts }).toEqual({ rows: told().rows, rejected: 0, conflicts: [] });
    expect(momentsOf(events, 'applied').size).toBe(5473);
    expect(momentsOf(events, 'accepted').size).toBe(5473);
    expect(momentsOf(events, 'decided').size).toBe(told().count_case_status['Closed']);
  });

  it('keeps departments, items and channels as counted by the publisher, the empty ones left out', async () => {
    const accepted = (await read).events.filter((event) => event.type === 'accepted');
    expect(countBy(accepted, (event) => event.department ?? '')).toEqual(told().count_assigned_department);
    expect(countBy(accepted, (event) => event.item ?? '')).toEqual(told().count_service_name);
    expect(countBy(accepted, (event) => event.channel ?? '')).toEqual({
      other: told().count_report_source['Call'],
      mobile: told().count_report_source['BOS311'],
    });
    expect(accepted.some((event) => event.department === '' || event.item === '')).toBe(false);
  });

  it('agrees with the city’s label in every closed case with a target', async () => {
    const { events } = await read;
    const label = labels();
    const decided = momentsOf(events, 'decided');
    const outcome = countBy(
      events.filter((event) => event.type === 'accepted'),
      (event) => {
        const city = label.get(event.case_id)!;
        const closed = decided.get(event.case_id);
        if (!event.due_at) return `no_target|${city}`;
        if (closed === undefined) return `open|${city}`;
        return (closed <= Date.parse(event.due_at) ? 'ONTIME' : 'OVERDUE') === city ? 'closed_agree' : 'closed_differ';
      },
    );
    expect(outcome).toEqual(told().recomputed_label_close_le_target);
  });

  it('splits the open cases by their target as of 2026-02-11 00:00 local as the city does', async () => {
    const { events } = await read;
    const asOf = Date.parse('2026-02-11T00:00:00-05:00');
    const decided = momentsOf(events, 'decided');
    const open = events.filter((event) => event.type === 'accepted' && !decided.has(event.case_id) && event.due_at);
    const late = open.filter((event) => Date.parse(event.due_at!) < asOf).length;
    expect({ late, inTime: open.length - late }).toEqual({ late: 1348, inTime: 25 });
  });

  it('gives the 247 cases over the end of summer time their full 72 hours', async () => {
    const hours = (await read).events
      .filter((event) => event.type === 'accepted' && event.due_at)
      .map((event) => (Date.parse(event.due_at!) - Date.parse(event.occurred_at)) / 3_600_000);
    expect(hours.filter((each) => each < 71.99)).toEqual([]);
    const short = told().sla_hours_target_minus_open.filter(([each]) => each < 72);
    expect(short.reduce((sum, [, count]) => sum + count, 0)).toBe(247);
    expect(hours.length).toBe(told().rows - told().missing.target_close_date);
  });
});
