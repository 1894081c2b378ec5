import { expect, it } from 'vitest';
import { splitCaseNumber } from './case-number.ts';

it.each([
  ['430600202603000118', '430600202603', '000118'],
  ['HN-2026-000017', 'HN-2026-', '000017'],
  ['BCS-1234567', 'BCS-', '1234567'],
  ['case-10011', 'case-', '10011'],
  ['2026-000017-1', '2026-00', '0017-1'],
  ['101004113747', '101004', '113747'],
  ['a-7', '', 'a-7'],
])('tells %s apart by its end', (id, head, tail) => {
  expect(splitCaseNumber(id)).toEqual({ head, tail });
});
