/** Reads what came to the counters, and makes of each hour how many windows to open. */
import { inlineView } from '@mingcha/sql';
import { type Counter, type HandlingOrigin, type WindowAdviceRow, WindowLoadRow } from '../contract/index.ts';
import type { Span } from '../periods/period.ts';
import { type Demand, offeredLoad, type Target, waitingAt, windowsFor } from '../queueing/erlang-c.ts';
import { type Filters, filterArguments } from './scope.ts';
import { AS_OF, type Select } from './select.ts';
import { period } from './statistics.ts';

/** A mean of fewer cases is left to chance; the mean of all units stands in for it. */
const FEWEST_TIMED_CASES = 20;

export interface Assumptions {
  target: Target;
  /** Minutes of a window per case; what the events tell when undefined. */
  minutesPerCase: number | undefined;
}

/** One row per unit, weekday and hour. */
export function windowLoad({ from, to }: Span, by: Counter, filters: Filters): Select {
  const { text, parameters } = filterArguments(filters);
  return {
    from: inlineView(`window_load(${period(by)}, as_of=${AS_OF}, ${text})`),
    row: WindowLoadRow,
    order: [
      { expression: 'unit', type: 'String' },
      { expression: 'weekday', type: 'UInt8' },
      { expression: 'hour', type: 'UInt8' },
    ],
    parameters: { from_day: from, to_day: to, ...parameters },
  };
}

/** The row with what a queue of its windows does, and how many would meet the target. */
export function adviceOf(row: WindowLoadRow, { target, minutesPerCase }: Assumptions): WindowAdviceRow {
  const { handling_seconds, all_handling_cases, all_handling_seconds, ...load } = row;
  const [minutes, origin] = handlingOf(row, minutesPerCase);
  const perHour = row.open_minutes > 0 ? (row.arrivals * 60) / row.open_minutes : null;
  const open = row.windows_on_file || row.windows_seen;
  const known = {
    ...load,
    arrivals_per_hour: perHour,
    handling_minutes: minutes,
    handling_origin: origin,
    windows_open: open,
  };
  if (perHour === null || minutes === null) {
    return {
      ...known,
      load: null,
      is_overloaded: false,
      ...nothing('now'),
      windows_advised: null,
      ...nothing('advised'),
    };
  }
  const demand: Demand = { arrivalsPerHour: perHour, handlingMinutes: minutes };
  const now = waitingAt(demand, open, target.waitMinutes);
  const advised = windowsFor(demand, target);
  return {
    ...known,
    load: offeredLoad(demand),
    // Without a window known nothing can be said of now.
    is_overloaded: open > 0 && !Number.isFinite(now.meanMinutes),
    wait_now: open > 0 && Number.isFinite(now.meanMinutes) ? now.meanMinutes : null,
    within_now: open > 0 ? now.servedWithin : null,
    windows_advised: advised.windows,
    wait_advised: advised.meanMinutes,
    within_advised: advised.servedWithin,
  };
}

const nothing = <When extends 'now' | 'advised'>(when: When) =>
  ({ [`wait_${when}`]: null, [`within_${when}`]: null }) as Record<`wait_${When}` | `within_${When}`, null>;

function handlingOf(row: WindowLoadRow, given: number | undefined): [minutes: number | null, origin: HandlingOrigin] {
  if (given !== undefined) return [given, 'given'];
  if (row.handling_cases >= FEWEST_TIMED_CASES) return [row.handling_seconds / row.handling_cases / 60, 'unit'];
  if (row.all_handling_cases >= FEWEST_TIMED_CASES)
    return [row.all_handling_seconds / row.all_handling_cases / 60, 'all'];
  return [null, 'none'];
}
