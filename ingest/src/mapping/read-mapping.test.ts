import { describe, expect, it } from 'vitest';
import { MappingError } from './mapping.ts';
import { readMapping } from './read-mapping.ts';

const GOOD = `name: permits
description: Permits of a town
format: csv
source: town
times: "YYYY-MM-DD HH:mm:ss"
codes:
  outcome:
    "01": issued
    "02": returned
    otherwise: reject
fields:
  case_id: "{no}"
events:
  - type: accepted
    event_id: "{no}-accepted"
    occurred_at: "{accepted}"
  - type: decided
    when: { decided: present }
    event_id: "{no}-decided"
    occurred_at: "{decided}"
    outcome: { from: "{result}", codes: outcome }
`;

function mistakes(text: string): { line: number; key: string; message: string }[] {
  try {
    readMapping(text, 'permits.yaml');
  } catch (error) {
    if (error instanceof MappingError) return [...error.mistakes];
    throw error;
  }
  return [];
}

/** GOOD with one piece replaced, which must be there. */
function changed(from: string, to: string): string {
  expect(GOOD).toContain(from);
  return GOOD.replace(from, to);
}

describe('a mapping', () => {
  it('without a mistake is read as written, codes with leading zeros kept as text', () => {
    const mapping = readMapping(GOOD, 'permits.yaml');
    expect(mapping).toMatchObject({ name: 'permits', format: 'csv', encoding: 'utf-8', zone: 'Asia/Shanghai' });
    const outcome = mapping.tables[0]!.events[1]!.fields.find(({ field }) => field === 'outcome');
    expect([...outcome!.codes!.values]).toEqual([
      ['01', 'issued'],
      ['02', 'returned'],
    ]);
  });

  it.each<[string, string, number, string, RegExp]>([
    ['an unknown key', changed('source: town', 'source: town\nzones: UTC'), 5, 'zones', /did you mean “zone”/],
    [
      'an unknown event field',
      changed('    occurred_at: "{accepted}"', '    ocurred_at: "{accepted}"'),
      16,
      'events[0].ocurred_at',
      /did you mean “occurred_at”/,
    ],
    ['a missing required key', changed('source: town\n', ''), 1, 'source', /is missing/],
    ['an unknown format', changed('format: csv', 'format: xlsx'), 3, 'format', /one of csv, tsv, ndjson/],
    [
      'an unknown encoding',
      changed('format: csv', 'format: csv\nencoding: big5'),
      4,
      'encoding',
      /one of utf-8, gb18030/,
    ],
    ['a long delimiter', changed('format: csv', 'format: csv\ndelimiter: "||"'), 4, 'delimiter', /one character/],
    ['an unknown zone', changed('source: town', 'source: town\nzone: Asia/Beijing'), 5, 'zone', /Asia\/Shanghai/],
    ['a time format with a stray letter', changed('YYYY-MM-DD HH', 'yyyy-MM-DD HH'), 5, 'times', /no part of a time/],
    [
      'a time without a format',
      changed('times: "YYYY-MM-DD HH:mm:ss"\n', ''),
      15,
      'events[0].occurred_at',
      /no format is given/,
    ],
    ['an unknown event type', changed('type: accepted', 'type: acepted'), 14, 'events[0].type', /not one of applied/],
    ['a code table without otherwise', changed('    otherwise: reject\n', ''), 7, 'codes.outcome', /otherwise: reject/],
    [
      'a code table to a value the field does not take',
      changed('"01": issued', '"01": granted'),
      21,
      'events[1].outcome',
      /“granted” is not one of/,
    ],
    [
      'an unknown code table',
      changed('codes: outcome', 'codes: outcomes'),
      21,
      'events[1].outcome.codes',
      /did you mean “outcome”/,
    ],
    [
      'a missing field of the type',
      changed('    outcome: { from: "{result}", codes: outcome }\n', ''),
      17,
      'events[1].outcome',
      /“decided” needs “outcome”/,
    ],
    [
      'a missing event_id',
      changed('    event_id: "{no}-accepted"\n', ''),
      14,
      'events[0].event_id',
      /needs “event_id”/,
    ],
    ['a brace left open', changed('"{no}-accepted"', '"{no-accepted"'), 15, 'events[0].event_id', /not closed/],
    [
      'a column without quotes',
      changed('case_id: "{no}"', 'case_id: {no}'),
      12,
      'fields.case_id',
      /^Must be text\. .* needs quotes around it: "\{no\}"\.$/,
    ],
    [
      'columns without quotes and text behind them',
      changed('event_id: "{no}-accepted"', 'event_id: {no}-{result}'),
      15,
      'event_id',
      /needs quotes around it: "\{no\}-\{result\}"\.$/,
    ],
    [
      'a column without quotes where it is translated',
      changed('from: "{result}"', 'from: {result?}'),
      21,
      'events[1].outcome.from',
      /needs quotes around it: "\{result\?\}"\.$/,
    ],
    [
      'a misspelt condition',
      changed('decided: present', 'decided: presnt'),
      18,
      'events[1].when.decided',
      /Did you mean “present”\? To compare with “presnt” itself, write it as a list: \[presnt\]\./,
    ],
    [
      'a key that stands twice',
      changed('    event_id: "{no}-accepted"', '    event_id: "{no}-accepted"\n    event_id: "{no}-a"'),
      16,
      'events[0].event_id',
      /^“event_id” stands here a second time, after line 15; keep one of the two\.$/,
    ],
    [
      'a code that stands twice',
      changed('    "02": returned', '    "02": returned\n    "01": completed'),
      10,
      'codes.outcome.01',
      /stands here a second time, after line 8/,
    ],
    [
      'a constant out of its range',
      changed('  case_id: "{no}"', '  case_id: "{no}"\n  rating: 9'),
      13,
      'fields.rating',
      /^rating is 9; send a whole number from 1 to 5\.$/,
    ],
    [
      'a constant that no code is',
      changed('  case_id: "{no}"', '  case_id: "{no}"\n  window: "W01 "'),
      13,
      'fields.window',
      /has blanks at its ends.*send "W01"/,
    ],
    [
      'a source that is too long',
      changed('source: town', `source: ${'x'.repeat(65)}`),
      4,
      'source',
      /^source has 65 characters; it may have at most 64\.$/,
    ],
    [
      'a column that lacks its braces',
      changed('occurred_at: "{accepted}"', 'occurred_at: accepted'),
      16,
      'events[0].occurred_at',
      /“accepted” is no time of the form .*; correct it, or name the column it comes from in braces/,
    ],
    [
      'a constant time nothing can be of',
      changed('occurred_at: "{accepted}"', 'occurred_at: "1966-10-14 09:00:00"'),
      16,
      'events[0].occurred_at',
      /lies outside 1990–2199/,
    ],
    ['a misspelt type', changed('type: accepted', 'type: acepted'), 14, 'events[0].type', /did you mean “accepted”\?$/],
    [
      'a wrong condition',
      changed('{ decided: present }', '{ decided: { above: 3 } }'),
      18,
      'events[1].when.decided.above',
      /Known: not/,
    ],
    [
      'times on a field that is no time',
      changed('codes: outcome }', 'times: YYYYMMDD }'),
      21,
      'events[1].outcome',
      /is no time/,
    ],
    [
      'events that are no list',
      changed('events:\n  - type: accepted', 'events:\n    type: accepted').replace(/ {2}- type: decided[\s\S]*/, ''),
      13,
      'events',
      /Must be a list/,
    ],
    ['broken YAML', changed('name: permits', 'name: "permits'), 1, '', /Not valid YAML/],
  ])('with %s is refused with line and key', (_, text, line, key, message) => {
    const found = mistakes(text);
    expect(found.map((mistake) => [mistake.line, mistake.key])).toContainEqual([line, key]);
    expect(found.find((mistake) => mistake.line === line && mistake.key === key)!.message).toMatch(message);
  });

  it('names all its mistakes at once, in the order of the file', () => {
    const text = changed('format: csv', 'format: xlsx').replace('type: accepted', 'type: acepted');
    expect(mistakes(text).map(({ line }) => line)).toEqual([3, 14]);
    expect(() => readMapping(text, 'permits.yaml')).toThrow(/permits\.yaml cannot be used:\n {2}line 3, format: /);
  });

  it('lets an event take a shared field back by giving it no value', () => {
    const text = changed('  case_id: "{no}"', '  case_id: "{no}"\n  item: permit').replace(
      '    outcome:',
      '    item:\n    outcome:',
    );
    const [accepted, decided] = readMapping(text, 'permits.yaml').tables[0]!.events;
    expect(accepted!.fields.map(({ field }) => field)).toContain('item');
    expect(decided!.fields.map(({ field }) => field)).not.toContain('item');
  });
});
