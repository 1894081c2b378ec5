/** Moments and days of a zone. Days of a case are those of its centre, wherever the reader sits. */

/** Where nothing tells another zone. */
export const DEFAULT_ZONE = 'Asia/Shanghai';

const formats = new Map<string, Intl.DateTimeFormat>();
function partsIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  } as Intl.DateTimeFormatOptions);
  formats.set(zone, made);
  return made;
}

/** Wall clock of a moment in a zone, as 2026-03-02T09:12:00. */
const wallClock = (moment: Date | string, zone: string): string =>
  partsIn(zone).format(new Date(moment)).replace(' ', 'T');

/** ISO day on which a moment falls in a zone. */
export const dayOf = (moment: Date | string, zone = DEFAULT_ZONE): string => wallClock(moment, zone).slice(0, 10);

/** To the minute, as the field of a form holds it: 2026-03-02T09:12. */
export const minuteOf = (moment: Date | string, zone = DEFAULT_ZONE): string => wallClock(moment, zone).slice(0, 16);

/** The moment a wall clock in a zone shows this; one that daylight saving leaves out is the moment an hour on. */
export function momentOf(local: string, zone = DEFAULT_ZONE): Date {
  const asUtc = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`);
  let moment = asUtc;
  // The second look corrects a guess that lay on the other side of a change of the clock.
  for (let look = 0; look < 2; look++) moment += asUtc - Date.parse(`${wallClock(new Date(moment), zone)}Z`);
  return new Date(moment);
}

export const secondsBetween = (from: Date | string, to: Date | string): number =>
  (new Date(to).getTime() - new Date(from).getTime()) / 1000;
