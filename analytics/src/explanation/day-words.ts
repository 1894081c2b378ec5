/** Each day of a clock with what it says for itself: whether it counted, why not, and what else it is. Pure. */
import type { CaseDetail, ClockDay, ExplainedDay } from '../contract/index.ts';
import { knownName } from '../words/known-names.ts';
import type { Language, Speech } from '../words/speech.ts';
import { type DayTemplate, TEMPLATES } from './templates.ts';

type Of = Pick<CaseDetail['case'], 'due_on' | 'statutory_due_on' | 'accepted_at' | 'decided_at' | 'flags'>;

export function explainDays(
  days: readonly ClockDay[],
  of: Of,
  speeches: Readonly<Record<Language, Speech>>,
): ExplainedDay[] {
  return days.map((day) => {
    const late = lateOf(day, of);
    const roles = rolesOf(day, late, of);
    const says = (language: Language) => {
      const words = roles.map((role) =>
        speeches[language].fill(TEMPLATES[language].role[role], { n: String(day.ordinal ?? 0) }),
      );
      return [...(day.name === '' ? [] : [knownName(day.name, language)]), ...words].join(' · ');
    };
    return { ...day, late, says: { zh: says('zh'), en: says('en') } };
  });
}

function lateOf({ role, day }: ClockDay, of: Of): ExplainedDay['late'] {
  if (role !== 'counted') return '';
  if (of.statutory_due_on !== null && day > of.statutory_due_on) return 'statutory';
  return of.due_on !== null && day > of.due_on ? 'promised' : '';
}

function rolesOf(day: ClockDay, late: ExplainedDay['late'], of: Of): DayTemplate[] {
  const first: DayTemplate =
    late === 'statutory'
      ? 'over_statutory'
      : late === 'promised'
        ? 'over'
        : day.role === 'start' && isFromReceipt(of)
          ? 'start_received'
          : day.role === 'ahead' && day.ordinal === null
            ? 'ahead_stopped'
            : day.role;
  return [
    first,
    ...(day.is_makeup_workday ? (['makeup'] as const) : []),
    ...(day.is_due ? (['due'] as const) : []),
    ...(day.is_statutory_due ? (['statutory_due'] as const) : []),
    ...(day.is_decided ? [of.decided_at === null ? ('ended' as const) : ('decided' as const)] : []),
    ...(day.is_today ? (['today'] as const) : []),
  ];
}

const isFromReceipt = ({ accepted_at: acceptedAt, flags }: Of) =>
  flags.includes('deemed_accepted') || (acceptedAt === null && !flags.includes('accepted_with_papers'));
