/** The offsets of an IANA zone from UTC and when each holds, from the runtime's own zone data. */

export interface ZoneOffset {
  /** Seconds since 1970, both included. */
  from: number;
  to: number;
  /** Local time minus UTC, in seconds. */
  seconds: number;
}

const LAST_SECOND = 2_398_377_600; // 2046-01-01
const STEP = 7 * 86_400;

export function zoneOffsets(zone: string): ZoneOffset[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetAt = (second: number): number => {
    const name = format.formatToParts(second * 1000).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
    const found = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(name);
    const magnitude = Number(found?.[2] ?? 0) * 3600 + Number(found?.[3] ?? 0) * 60 + Number(found?.[4] ?? 0);
    return found?.[1] === '-' ? -magnitude : magnitude;
  };
  const offsets: ZoneOffset[] = [];
  let from = 0;
  let seconds = offsetAt(0);
  for (let second = STEP; second <= LAST_SECOND + STEP; second += STEP) {
    if (offsetAt(second) === seconds) continue;
    // The change lies in the last step; halve it down to the second.
    let before = second - STEP;
    let after = second;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offsetAt(middle) === seconds) before = middle;
      else after = middle;
    }
    offsets.push({ from, to: before, seconds });
    from = after;
    seconds = offsetAt(after);
    second = after;
  }
  offsets.push({ from, to: 4_294_967_295, seconds });
  return offsets;
}
