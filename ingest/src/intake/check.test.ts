import fc from 'fast-check';
import Compile from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { CaseEvent, EVENT_TYPES, MAX_LINE_BYTES } from '../event.ts';
import { type Accepted, checkLine, EVENT_COLUMNS, type Rejection } from './check.ts';
import { explain } from './explain.ts';
import { SHANGHAI, zoneNamed } from './zone.ts';

const now = Date.parse('2026-03-09T02:00:00Z');
const context = { zone: SHANGHAI, latest: now + 600_000, tolerance: 600_000 };
const good = {
  source: 'hall',
  event_id: 'E1',
  type: 'accepted',
  case_id: '2026-000001',
  occurred_at: '2026-03-02T09:15:00',
};

const check = (line: string | object) => checkLine(line, context);
const reject = (changes: object) => check(JSON.stringify({ ...good, ...changes })) as Rejection;
function accept(changes: object): Record<string, string> {
  const result = check(JSON.stringify({ ...good, ...changes }));
  if ('code' in result) throw new Error(result.message);
  const values = result.row.split('\t');
  return Object.fromEntries(EVENT_COLUMNS.map((column, index) => [column, values[index] ?? '']));
}

describe('a good line becomes a row', () => {
  it('has every column up to applicant_token, moments in UTC', () => {
    const row = accept({
      recorded_at: '2026-03-02 09:16:00.5',
      due_at: '2026-03-12',
      fee: 12.5,
      rating: 2,
      revision: 3,
    });
    expect(row).toMatchObject({
      case_id: '2026-000001',
      source: 'hall',
      event_id: 'E1',
      revision: '3',
      type: 'accepted',
      is_retracted: 'false',
      occurred_at: '2026-03-02 01:15:00.000',
      recorded_at: '2026-03-02 01:16:00.500',
      due_at: '2026-03-11 16:00:00.000',
      fee: '12.50',
      rating: '2',
      centre: '',
    });
    expect(row['content_hash']).toMatch(/^\d{1,20}$/);
  });

  it('reads times without a zone in the sender’s zone', () => {
    const boston = { ...context, zone: zoneNamed('America/New_York') };
    const result = checkLine(JSON.stringify({ ...good, occurred_at: '2026-01-15 12:00:00' }), boston) as Accepted;
    expect(result.row).toContain('2026-01-15 17:00:00.000');
  });

  it('escapes what would break the row', () => {
    const row = accept({ reason: 'a\tb\nc\\d\re', case_id: 'C\\1' });
    expect(row['reason']).toBe('a\\tb\\nc\\\\d\\re');
    expect(row['case_id']).toBe('C\\\\1');
  });

  it('gives an object the same row as its text', () => {
    const event = { ...good, reason: '缺材料\t补', fee: 3 };
    expect((check(event) as Accepted).row).toBe((check(JSON.stringify(event)) as Accepted).row);
  });

  it('counts fields left undefined as left out', () => {
    expect((check({ ...good, centre: undefined }) as Accepted).row).toBe((check(good) as Accepted).row);
  });

  it('masks numbers of persons in the reason', () => {
    expect(accept({ reason: '请致电13812345678,证件430602199001011234' })['reason']).toBe(
      '请致电[phone removed],证件[id removed]',
    );
  });

  it('has a content hash that follows every field but identity and revision', () => {
    const hash = (changes: object) => accept(changes)['content_hash'];
    expect(hash({ revision: 9, event_id: 'E2' })).toBe(hash({}));
    expect(hash({ occurred_at: '2026-03-02T01:15:00Z' })).toBe(hash({}));
    const variants = [
      {},
      { retracted: true },
      { window: 'W' },
      { staff: 'W' },
      { fee: 0 },
      { due_by: 'day' },
      { type: 'applied' },
    ];
    expect(new Set(variants.map(hash)).size).toBe(variants.length);
  });
});

