/** Turns the clauses of a clock's story into sentences of the reader's language. */
import type { CaseDetail } from '@mingcha/analytics/contract';
import { useWords } from '../composables/use-words.ts';
import type { Clause, Told } from '../domain/clock-story.ts';

export function useClockWords() {
  const { t, amount, left, dayLong, day, moment, weekday, locale } = useWords();

  function sentence(clauses: readonly Clause[], c: CaseDetail['case']): string {
    const value = (told: Told, others: Record<string, string>): string => {
      if ('day' in told) return day(told.day);
      if ('moment' in told) return moment(told.moment);
      if ('amount' in told) return amount(told.amount, told.unit);
      if ('left' in told) return left({ grade: c.grade, remaining: told.left, limit_unit: c.limit_unit });
      if ('text' in told) return told.text;
      if ('words' in told) return t(told.words, others);
      return String(told.n);
    };
    let text = '';
    for (const { key, params, join } of clauses) {
      const plain: Record<string, string> = {};
      const entries = Object.entries(params);
      // Words that hold other values come last, when those are known.
      for (const [name, told] of entries.filter(([, told]) => !('words' in told))) plain[name] = value(told, plain);
      for (const [name, told] of entries.filter(([, told]) => 'words' in told)) plain[name] = value(told, plain);
      const count = params['n'];
      const part = t(`case.clock.${key}`, plain, count && 'n' in count ? count.n : 1);
      if (join === 'sentence') {
        const closed = /[。.]$/.test(text) || !text;
        const stop = locale.value === 'en' ? '. ' : '。';
        text += `${closed ? (text && locale.value === 'en' ? ' ' : '') : stop}${part}`;
      } else text += `${t(`case.clock.${join}`)}${part}`;
    }
    return /[。.]$/.test(text) || !text ? text : `${text}${locale.value === 'en' ? '.' : '。'}`;
  }
  return { sentence, dayLong, weekday };
}
