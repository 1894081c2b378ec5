/**
 * Moments as senders write them, to epoch milliseconds; strictly, and fast enough for every event.
 *
 * Read: RFC 3339 with or without a zone (`2026-03-02T09:15:00+08:00`, a space for the T, fractions, which are cut
 * to milliseconds), `YYYY-MM-DD`, and the compact `YYYYMMDDThhmmss` and `YYYYMMDD` of GB/T 39046. A day alone is
 * its local midnight; 24:00:00 is the next day's. Without an offset the given zone counts, see zone.ts.
 */
import { SHANGHAI, type Zone } from './zone.ts';

const DAY = 86_400_000;
const MINUS = 45;
const COLON = 58;

/** A text, or bytes that are read like one. */
export interface Characters {
  readonly length: number;
  /** NaN past the end. */
  charCodeAt(at: number): number;
}

/** Epoch milliseconds, or NaN where the text is no moment; `momentProblem` then says why. */
export function parseMoment(text: Characters, zone: Zone = SHANGHAI): number {
  const isExtended = text.charCodeAt(4) === MINUS;
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, isExtended ? 5 : 4);
  const day = two(text, isExtended ? 8 : 6);
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return Number.NaN;
  if (day > 28 && day > daysIn(year, month)) return Number.NaN;
  if (isExtended && text.charCodeAt(7) !== MINUS) return Number.NaN;
  const midnight = dayNumber(year, month, day) * DAY;

  let at = isExtended ? 10 : 8;
  if (at === text.length) return zone.toMoment(midnight);

  const separator = text.charCodeAt(at);
  if (separator === 84 || separator === 116 || separator === 32)
    at += 1; // T, t, space
  else if (isExtended) return Number.NaN;
  const step = isExtended ? 3 : 2;
  if (isExtended && (text.charCodeAt(at + 2) !== COLON || text.charCodeAt(at + 5) !== COLON)) return Number.NaN;
  const hour = two(text, at);
  const minute = two(text, at + step);
  const second = two(text, at + step + step);
  if (!(hour >= 0 && hour <= 24 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59)) return Number.NaN;
  at += step + step + 2;

  let fraction = 0;
  if (text.charCodeAt(at) === 46) {
    const from = at + 1;
    let weight = 100;
    for (at = from; isDigit(text.charCodeAt(at)); at += 1) {
      if (weight >= 1) fraction += (text.charCodeAt(at) - 48) * weight;
      weight /= 10;
    }
    if (at === from) return Number.NaN;
  }
  if (hour === 24 && (minute > 0 || second > 0 || fraction > 0)) return Number.NaN;
  const local = midnight + ((hour * 60 + minute) * 60 + second) * 1000 + fraction;

  if (at === text.length) return zone.toMoment(local);
  const sign = text.charCodeAt(at);
  if (sign === 90 || sign === 122) return at + 1 === text.length ? local : Number.NaN; // Z, z
  if (sign !== 43 && sign !== MINUS) return Number.NaN;
  const hasColon = text.charCodeAt(at + 3) === COLON;
  const hours = two(text, at + 1);
  const minutes = two(text, at + (hasColon ? 4 : 3));
  if (text.length !== at + (hasColon ? 6 : 5)) return Number.NaN;
  if (!(hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59)) return Number.NaN;
  const offset = (hours * 60 + minutes) * 60_000;
  return sign === MINUS ? local + offset : local - offset;
}

/** Why `parseMoment` gives NaN for this text, as a clause to follow the field's name. */
export function momentProblem(text: string): string {
  const parts = /^(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ]?(\d\d):?(\d\d):?(\d\d))?(?=$|[.Zz+-])/.exec(text);
  if (parts) {
    const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
      number,
      number,
      number,
      ...number[],
    ];
    if (month < 1 || month > 12) return `names month ${month}, which no year has; send year, month, day in this order`;
    if (day < 1 || day > daysIn(year, month)) {
      return `names day ${day} of month ${month}, which ${year} does not have; send the day it was`;
    }
    if (hour !== undefined && hour >= 24) {
      return `names hour ${hour}; the last moment of a day is 24:00:00 sharp, what comes after it is of the next day`;
    }
    if (minute !== undefined && minute > 59) return `names minute ${minute}; minutes end at 59, send the one it was`;
    if (second === 60) return 'names a leap second; send second 59';
    if (second !== undefined && second > 59) return `names second ${second}; seconds end at 59, send the one it was`;
  }
  return 'is not a moment; write it like 2026-03-02T09:15:00+08:00, 2026-03-02 09:15:00 or 20260302T091500';
}

/** The moment in UTC as the engine reads it: `YYYY-MM-DD hh:mm:ss.mmm`. */
export function momentText(moment: number): string {
  const day = Math.floor(moment / DAY);
  const milliseconds = moment - day * DAY;
  const seconds = Math.floor(milliseconds / 1000);
  const hour = Math.floor(seconds / 3600);
  const minute = Math.floor(seconds / 60) % 60;
  return `${dayText(day)} ${TWO[hour]}:${TWO[minute]}:${TWO[seconds % 60]}.${THREE[milliseconds % 1000]}`;
}

/** The same as bytes, at a place; answers the place behind them. */
export function writeMoment(moment: number, bytes: Uint8Array, at: number): number {
  const day = Math.floor(moment / DAY);
  const milliseconds = moment - day * DAY;
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const text = dayText(day);
  for (let digit = 0; digit < 10; digit += 1) bytes[at + digit] = text.charCodeAt(digit);
  bytes[at + 10] = 32;
  writeTwo(Math.floor(minutes / 60), bytes, at + 11);
  bytes[at + 13] = COLON;
  writeTwo(minutes % 60, bytes, at + 14);
  bytes[at + 16] = COLON;
  writeTwo(seconds % 60, bytes, at + 17);
  bytes[at + 19] = 46;
  const fraction = milliseconds % 1000;
  bytes[at + 20] = 48 + Math.floor(fraction / 100);
  writeTwo(fraction % 100, bytes, at + 21);
  return at + 23;
}

function writeTwo(number: number, bytes: Uint8Array, at: number): void {
  bytes[at] = 48 + Math.floor(number / 10);
  bytes[at + 1] = 48 + (number % 10);
}

const TWO = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const THREE = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'));
const dayTexts = new Map<number, string>();

function dayText(day: number): string {
  let text = dayTexts.get(day);
  if (text === undefined) {
    text = new Date(day * DAY).toISOString().slice(0, 10);
    if (dayTexts.size > 20_000) dayTexts.clear();
    dayTexts.set(day, text);
  }
  return text;
}

/** Two digits at a place, or a number below -100 so that no sum with it looks like a year. */
function two(text: Characters, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -100_000;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 of a Gregorian date (Hinnant, days_from_civil). */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}
