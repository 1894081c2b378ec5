/** The cards the platform must find in a generated stream: by rule and case, with the moment each becomes true. */
import { CASE_RULES, GRADE_OF } from './case-cards.ts';
import { type CasePlan, dayAt } from './case-plan.ts';
import type { Entry } from './event-voice.ts';
import { BulkEntries, Dodging, isBackEntered } from './peer-cards.ts';
import type { Standing } from './standing.ts';
import type { WorkingDays } from './working-days.ts';

export interface CardOfLedger {
  case_id: string;
  rule: string;
  grade: 'notice' | 'yellow' | 'red';
  /** Local seconds. */
  foundAt: number;
}

const RULES = Object.entries(CASE_RULES);

export class CardLedger {
  readonly #asOf: number;
  readonly #calendar: WorkingDays;
  readonly #cards: CardOfLedger[] = [];
  readonly #decisions = new BulkEntries<string>();
  readonly #registrations = new BulkEntries<string>();
  /** Cases entered in bulk, from the first that was. */
  readonly #inBulk = new Map<string, number>();
  readonly #dodging: Dodging<string>;

  constructor({ asOf, calendar }: { asOf: number; calendar: WorkingDays }) {
    this.#asOf = asOf;
    this.#calendar = calendar;
    this.#dodging = new Dodging(calendar);
  }

  add(plan: CasePlan, standing: Standing, entry: Entry): void {
    const { caseId } = plan;
    const known = { plan, standing, entry, asOf: this.#asOf, calendar: this.#calendar };
    for (const [rule, findsIn] of RULES) this.#found(rule, caseId, findsIn(known));
    const { decided, round } = standing;
    if (decided !== null) {
      const enteredAt = entry.decisionsEnteredAt[plan.rounds.indexOf(round!)]!;
      this.#decisions.add(caseId, round!.desk!.staff, enteredAt!);
    }
    const { registration } = entry;
    if (registration !== null && isBackEntered(registration))
      this.#registrations.add(caseId, registration.staff, registration.enteredAt);
    this.#dodging.add(caseId, plan, standing);
  }

  /** Nothing of a later case was entered on that day or before. */
  through(day: number): void {
    for (const entries of [this.#registrations, this.#decisions])
      for (const { of, at } of entries.until(day)) this.#inBulk.set(of, Math.min(at, this.#inBulk.get(of) ?? at));
  }

  #found(rule: string, caseId: string, foundAt: number | null): void {
    if (foundAt === null || foundAt > this.#asOf) return;
    this.#cards.push({ case_id: caseId, rule, grade: GRADE_OF[rule] ?? 'notice', foundAt });
  }

  /** Once every case is in. */
  finish(): void {
    this.through(dayAt(this.#asOf));
    for (const [of, at] of this.#inBulk) this.#found('entered_in_bulk', of, at);
    for (const { of, at } of this.#dodging.all()) this.#found('clock_dodging', of, at);
  }

  get cards(): readonly CardOfLedger[] {
    return this.#cards;
  }
}
