/** ISO 8601 weeks: Monday to Sunday; week 1 holds the year's first Thursday, so 2026-W01 begins on 2025-12-29. */

const DAY_MS = 86_400_000;

/** The Monday of a week such as `2026-W10`, as an ISO day; undefined when there is no such week (`2025-W53`). */
export function mondayOf(week: string): string | undefined {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week)?.map(Number) ?? [];
  if (year === undefined || number === undefined) return undefined;
  const fourthOfJanuary = Date.UTC(year, 0, 4);
  const monday = fourthOfJanuary - isoWeekday(fourthOfJanuary) * DAY_MS + (number - 1) * 7 * DAY_MS;
  const day = new Date(monday).toISOString().slice(0, 10);
  return weekOf(day) === week ? day : undefined;
}

/** The week an ISO day lies in, e.g. `2026-W10`. */
export function weekOf(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  const thursday = new Date(at + (3 - isoWeekday(at)) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const number = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${year}-W${String(number).padStart(2, '0')}`;
}

/** 0 = Monday … 6 = Sunday. */
function isoWeekday(at: number): number {
  return (new Date(at).getUTCDay() + 6) % 7;
}
