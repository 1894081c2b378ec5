/**
 * Times as sources write them, and the moment they mean.
 *
 * A format is written with YYYY MM DD HH mm ss, `f` for one to nine digits of a fraction, `Z` for an offset
 * (`Z`, `+08`, `+0800`, `+08:00`) and `[…]` around what may be missing. Anything else stands for itself, so
 * `+00` written out is text to be passed over, not an offset. Without `Z` the time is local to the zone.
 * Local times the clocks pass twice or skip are read as the intake reads them (see ../intake/zone.ts).
 */
import { zoneNamed } from '../intake/zone.ts';

export type ReadTime = (text: string) => number | undefined;

const PARTS: Record<string, string> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  DD: '(?<day>\\d{2})',
  HH: '(?<hour>\\d{2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  f: '(?<fraction>\\d{1,9})',
  Z: '(?<offset>Z|[+-]\\d{2}(?::?\\d{2})?)',
};

/** The expression behind a format, or a sentence that says what is wrong with it. */
function expression(format: string): RegExp | string {
  let pattern = '';
  let depth = 0;
  const seen = new Set<string>();
  for (let at = 0; at < format.length; ) {
    const part = ['YYYY', 'MM', 'DD', 'HH', 'mm', 'ss', 'f', 'Z'].find((each) => format.startsWith(each, at));
    if (part) {
      if (seen.has(part)) return `“${part}” stands twice in “${format}”.`;
      seen.add(part);
      pattern += PARTS[part];
      at += part.length;
      continue;
    }
    const character = format[at]!;
    at += 1;
    if (character === '[') {
      depth += 1;
      pattern += '(?:';
    } else if (character === ']') {
      depth -= 1;
      if (depth < 0) return `“]” without “[” in “${format}”.`;
      pattern += ')?';
    } else if (/[a-zA-Z]/.test(character) && character !== 'T') {
      return `“${character}” in “${format}” is no part of a time; use YYYY MM DD HH mm ss f Z.`;
    } else {
      pattern += character.replace(/[.*+?^${}()|\\/]/g, '\\$&');
    }
  }
  if (depth > 0) return `“[” is not closed in “${format}”.`;
  if (!seen.has('YYYY') || !seen.has('MM') || !seen.has('DD')) return `“${format}” needs YYYY, MM and DD.`;
  return new RegExp(`^${pattern}$`);
}

/** Undefined when the format is good, else what is wrong with it. */
export function timeFormatMistake(format: string): string | undefined {
  const result = expression(format);
  return typeof result === 'string' ? result : undefined;
}

/** Reads times in any of the formats; milliseconds since 1970 UTC, undefined for what fits none or is no real time. */
export function timeReader(formats: readonly string[], zone: string): ReadTime {
  const expressions = formats.map((format) => {
    const result = expression(format);
    if (typeof result === 'string') throw new Error(result);
    return result;
  });
  const clock = zoneNamed(zone);
  return (text) => {
    for (const each of expressions) {
      const parts = each.exec(text)?.groups;
      if (!parts) continue;
      const local = wallClock(parts);
      if (local === undefined) continue;
      const offset = parts['offset'];
      return offset === undefined ? clock.toMoment(local) : local - offsetMilliseconds(offset);
    }
    return undefined;
  };
}

function wallClock(parts: Record<string, string | undefined>): number | undefined {
  const year = Number(parts['year']);
  const month = Number(parts['month']);
  const day = Number(parts['day']);
  const hour = Number(parts['hour'] ?? 0);
  const minute = Number(parts['minute'] ?? 0);
  const second = Number(parts['second'] ?? 0);
  const fraction = parts['fraction'];
  const milliseconds = fraction === undefined ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3));
  if (year < 1900 || month < 1 || month > 12 || day < 1 || minute > 59 || second > 59) return undefined;
  if (hour > 24 || (hour === 24 && minute + second + milliseconds > 0)) return undefined;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
}

function offsetMilliseconds(offset: string): number {
  if (offset === 'Z') return 0;
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (offset[0] === '-' ? -minutes : minutes) * 60_000;
}
