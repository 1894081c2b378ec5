import { expect, it } from 'vitest';
import { HoursError, parseHours } from './hours.ts';

it('reads hours as seconds after midnight', () => {
  expect(parseHours('09:00-12:00 13:30-17:30')).toEqual([
    [32_400, 43_200],
    [48_600, 63_000],
  ]);
  expect(parseHours(' 09:00-12:00; 13:30-17:30,18:00-19:00 ')).toHaveLength(3);
  expect(parseHours('00:00-24:00')).toEqual([[0, 86_400]]);
  expect(parseHours('09:00-12:00 12:00-13:00')).toHaveLength(2);
});

it.each([
  ['9-12', /“9-12” is no interval/],
  ['9:00-12:00', /is no interval/],
  ['', /is no interval/],
  ['12:00-09:00', /ends before it begins/],
  ['09:00-09:00', /ends before it begins/],
  ['09:00-12:00 11:30-17:30', /“11:30-17:30” begins before the interval in front of it ends/],
  ['13:00-17:00 09:00-12:00', /begins before/],
  ['09:00-24:30', /is no time of a day/],
  ['09:75-12:00', /is no time of a day/],
])('refuses the hours “%s” in a sentence', (text, sentence) => {
  expect(() => parseHours(text)).toThrow(HoursError);
  expect(() => parseHours(text)).toThrow(sentence);
});
