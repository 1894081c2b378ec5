/** The charts a template can name. */
import type { NoticeFigures } from '../figures.ts';
import type { Lists } from '../lists-of.ts';
import type { ChartName } from '../vocabulary.ts';
import type { Chart } from './chart.ts';
import { earlyByCounty } from './early-by-county.ts';
import { receivedAndDecided } from './received-and-decided.ts';

export type { Chart } from './chart.ts';

/** Each is undefined where there is nothing to draw. `before` is what the period before is called. */
export function chartsOf(
  figures: NoticeFigures,
  lists: Lists,
  before: string,
): Record<ChartName, () => Chart | undefined> {
  return {
    逐日收办: () =>
      receivedAndDecided(
        figures.days,
        figures.period,
        figures.calendar.map(({ day }) => day),
        new Set(figures.calendar.filter(({ is_working: isWorking }) => !isWorking).map(({ day }) => day)),
      ),
    县市区提前办结率: () => earlyByCounty(lists.县市区, before),
  };
}
