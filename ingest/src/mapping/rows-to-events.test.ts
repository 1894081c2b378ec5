import { describe, expect, it } from 'vitest';
import { readMapping } from './read-mapping.ts';
import { rowReader } from './rows-to-events.ts';

const HEADER = ['no', 'state', 'at', 'done', 'result', 'mark', 'version'];
const mapping = readMapping(
  `name: permits
description: Permits of a town
format: csv
source: town
times: YYYY-MM-DD
empty: ["-", "NULL"]
codes:
  strict: { "1": issued, otherwise: reject }
  kept: { "1": "one", otherwise: keep }
  omitted: { "1": window, "2": "", otherwise: omit }
  used: { "1": instant, "": joint, otherwise: { use: commitment } }
events:
  - type: accepted
    when: { state: [a, both] }
    event_id: "{no}-{state}"
    case_id: "{no}"
    occurred_at: "{at}"
    department: { from: "{mark}", codes: kept }
    channel: { from: "{mark}", codes: omitted }
    case_kind: { from: "{mark}", codes: used }
    window: "W{mark}"
    revision: "{version}"
  - type: decided
    when: { done: present, state: { not: a } }
    event_id: "{no}-decided"
    case_id: "{no}"
    occurred_at: "{done}"
    outcome: { from: "{result}", codes: strict }
    revision: { from: "{done}", times: YYYY-MM-DD }
    staff: "{clerk?}"
`,
  'permits.yaml',
);
const read = rowReader(mapping, mapping.tables[0]!, HEADER, 'permits.csv');
const row = (values: Partial<Record<string, string>>) => read(HEADER.map((name) => values[name] ?? ''));

describe('a row', () => {
  it('makes the events whose conditions hold, empty values left out', () => {
    expect(row({ no: ' 7 ', state: 'both', at: '2026-03-02', done: '2026-03-03', result: '1', version: '3' })).toEqual({
      events: [
        {
          source: 'town',
          type: 'accepted',
          event_id: '7-both',
          case_id: '7',
          occurred_at: '2026-03-01T16:00:00.000Z',
          case_kind: 'joint',
          revision: 3,
        },
        {
          source: 'town',
          type: 'decided',
          event_id: '7-decided',
          case_id: '7',
          occurred_at: '2026-03-02T16:00:00.000Z',
          outcome: 'issued',
          revision: Date.parse('2026-03-03T00:00:00+08:00') / 1000,
        },
      ],
    });
  });

  it.each([
    ['1', { department: 'one', channel: 'window', case_kind: 'instant', window: 'W1' }],
    ['2', { department: '2', channel: undefined, case_kind: 'commitment', window: 'W2' }],
    ['9', { department: '9', channel: undefined, case_kind: 'commitment', window: 'W9' }],
    ['-', { department: undefined, channel: undefined, case_kind: 'joint', window: undefined }],
  ])('with the code %s gets what the code tables say', (mark, fields) => {
    const made = row({ no: '7', state: 'a', at: '2026-03-02', mark });
    expect('events' in made && made.events[0]).toMatchObject(
      Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    );
    for (const [field, value] of Object.entries(fields)) {
      if (value === undefined) expect('events' in made && made.events[0]).not.toHaveProperty(field);
    }
  });

  it('makes no event when no condition holds', () => {
    expect(row({ no: '7', state: 'x' })).toEqual({ events: [] });
  });

  it.each([
    [
      'a code that is not in the table',
      { state: 'b', done: '2026-03-03', result: '5' },
      'row_code',
      'outcome',
      /Column result .*“5” is not in the code table “strict” \(line 28/,
    ],
    [
      'an impossible day',
      { state: 'a', at: '2026-02-30' },
      'row_time',
      'occurred_at',
      /Column at .*“2026-02-30” is no time of the form YYYY-MM-DD/,
    ],
    [
      'a required column empty',
      { state: 'a', at: 'NULL' },
      'row_missing',
      'occurred_at',
      /Column at is empty, and the event “accepted” needs it/,
    ],
    ['no result', { state: 'b', done: '2026-03-03' }, 'row_missing', 'outcome', /Column result is empty/],
    [
      'a number that is none',
      { state: 'a', at: '2026-03-02', version: 'v2' },
      'row_value',
      'revision',
      /“v2” is not a whole number/,
    ],
  ])('with %s is refused wholly, with the column and the remedy', (_, values, code, field, message) => {
    const made = row({ no: '7', ...values });
    expect(made).toMatchObject({ fault: { code, field } });
    expect('fault' in made && made.fault.message).toMatch(message);
  });

  it('is not begun when a column it reads stands twice in the file', () => {
    expect(() => rowReader(mapping, mapping.tables[0]!, [...HEADER, 'at', 'note', 'note'], 'permits.csv')).toThrow(
      /line 17, events\[0\]\.occurred_at: Column “at” stands twice in permits\.csv/,
    );
  });

  it('is not begun when the file lacks a column, which is named with line and near miss', () => {
    expect(() =>
      rowReader(mapping, mapping.tables[0]!, ['no', 'State', 'at', 'done', 'result', 'mark', 'version'], 'permits.csv'),
    ).toThrow(/line 14, events\[0\]\.when\.state: Column “state” is not in permits\.csv; did you mean “State”\?/);
  });

  it('is not begun on a file separated by tabs under a mapping of commas, which is said once', () => {
    expect(() => rowReader(mapping, mapping.tables[0]!, [HEADER.join('\t')], 'permits.tsv')).toThrow(
      /permits\.tsv is separated by tabs; the mapping says format: csv\. Write format: tsv for it\.$/,
    );
  });

  it.each([
    [
      HEADER.join(';'),
      /separated by “;”; the mapping says delimiter: ","\. Write format: csv and delimiter: ";" for it\.$/,
    ],
    ['sep=,', /begins with “sep=,”, a line that Excel reads and nobody else; take that line out\.$/],
  ])('nor on one that spreadsheets write otherwise: %s', (header, said) => {
    expect(() => rowReader(mapping, mapping.tables[0]!, [header], 'permits.csv')).toThrow(said);
  });
});
