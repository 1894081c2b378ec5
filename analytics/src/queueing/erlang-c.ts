/**
 * How long people wait before a row of equal windows: Erlang's second formula (queue M/M/n).
 *
 * Assumes: people come at random (Poisson) at an even rate within the hour, one line for all windows, first come first
 * served, handling times spread exponentially around their mean, nobody leaves, and the hour is long enough to settle.
 *
 * With load a = arrivals per minute × handling minutes (erlangs) and n windows, a < n:
 *   B(0) = 1, B(k) = a·B(k−1) / (k + a·B(k−1))      Erlang's first formula, stable by recursion: no factorials
 *   C    = n·B(n) / (n − a·(1 − B(n)))              probability of having to wait
 *   W    = C·h / (n − a)                            mean wait over all who come, in the unit of h
 *   P(wait ≤ t) = 1 − C·exp(−(n − a)·t / h)
 * Sources: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
 * exchanges", 1917; D. Gross, C. M. Harris, "Fundamentals of Queueing Theory", M/M/c; the recursion: ITU-T, "Teletraffic
 * Engineering Handbook", Erlang's B-formula.
 */

/** The most windows a search looks at; beyond it the figures given are not those of a counter. */
const MOST_WINDOWS = 10_000;

/** What people meet at n windows. */
export interface Waiting {
  /** Probability of having to wait, 0–1; 1 where the line grows without end. */
  probability: number;
  /** Mean wait of all who come, in minutes; Infinity where the line grows without end. */
  meanMinutes: number;
  /** Share of people who wait no longer than the target, 0–1; 0 where the line grows without end. */
  servedWithin: number;
}

/** A counter over an hour. */
export interface Demand {
  /** People per hour, not negative. */
  arrivalsPerHour: number;
  /** Mean minutes of a window per person, above 0. */
  handlingMinutes: number;
}

/** The target: this share of people (above 0, below 1) waits no longer than this many minutes (0 or more). */
export interface Target {
  waitMinutes: number;
  share: number;
}

/** Offered load in erlangs: how many windows are busy on average. Throws RangeError for figures that are none. */
export function offeredLoad({ arrivalsPerHour, handlingMinutes }: Demand): number {
  if (!(arrivalsPerHour >= 0 && Number.isFinite(arrivalsPerHour)))
    throw new RangeError(`Arrivals per hour must be a number of 0 or more, not ${arrivalsPerHour}.`);
  if (!(handlingMinutes > 0 && Number.isFinite(handlingMinutes)))
    throw new RangeError(`Handling minutes must be a number above 0, not ${handlingMinutes}.`);
  return (arrivalsPerHour / 60) * handlingMinutes;
}

/** Erlang B of one window more, from that of one fewer. */
const nextBlocking = (load: number, windows: number, blocking: number): number =>
  (load * blocking) / (windows + load * blocking);

/** Erlang C from Erlang B. */
const waitProbability = (load: number, windows: number, blocking: number): number =>
  load >= windows ? 1 : (windows * blocking) / (windows - load * (1 - blocking));

function waitingOf(demand: Demand, windows: number, blocking: number, waitMinutes: number): Waiting {
  const load = offeredLoad(demand);
  if (load === 0) return { probability: 0, meanMinutes: 0, servedWithin: 1 };
  if (load >= windows) return { probability: 1, meanMinutes: Number.POSITIVE_INFINITY, servedWithin: 0 };
  const probability = waitProbability(load, windows, blocking);
  const spare = windows - load;
  return {
    probability,
    meanMinutes: (probability * demand.handlingMinutes) / spare,
    servedWithin: 1 - probability * Math.exp((-spare * waitMinutes) / demand.handlingMinutes),
  };
}

/** What people meet at so many windows (a whole number of 0 or more). Throws RangeError for figures that are none. */
export function waitingAt(demand: Demand, windows: number, waitMinutes: number): Waiting {
  if (!Number.isInteger(windows) || windows < 0 || windows > MOST_WINDOWS)
    throw new RangeError(`Windows must be a whole number from 0 to ${MOST_WINDOWS}, not ${windows}.`);
  const load = offeredLoad(demand);
  let blocking = 1;
  for (let k = 1; k <= windows; k += 1) blocking = nextBlocking(load, k, blocking);
  return waitingOf(demand, windows, blocking, waitMinutes);
}

/** The least number of windows that meets the target, at least one: somebody may always come. */
export function windowsFor(demand: Demand, { waitMinutes, share }: Target): { windows: number } & Waiting {
  if (!(share > 0 && share < 1)) throw new RangeError(`The share served must lie between 0 and 1, not ${share}.`);
  if (!(waitMinutes >= 0)) throw new RangeError(`The target wait must be 0 minutes or more, not ${waitMinutes}.`);
  const load = offeredLoad(demand);
  let blocking = 1;
  for (let windows = 1; windows <= MOST_WINDOWS; windows += 1) {
    blocking = nextBlocking(load, windows, blocking);
    if (windows <= load) continue;
    const waiting = waitingOf(demand, windows, blocking, waitMinutes);
    if (waiting.servedWithin >= share) return { windows, ...waiting };
  }
  throw new RangeError(`A load of ${load} erlangs needs more than ${MOST_WINDOWS} windows; check the figures given.`);
}
