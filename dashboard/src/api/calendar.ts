/** Which days are working days is the server's to say: holidays, make-up workdays and a centre's own closures. */
import type { Calendar } from '@mingcha/analytics/contract';
import { addDays } from '@mingcha/analytics/periods';
import { get } from './client.ts';

/** No centre rests longer than this. */
const LONGEST_REST_DAYS = 60;

/** The last day before another on which the units meant by the filters worked; null where there was none for long. */
export async function workingDayBefore(
  day: string,
  filters: Record<string, string>,
  signal?: AbortSignal,
): Promise<string | null> {
  const span = { from: addDays(day, -LONGEST_REST_DAYS), to: addDays(day, -1) };
  const { rows } = await get<Calendar>('/calendar', { ...span, ...filters }, signal);
  return rows.findLast((row) => row.is_working)?.day ?? null;
}