describe('a bad line is refused with code, field and a sentence', () => {
  it.each<[string, string | object, string, string, RegExp]>([
    ['text that is not JSON', '{"source":', 'not_json', '', /^The line is not valid JSON \(/],
    ['a CSV line', 'hall,E1,accepted', 'not_json', '', /starts with "h"\. Send one event as/],
    ['a list', '[1]', 'not_json', '', /starts with "\["|a list/],
    ['a number', '42', 'not_json', '', /the number 42/],
    ['null', 'null', 'not_json', '', /null/],
  ])('%s', (_, line, code, field, message) => {
    expect(check(line)).toEqual({ code, field, message: expect.stringMatching(message) });
  });

  it.each<[string, object, string, string, RegExp]>([
    ['an unknown type', { type: 'eaten' }, 'unknown_type', 'type', /^type "eaten" is not known; send one of applied, /],
    ['an unknown field', { caseid: 'C' }, 'unknown_field', 'caseid', /Did you mean case_id\?$/],
    ['a mistyped field', { ocurred_at: '2026' }, 'unknown_field', 'ocurred_at', /Did you mean occurred_at\?$/],
    ['a field with two letters exchanged', { itme: 'I1' }, 'unknown_field', 'itme', /^itme is .* Did you mean item\?$/],
    ['a field two letters off', { deprtmnt: 'D' }, 'unknown_field', 'deprtmnt', /Did you mean department\?$/],
    [
      'a mistyped type',
      { type: 'acepted' },
      'unknown_type',
      'type',
      /^type "acepted" is not known; did you mean accepted\?/,
    ],
    [
      'a mistyped code',
      { channel: 'moblie' },
      'wrong_value',
      'channel',
      /did you mean mobile\? Send one of window, web/,
    ],
    ['an unknown field like no other', { colour: 'red' }, 'unknown_field', 'colour', /Leave it out/],
    ['a missing field', { case_id: undefined }, 'missing_field', 'case_id', /^case_id is missing: every event must/],
    ['a type’s own missing field', { type: 'decided' }, 'missing_field', 'outcome', /an event of type decided must/],
    ['a rating without a rating', { type: 'rated' }, 'missing_field', 'rating', /of type rated must carry it/],
    [
      'a number as text',
      { rating: '5' },
      'wrong_type',
      'rating',
      /whole number from 1 to 5, but came as the text "5"; send it without quotes\./,
    ],
    [
      'text as a number',
      { case_id: 12345 },
      'wrong_type',
      'case_id',
      /must be text, but came as the number 12345; put it in quotes\./,
    ],
    [
      'a boolean as text',
      { retracted: 'true' },
      'wrong_type',
      'retracted',
      /true or false, but came as the text "true"; send it without quotes/,
    ],
    ['null', { window: null }, 'wrong_type', 'window', /^window is null; leave the field out instead\.$/],
    ['an empty code', { window: '' }, 'wrong_value', 'window', /^window is empty/],
    ['a blank code', { event_id: '  ' }, 'wrong_value', 'event_id', /^event_id is blank; every event must carry it/],
    ['a code of a wide blank', { window: '\u3000' }, 'wrong_value', 'window', /^window is blank/],
    [
      'a code with a blank behind it',
      { window: 'W01 ' },
      'wrong_value',
      'window',
      /^window "W01 " has blanks at its ends, which make it another code; send "W01"\.$/,
    ],
    ['a code with a wide blank before it', { case_id: '\u3000C1' }, 'wrong_value', 'case_id', /; send "C1"\.$/],
    ['a code too long', { window: 'x'.repeat(65) }, 'wrong_value', 'window', /65 characters; it may have at most 64/],
    ['a control character', { window: 'a\tb' }, 'wrong_value', 'window', /"a·b" holds a control character/],
    [
      'a fraction for a whole number',
      { revision: 1.5 },
      'wrong_value',
      'revision',
      /revision is 1\.5; send a whole number from 0/,
    ],
    ['a number out of range', { rating: 6 }, 'wrong_value', 'rating', /rating is 6; send a whole number from 1 to 5/],
    [
      'an unknown code',
      { channel: 'pigeon' },
      'wrong_value',
      'channel',
      /^channel "pigeon" is not known; send one of window, /,
    ],
    [
      '30 February',
      { occurred_at: '2026-02-30' },
      'impossible_date',
      'occurred_at',
      /"2026-02-30" names day 30 of month 2, which 2026 does not have; send the day it was\./,
    ],
    ['24:00:01', { occurred_at: '2026-03-02 24:00:01' }, 'impossible_date', 'occurred_at', /names hour 24/],
    ['month 13', { due_at: '20261301' }, 'impossible_date', 'due_at', /names month 13/],
    [
      'no date at all',
      { recorded_at: 'last week' },
      'impossible_date',
      'recorded_at',
      /is not a moment; write it like/,
    ],
    ['before 1990', { occurred_at: '1900-01-01' }, 'too_early', 'occurred_at', /lies before 1990-01-01/],
    [
      'a due moment that means none',
      { due_at: '9999-12-31' },
      'too_late',
      'due_at',
      /lies after 2199-12-31; leave due_at out/,
    ],
    [
      'a nested value',
      { reason: { text: 'x' } },
      'nested',
      'reason',
      /holds an object; an event is flat, so send text\./,
    ],
    ['a list as value', { window: ['W1'] }, 'nested', 'window', /holds a list/],
    ['a NUL in a code', { window: 'a\u0000b' }, 'nul', 'window', /holds a NUL character/],
    ['a NUL in the reason', { reason: 'a\u0000b' }, 'nul', 'reason', /holds a NUL character/],
    ['half a surrogate pair', { reason: '\ud83d' }, 'broken_utf8', 'reason', /is not UTF-8 text/],
    [
      'an ID number as staff code',
      { staff: '430602199001011234' },
      'personal_data',
      'staff',
      /^staff holds a name, an ID number/,
    ],
    [
      'a name as pseudonym',
      { applicant_token: '张三' },
      'personal_data',
      'applicant_token',
      /^applicant_token holds a name/,
    ],
    [
      'a mobile number as pseudonym',
      { applicant_token: '13812345678' },
      'personal_data',
      'applicant_token',
      /phone number/,
    ],
  ])('%s', (_, changes, code, field, message) => {
    expect(reject(changes)).toEqual({ code, field, message: expect.stringMatching(message) });
  });

  it.each([
    'applicant_name',
    'applicantName',
    'id_number',
    'phone',
    '姓名',
    '身份证号',
    '联系电话',
    '手机',
    'SQRXM',
    'contact_mobile',
    'email',
  ])('a personal field: %s, without quoting its value', (field) => {
    const rejection = reject({ [field]: '张三丰' });
    expect(rejection).toMatchObject({ code: 'personal_data', field });
    expect(rejection.message).not.toContain('张三丰');
  });

  it('a time in the future, past the tolerance for clocks that run ahead', () => {
    expect(accept({ occurred_at: '2026-03-09T10:10:00+08:00' })['occurred_at']).toBe('2026-03-09 02:10:00.000');
    expect(reject({ occurred_at: '2026-03-09T10:10:01+08:00' })).toMatchObject({
      code: 'future',
      field: 'occurred_at',
    });
    expect(reject({ recorded_at: '2026-03-10' })).toMatchObject({ code: 'future', field: 'recorded_at' });
    // Said in the sender's time, with how far its clock may run ahead.
    expect(reject({ occurred_at: '2026-03-09T02:30:00Z' }).message).toBe(
      `occurred_at "2026-03-09T02:30:00Z" is 2026-03-09 10:30:00 in Asia/Shanghai and lies in the future: there it is 2026-03-09 10:00:00, and a sender's clock may run ahead by 10 minutes. Check the sender's clock and zone.`,
    );
    expect(accept({ due_at: '2027-01-01' })['due_at']).toBe('2026-12-31 16:00:00.000');
  });

  it('a line over the length, counted in bytes', () => {
    const fill = (text: string, bytes: number) => {
      const line = JSON.stringify({ ...good, reason: '' });
      const count = Math.floor((bytes - line.length) / Buffer.byteLength(text));
      return line.replace('"reason":""', `"reason":"${text.repeat(count)}"`);
    };
    expect(check(fill('材', MAX_LINE_BYTES))).toMatchObject({ code: 'wrong_value', field: 'reason' });
    const rejection = check(fill('材', MAX_LINE_BYTES + 6));
    expect(rejection).toMatchObject({ code: 'too_long', field: '' });
    expect(check(fill('x', MAX_LINE_BYTES + 1))).toMatchObject({ code: 'too_long' });
  });

  it('broken UTF-8, as a lenient decoder shows it', () => {
    const bytes = Buffer.concat([Buffer.from('{"reason":"'), Buffer.from([0xe6, 0x9d]), Buffer.from('"}')]);
    expect(check(bytes.toString('utf8'))).toMatchObject({ code: 'broken_utf8', field: '' });
  });

  it('a line of nothing, as after a comma too many in an array', () => {
    for (const line of ['', ' ']) {
      expect(check(line)).toEqual({ code: 'not_json', field: '', message: expect.stringMatching(/^There is nothing/) });
    }
  });

  it('a NUL in the line itself', () => {
    expect(check('{"source":"a\u0000"}')).toMatchObject({ code: 'nul', field: '' });
  });

  it('deep nesting, without running out of stack', () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    expect(check(deep)).toMatchObject({ code: 'not_json' });
    expect(check(JSON.stringify(good).replace('"hall"', deep))).toMatchObject({ code: 'nested', field: 'source' });
    expect(check('{"a":'.repeat(10_000))).toMatchObject({ code: 'not_json' });
  });

  it('a field named __proto__ and other names objects are born with', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const line = JSON.stringify(good).replace('{', `{"${name}":"x",`);
      expect(check(line)).toMatchObject({ code: 'unknown_field', field: name });
    }
  });
});

