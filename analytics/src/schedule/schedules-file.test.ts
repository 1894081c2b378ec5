import { describe, expect, it } from 'vitest';
import { periodOf } from '../periods/period.ts';
import { addressOf } from './reports.ts';
import { schedulesOf } from './schedules-file.ts';

const FILE = `schedules:
  - schedule: weekly
    name: 周排名
    when: first_working_day_of_week
    report: ranking
    with: { board: windows }
    receivers: [leaders]
  - schedule: ten-days
    when: last_working_day_of_ten_days
    at: "16:00"
    report: dispatch
    which: next
    format: csv
`;

describe('a file of schedules', () => {
  it('says the least, and the rest follows from when', () => {
    const [weekly, tenDays] = schedulesOf(FILE, 'f.yaml');
    expect(weekly).toMatchObject({ at: '08:30', period: 'week', which: 'ended', calendar: 'default', is_active: true });
    expect(tenDays).toMatchObject({ name: 'ten-days', period: 'ten_days', which: 'next', receivers: [] });
  });

  it('names every mistake with its line', () => {
    const wrong = FILE.replace('first_working_day_of_week', 'mondays')
      .replace('"16:00"', '4pm')
      .replace('board: windows', 'period: x');
    expect(() => schedulesOf(wrong, 'f.yaml')).toThrow(
      /when must be one of[\s\S]*with: period follows[\s\S]*at must be a time of day/,
    );
    expect(() => schedulesOf('receivers: []', 'f.yaml')).toThrow(/f\.yaml line 1/);
    expect(() => schedulesOf(FILE.replace('ten-days', 'weekly'), 'f.yaml')).toThrow(/two schedules weekly/);
  });
});

describe('the address of a report', () => {
  const asked = { parameters: {}, format: 'csv', language: 'zh', asOf: new Date('2026-03-09T00:30:00Z') } as const;
  it.each([
    ['ranking', { board: 'departments', period: '2026-W10' }],
    ['daily-statistics', { by: 'department', from: '2026-03-02', to: '2026-03-08' }],
    ['rectifications', {}],
  ])('asks %s of its period, as of the moment it is due', (report, own) => {
    const [path, query] = addressOf({ ...asked, report, period: periodOf('week', '2026-03-04') }).split('?');
    expect(path).toBe(`/${report}`);
    const moment = { format: 'csv', lang: 'zh', as_of: '2026-03-09T00:30:00.000Z' };
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({ ...own, ...moment });
  });

  it.each([
    ['notice', 'month', '/notices/2026-03', { county: '430602' }, {}],
    ['monthly-review', 'month', '/monthly-review/handout', {}, { month: '2026-03', lang: 'zh' }],
  ] as const)('asks %s, which is written, of its period', (report, kind, path, parameters, own) => {
    const period = periodOf(kind, '2026-03-04');
    const [at, query] = addressOf({ ...asked, report, parameters, period, format: 'docx' }).split('?');
    expect(at).toBe(path);
    const moment = { format: 'docx', as_of: '2026-03-09T00:30:00.000Z' };
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({ ...parameters, ...own, ...moment });
  });

  it('is refused, in the file, for what a written document does not come as', () => {
    const notice = FILE.replace('report: ranking', 'report: notice').replace('{ board: windows }', '{}');
    expect(() => schedulesOf(notice, 'f.yaml')).toThrow(/line 2.*format of notice must be docx or pdf/);
    const english = notice.replace('name: 周排名', 'format: docx\n    language: en');
    expect(() => schedulesOf(english, 'f.yaml')).toThrow(/language of notice must be zh/);
    const review = notice.replace('report: notice', 'report: monthly-review\n    format: pdf');
    expect(() => schedulesOf(review, 'f.yaml')).toThrow(/period of monthly-review must be month/);
  });

  it('is refused, in the file, for periods the report is not of', () => {
    const wrong = FILE.replace('report: ranking', 'report: dispatch').replace('{ board: windows }', '{}');
    expect(() => schedulesOf(wrong, 'f.yaml')).toThrow(/line 2.*ten days/);
    expect(() => schedulesOf(FILE.replace('report: ranking', 'report: x'), 'f.yaml')).toThrow(
      /report must be one of daily-statistics/,
    );
  });
});
