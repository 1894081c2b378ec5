/** Moments as people write them in an address: RFC 3339, and Asia/Shanghai where no zone is given. */

// Groups: day, time, seconds, fraction, zone. In an address a bare "+" arrives as a space, so "17:30 08:00" is meant as +08:00.
const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?(Z|[+\- ]\d{2}:\d{2})?$/i;

/** The moment a text names, or undefined when it names none (a wrong form, 30 February, 25 o'clock). */
export function parseMoment(text: string): Date | undefined {
  const [, day, time, seconds = ':00', fraction = '', zone = '+08:00'] = MOMENT.exec(text) ?? [];
  if (day === undefined || time === undefined || !isRealDay(day)) return undefined;
  const milliseconds = fraction.padEnd(4, '0').slice(1, 4).padEnd(3, '0');
  const moment = new Date(`${day}T${time}${seconds}.${milliseconds}${zone.replace(' ', '+').toUpperCase()}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

/** The local day a moment falls on in a zone (IANA name), as an ISO day. */
export function localDay(moment: Date, zone: string): string {
  // Swedish writes days as ISO does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(moment);
}

// `new Date` rolls 30 February over into March instead of refusing it.
function isRealDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
