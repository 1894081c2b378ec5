/** The stages of a round: as many days for each as the item allows where the round has so many, else late ones. */
import { type CasePlan, DAY, dayAt, type PlannedStage, type Round } from './case-plan.ts';
import { MISDEEDS } from './misdeeds.ts';
import type { OfficeTime } from './office-time.ts';
import type { Random } from './random.ts';
import type { WorkingDays } from './working-days.ts';

const CODES = ['1', '2', '3'] as const;
/** Of an item without limits for its stages. */
const USUAL = [5, 3, 2] as const;

/** Stages of a round that is decided; of one that is withdrawn before, `until` then. */
export function planStages(
  random: Random,
  { calendar, time }: { calendar: WorkingDays; time: OfficeTime },
  plan: CasePlan,
  round: Round,
): PlannedStage[] {
  const { acceptedAt, decidedAt } = round;
  if (acceptedAt === null || decidedAt === null) return [];
  if (plan.kind === 'instant') {
    if (plan.item?.stages.length === 0 || random.chance(MISDEEDS.stageSkipped)) return [];
    const startAt = Math.min(decidedAt, acceptedAt + 5);
    return [{ stage: '1', startAt, finishAt: Math.max(startAt, decidedAt - 5) }];
  }
  const limits = CODES.map((code, i) => plan.item?.stages.find(({ stage }) => stage === code)?.limit ?? USUAL[i]!);
  const from = dayAt(acceptedAt);
  const days = daysOfStages(calendar.used(from, dayAt(decidedAt), round.stops), limits);
  if (random.chance(MISDEEDS.stageSlow)) days.splice(0, 3, days[0]! + days[1]! + days[2]!, 0, 0);
  const stages: PlannedStage[] = [];
  let startAt = Math.min(decidedAt, acceptedAt + random.between(20, 600));
  let done = 0;
  CODES.forEach((stage, i) => {
    done += days[i]!;
    const day = calendar.nth(from, done, round.stops);
    const moment = i === 2 ? decidedAt - random.between(5, 300) : day * DAY + (time.onDay(random, day, startAt) % DAY);
    const finishAt = Math.max(startAt, Math.min(decidedAt, moment));
    stages.push({ stage, startAt, finishAt });
    startAt = finishAt;
  });
  if (random.chance(MISDEEDS.stageSkipped)) stages.splice(random.between(0, 2), 1);
  return stages;
}

/** Working days for each stage, in proportion to their limits and within them as far as they go. */
function daysOfStages(total: number, limits: readonly number[]): number[] {
  const sum = limits.reduce((all, limit) => all + limit, 0);
  let left = total;
  const days = limits.map((limit) => {
    const share = Math.min(limit, left, Math.floor((total * limit) / sum));
    left -= share;
    return share;
  });
  for (let i = 0; i < days.length && left > 0; i += 1) {
    const more = Math.min(left, Math.max(0, limits[i]! - days[i]!));
    days[i]! += more;
    left -= more;
  }
  days[2]! += left;
  return days;
}

/** What is told of stages when the case ends before they do. */
export function cutStages(stages: readonly PlannedStage[], end: number): PlannedStage[] {
  return stages
    .filter(({ startAt }) => startAt < end)
    .map((stage) => ({ ...stage, finishAt: stage.finishAt !== null && stage.finishAt < end ? stage.finishAt : null }));
}
