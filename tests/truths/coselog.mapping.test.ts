/** The Dutch receipt log: its deadlines judged again from the events the mapping makes. */
import { describe, expect, it } from 'vitest';
import { countBy, hasShared, momentsOf, readThrough, truth } from './mapped-files.ts';

const FILE = 'coselog_receipt/receipt.csv';

interface Truth {
  csv_rows_events: number;
  csv_cases: number;
  events_per_activity: Record<string, number>;
  cases_per_department: Record<string, number>;
  deadline_vs_enddate: Record<string, number>;
  as_of_log_end: { as_of: string; open_deadline_passed: number; open_deadline_not_yet: number };
  start_to_end_days: { median: number; negative: number };
}

describe.skipIf(!hasShared(FILE))('CoSeLoG through its mapping (skipped where the shared data are absent)', () => {
  const told = () => truth<Truth>('coselog_receipt');
  const read = readThrough('coselog_receipt', FILE);

  it('counts a case repeated on each of its rows once', async () => {
    const { events, rows, sent, rejected, conflicts } = await read;
    expect({ rows, rejected, conflicts }).toEqual({ rows: told().csv_rows_events, rejected: 0, conflicts: [] });
    // Every row sends its task and the case's applied and accepted; 617 rows belong to cases without an end.
    expect(sent).toBe(8577 * 3 + (8577 - 617));
    expect(countBy(events, (event) => event.type)).toEqual({
      applied: told().csv_cases,
      accepted: told().csv_cases,
      stage_finished: told().csv_rows_events,
      decided: 1329,
    });
  });

  it('keeps stages and departments as the log has them', async () => {
    const { events } = await read;
    const stages = events.filter((event) => event.type === 'stage_finished');
    expect(countBy(stages, (event) => event.stage ?? '')).toEqual(told().events_per_activity);
    const accepted = events.filter((event) => event.type === 'accepted');
    expect(countBy(accepted, (event) => event.department ?? '')).toEqual(told().cases_per_department);
  });

  it('finds 952 on time, 377 late and 105 open, 39 of them past their deadline at the log’s end', async () => {
    const { events } = await read;
    const decided = momentsOf(events, 'decided');
    const accepted = events.filter((event) => event.type === 'accepted');
    const verdicts = countBy(accepted, ({ case_id, due_at }) => {
      const end = decided.get(case_id);
      if (end === undefined) return 'open_no_enddate';
      return end <= Date.parse(due_at!) ? 'on_time' : 'late';
    });
    expect(verdicts).toEqual(told().deadline_vs_enddate);
    const { as_of, open_deadline_passed } = told().as_of_log_end;
    const passed = accepted.filter(
      (each) => !decided.has(each.case_id) && Date.parse(each.due_at!) < Date.parse(as_of),
    );
    expect(passed.length).toBe(open_deadline_passed);
    expect(accepted.every((event) => event.due_by === 'moment')).toBe(true);
  });

  it('keeps the two cases that end before they start', async () => {
    const { events } = await read;
    const accepted = momentsOf(events, 'accepted');
    const days = [...momentsOf(events, 'decided')].map(([id, end]) => (end - accepted.get(id)!) / 86_400_000);
    expect(days.filter((each) => each < 0).length).toBe(told().start_to_end_days.negative);
    expect(days.sort((a, b) => a - b)[(days.length - 1) / 2]).toBeCloseTo(told().start_to_end_days.median, 3);
  });
});
