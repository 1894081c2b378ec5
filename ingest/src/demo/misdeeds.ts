/**
 * How often what the supervision rules look for happens in the city on purpose: rarely, and every kind of it. Shares of
 * the cases that could. What happens by itself (late cases, unanswered applications, work on days off) is not listed.
 */
export const MISDEEDS = {
  /** Of refusals, and of cases returned, voided or deleted. */
  withoutReason: 0.15,
  /** Of cases with a fee; and of free ones, charged all the same. */
  wrongFee: 0.006,
  undueFee: 0.0003,
  /** Of cases accepted over the counter. */
  outsideHall: 0.0009,
  /** Of supplement orders. */
  secondSupplement: 0.1,
  supplementBeforeRequest: 0.06,
  /** Of special procedures. */
  outlastsWhatItAsked: 0.14,
  endedBeforeBegun: 0.03,
  stoppedAgain: 0.05,
  /** Of rounds that have stages. */
  stageSkipped: 0.002,
  stageSlow: 0.008,
  /** Of cases decided on the day they were accepted, instant ones apart. */
  suspiciouslyFast: 0.01,
  /** Of instant cases. */
  acceptedAfterDecided: 0.0006,
  /** Of documents issued. */
  deliveredLate: 0.012,
  neverDelivered: 0.006,
  /** Of bad ratings. */
  ratingUnresolved: 0.15,
  /** Of the commitment cases of the one unit that keeps its record clean by sending people away on the last day. */
  dodging: 0.25,
  /** Of events that say when they were recorded. */
  enteredLate: 0.002,
} as const;
