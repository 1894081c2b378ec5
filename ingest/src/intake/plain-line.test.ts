import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CASE_KINDS, CaseEvent, CHANNELS, DUE_COMPARISONS, EVENT_TYPES, OUTCOMES } from '../event.ts';
import { checkLine } from './check.ts';
import { LineBytes } from './line-bytes.ts';
import { PlainLines } from './plain-line.ts';
import { SHANGHAI, zoneNamed } from './zone.ts';

const latest = Date.parse('2026-03-09T02:10:00Z');
const contexts = [SHANGHAI, zoneNamed('America/New_York')].map((zone) => ({ zone, latest, tolerance: 600_000 }));
const plain = new PlainLines();

/** What is made of a line that lies between others; undefined where it is left to checkLine. */
function readPlain(text: string, context = contexts[0]!): object | undefined {
  const bytes = Buffer.from(`"}\n${text}\n{"`);
  const line = new LineBytes(bytes, 3, bytes.length - 3);
  if (!plain.read(line, context)) return undefined;
  const row = plain.room.toString('utf8', plain.rowFrom, plain.rowTo);
  return { mark: plain.mark, row, caseId: plain.caseId(line) };
}

function readSlowly(text: string, context = contexts[0]!): object {
  const checked = checkLine(text, context);
  if ('code' in checked) return checked;
  const { mark, row, event } = checked;
  return { mark, row, caseId: event.case_id };
}

/** Whatever is taken is taken as checkLine takes it; answers whether it was. */
function agrees(text: string): boolean {
  let isTaken = false;
  for (const context of contexts) {
    const read = readPlain(text, context);
    if (read) expect({ text, ...read }).toEqual({ text, ...readSlowly(text, context) });
    isTaken ||= read !== undefined;
  }
  return isTaken;
}

const good = {
  source: 'hall',
  event_id: '430600-1-a',
  type: 'decided',
  case_id: '430600-20260302-000001',
  occurred_at: '2026-03-02T09:15:00+08:00',
  recorded_at: '2026-03-02T09:16:07.25+08:00',
  department: '430600-D08',
  staff: 'S11',
  outcome: 'issued',
  reason: '材料齐全（补）',
  revision: 12,
  fee: 30,
  due_at: '20260312',
  retracted: false,
};
const line = JSON.stringify(good);

/** Texts of every kind, those among them that only checkLine can judge. */
const text = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9-]{1,12}$/),
  fc.constantFrom(
    '窗口一',
    '',
    'a b',
    '[id removed]',
    '13812345678',
    '430602199001011234',
    '1234567890',
    'W01 ',
    '\u3000窗口',
    '窗口\u00a0',
    '窗口（一）',
    '\ufffd',
    '\uffc0',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.integer({ min: 60, max: 130 }).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 20, max: 130 }).map((length) => '超'.repeat(length)),
);
const moment = fc.oneof(
  fc
    .date({ min: new Date('1989-12-30'), max: new Date('2026-03-10'), noInvalidDate: true })
    .chain((at) =>
      fc.constantFrom(
        at.toISOString(),
        at.toISOString().slice(0, 19),
        `${at.toISOString().slice(0, 19)}+08:00`,
        `${at.toISOString().slice(0, 19).replace('T', ' ')}-0530`,
        at.toISOString().slice(0, 10),
        at.toISOString().replace(/[-:]/g, '').slice(0, 15),
      ),
    ),
  fc.constantFrom('2026-02-30T00:00:00Z', '2200-01-01', '2026-03-01T24:00:00', '2026-03-01T09:15:60Z', 'heute'),
);
const number = fc.oneof(
  fc.integer({ min: -2, max: 8 }),
  fc.constantFrom(4_294_967_295, 4_294_967_296, 3650, 3651, 1e9, 1e21, 12.5, 0.1, '3', null, true),
);
const choice = (values: readonly string[]) => fc.oneof(fc.constantFrom(...values), fc.constantFrom('', 'other', 'Web'));
const valuesOf: Partial<Record<keyof CaseEvent, fc.Arbitrary<unknown>>> = {
  type: choice(EVENT_TYPES),
  case_kind: choice(CASE_KINDS),
  channel: choice(CHANNELS),
  outcome: choice(OUTCOMES),
  due_by: choice(DUE_COMPARISONS),
  special_kind: choice(['stop', 'extension']),
  granted_unit: choice(['working_days']),
  occurred_at: moment,
  recorded_at: moment,
  due_at: moment,
  revision: number,
  granted: number,
  rating: number,
  fee: number,
  retracted: fc.constantFrom(true, false, 'true', 0),
};
const changes = fc
  .uniqueArray(fc.constantFrom(...(Object.keys(CaseEvent.properties) as (keyof CaseEvent)[])), { maxLength: 4 })
  .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, valuesOf[name] ?? text]))));

describe('a line read from its bytes', () => {
  it('is taken when it is written plainly, with or without a space after colons and commas', () => {
    const spaced = `{${Object.entries(good)
      .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      .join(', ')}}`;
    for (const written of [line, spaced]) {
      expect(readPlain(written)).toBeDefined();
      expect(readPlain(written)).toEqual(readSlowly(written));
    }
  });

  it('is taken for every type and every field of the contract', () => {
    const every = {
      ...good,
      centre: 'C',
      window: 'W',
      owner_department: 'D',
      item: 'I',
      case_kind: 'joint',
      channel: 'web',
      stage: '2',
      special_kind: 'stop',
      special_id: '1-1',
      granted: 3650,
      granted_unit: 'working_hours',
      due_by: 'moment',
      rating: 5,
      applicant_token: 'p-1',
      retracted: true,
    };
    expect(Object.keys(every).sort()).toEqual(Object.keys(CaseEvent.properties).sort());
    for (const type of EVENT_TYPES) expect(agrees(JSON.stringify({ ...every, type }))).toBe(true);
  });

  it('is what checkLine makes of it, whatever its fields hold and in whatever order they come', () => {
    let taken = 0;
    fc.assert(
      fc.property(changes, fc.boolean(), (changed, isFirst) => {
        const event = isFirst ? { ...changed, ...good, ...changed } : { ...good, ...changed };
        if (agrees(JSON.stringify(event))) taken += 1;
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(300);
  });

  it('is left to checkLine, or read alike, when any one byte of it is another, missing, or too many', () => {
    const marks = ['"', '\\', '{', '}', ',', ':', ' ', '\t', '\u007f', '0', '-', '.', 'e', '[', '\u0001', '理', ''];
    for (let at = 0; at <= line.length; at += 1) {
      for (const mark of marks) {
        agrees(line.slice(0, at) + mark + line.slice(at));
        agrees(line.slice(0, at) + mark + line.slice(at + 1));
      }
    }
  });

  it('is left to checkLine when a field stands twice in it', () => {
    for (const [name, value] of Object.entries(good)) {
      expect(readPlain(`${line.slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(value)}}`)).toBeUndefined();
    }
  });
});