it('numbers of persons never come back in a message', () => {
  for (const changes of [{ type: '13812345678' }, { channel: '430602199001011234' }, { occurred_at: '13812345678' }]) {
    expect(reject(changes).message).not.toMatch(/13812345678|430602199001011234/);
  }
  expect((check('{"x": 13812345678, nonsense') as Rejection).message).not.toMatch(/13812345678/);
});

it('whatever the contract refuses is explained by name', () => {
  const contract = Compile(CaseEvent);
  const junk = fc.oneof(
    fc.anything({ maxDepth: 2 }),
    fc.constantFrom('', 'x', 'x'.repeat(3000), '2026-03-02', -1, 0, 1.5, 1e300, Number.NaN, true, null, ...EVENT_TYPES),
  );
  const fields = fc.constantFrom(...Object.keys(CaseEvent.properties), 'toString', 'name', 'x');
  fc.assert(
    fc.property(fc.dictionary(fields, junk, { maxKeys: 3 }), (changes) => {
      const event = { ...good, ...changes };
      if (contract.Check(event)) return;
      const rejection = explain(event);
      expect(Object.keys({ ...event })).toContain(rejection.field || 'none');
      expect(rejection.message).toMatch(/\.$|\?$/);
    }),
    { numRuns: 2000, seed: 7 },
  );
});

it('any text is answered, never thrown at', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (line) => {
      expect(check(line)).toHaveProperty('code');
    }),
    { numRuns: 2000, seed: 7 },
  );
});
