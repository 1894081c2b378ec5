/**
 * The quality of the data the platform must find in a generated stream: by day and department of the case, what was told,
 * how soon it was recorded, and which of the cases completed that day were told with every stage of their item.
 */
import { CASE_RULES, type KnownCase } from './case-cards.ts';
import { dayAt } from './case-plan.ts';
import { NORMAL } from './standing.ts';

export const QUALITY_MEASURES = ['events', 'timed', 'late', 'completed', 'stages_complete'] as const;
type Counts = Record<(typeof QUALITY_MEASURES)[number], number>;

export class QualityLedger {
  readonly #counts = new Map<string, Map<number, Counts>>();

  add(known: KnownCase): void {
    const { plan, standing, entry } = known;
    for (const [day, { events, timed, timely }] of entry.days) {
      const counts = this.#of(plan.owner.code, day);
      counts.events += events;
      counts.timed += timed;
      counts.late += timed - timely;
    }
    const { decided, round } = standing;
    if (decided === null || !NORMAL.has(round!.outcome)) return;
    const counts = this.#of(plan.owner.code, dayAt(decided));
    counts.completed += 1;
    if (CASE_RULES['stages_missing']!(known) === null) counts.stages_complete += 1;
  }

  /** Rows of (day number, department, counts), by day and department. */
  rows(): { day: number; department: string; counts: Counts }[] {
    const rows = [...this.#counts].flatMap(([department, days]) =>
      [...days].map(([day, counts]) => ({ day, department, counts })),
    );
    return rows.sort((a, b) => a.day - b.day || (a.department < b.department ? -1 : 1));
  }

  #of(department: string, day: number): Counts {
    const days = this.#counts.get(department) ?? new Map<number, Counts>();
    this.#counts.set(department, days);
    const counts = days.get(day) ?? { events: 0, timed: 0, late: 0, completed: 0, stages_complete: 0 };
    days.set(day, counts);
    return counts;
  }
}
