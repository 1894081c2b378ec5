/**
 * Local times of an IANA zone to moments, daylight saving included.
 *
 * A local time that happens twice (clocks go back) is the earlier of its two moments; one that never happens
 * (clocks go forward) is read with the offset from before the change, so 02:30 becomes 03:30. Both rules are
 * those of RFC 5545 and of Temporal's `compatible`, and give the same answer whenever the event is sent.
 */

const DAY = 86_400_000;

export interface Zone {
  readonly name: string;
  /** Moment in epoch milliseconds of a local time, itself given as if it were UTC. */
  toMoment(local: number): number;
  /** Local time of a moment, itself given as if it were UTC. */
  toLocal(moment: number): number;
}

const zones = new Map<string, Zone>();

/** The zone of that IANA name, e.g. `America/New_York`. Throws a sentence when there is none. */
export function zoneNamed(name: string): Zone {
  let zone = zones.get(name);
  if (!zone) {
    zone = openZone(name);
    zones.set(name, zone);
  }
  return zone;
}

export const SHANGHAI: Zone = zoneNamed('Asia/Shanghai');

function openZone(name: string): Zone {
  const offsetAt = offsets(name);
  // Asking Intl costs microseconds, so each local day is asked once: its offset, or NaN where the clocks change.
  const days = new Map<number, number>();

  function offsetOfDay(day: number): number {
    const before = offsetAt((day - 1) * DAY);
    const offset = before === offsetAt((day + 2) * DAY) ? before : Number.NaN;
    if (days.size > 20_000) days.clear();
    days.set(day, offset);
    return offset;
  }

  function acrossChange(local: number): number {
    const before = offsetAt(local - DAY);
    const after = offsetAt(local + DAY);
    const moments = [local - before, local - after].filter((moment) => local - moment === offsetAt(moment));
    return moments.length > 0 ? Math.min(...moments) : local - before;
  }

  return {
    name,
    toLocal: (moment) => moment + offsetAt(moment),
    toMoment(local) {
      const day = Math.floor(local / DAY);
      const offset = days.get(day) ?? offsetOfDay(day);
      return Number.isNaN(offset) ? acrossChange(local) : local - offset;
    },
  };
}

/** Offset from UTC in milliseconds, east positive, as a function of the moment. */
function offsets(name: string): (moment: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new RangeError(`There is no time zone "${name}": name one of the IANA database, e.g. Asia/Shanghai.`);
  }
  return (moment) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(moment)) part[type] = Number(value);
    const local = Date.UTC(
      part['year'] ?? 0,
      (part['month'] ?? 1) - 1,
      part['day'],
      part['hour'],
      part['minute'],
      part['second'],
    );
    return local - Math.floor(moment / 1000) * 1000;
  };
}
