import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkLine } from './check.ts';
import { hasRepeatedField, repeatedField } from './repeated.ts';
import { SHANGHAI } from './zone.ts';

const context = { zone: SHANGHAI, latest: Date.parse('2026-03-09T12:00:00+08:00'), tolerance: 600_000 };
const text = fc.oneof(fc.string(), fc.constantFrom('W01', '":', '"reason":"', '\\', '{"a":1}', '材料', ', ', 'a: b'));
const EVENT = fc.record(
  {
    source: text,
    reason: text,
    case_id: text,
    revision: fc.nat(4_294_967_295),
    retracted: fc.boolean(),
    fee: fc.double({ min: 0, max: 1e9, noNaN: true }),
    granted: fc.constantFrom(1, 1000, 3650),
  },
  { requiredKeys: ['source'] },
);

/** The ways programs and people write JSON. */
const STYLES: Record<string, (fields: [string, unknown][]) => string> = {
  compact: (fields) => `{${fields.map(([name, value]) => `"${name}":${JSON.stringify(value)}`).join(',')}}`,
  spaced: (fields) => `{${fields.map(([name, value]) => `"${name}": ${JSON.stringify(value)}`).join(', ')}}`,
  'spaced out': (fields) =>
    ` { ${fields.map(([name, value]) => `"${name}" :\t${JSON.stringify(value)}`).join(' ,  ')} } `,
  'with escapes': (fields) =>
    `{${fields.map(([name, value]) => `"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}":${JSON.stringify(value)}`).join(',')}}`,
  'with short numbers': (fields) =>
    `{${fields.map(([name, value]) => `"${name}":${typeof value === 'number' ? value.toExponential().replace('+', '') : JSON.stringify(value)}`).join(',')}}`,
};

describe.each(Object.entries(STYLES))('a line written %s', (_, write) => {
  it('names no field twice when it does not, whatever its texts hold', () => {
    fc.assert(
      fc.property(EVENT, (event) => {
        const line = write(Object.entries(event));
        expect(hasRepeatedField(line, JSON.parse(line))).toBe(false);
      }),
    );
  });

  it('is found out when it does, and the field is named', () => {
    const again = fc.constantFrom<[string, unknown]>(['fee', 0], ['source', ''], ['reason', 'x'], ['revision', 4e9]);
    fc.assert(
      fc.property(EVENT, again, (event, field) => {
        fc.pre(field[0] in event);
        const line = write([...Object.entries(event), field]);
        expect(hasRepeatedField(line, JSON.parse(line))).toBe(true);
        expect(repeatedField(line)).toBe(field[0]);
      }),
    );
  });
});

it('a line with a field twice is refused, and told which', () => {
  const line =
    '{"source":"hall","event_id":"1","type":"accepted","case_id":"C1","window":"W1","occurred_at":"2026-03-02","window":"W2"}';
  expect(checkLine(line, context)).toEqual({
    code: 'repeated_field',
    field: 'window',
    message: 'window stands twice in the line, and which of the two is meant is not known. Send each field once.',
  });
  expect(checkLine(line.replace(',"window":"W2"', ''), context)).toMatchObject({ event: { window: 'W1' } });
});

it('also when what was overwritten is no text at all', () => {
  const line =
    '{"source":"hall","event_id":"1","type":{"a":[1]},"case_id":"C1","occurred_at":"2026-03-02","type":"accepted"}';
  expect(checkLine(line, context)).toMatchObject({ code: 'repeated_field', field: 'type' });
});
