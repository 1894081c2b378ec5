/** A parameter's value with its unit in words. What is counted in times says so in its name: 次 or 倍. */
import { useI18n } from 'vue-i18n';
import { useWords } from '../../composables/use-words.ts';
import type { Parameter } from '../../domain/thresholds.ts';

export function useUnits() {
  const { te } = useI18n();
  const { t, number } = useWords();
  const known = (unit: string) => te(`rule_unit.${unit}`) || te(`rule_unit.${unit}`, 'zh-CN');
  const valueIn = (value: number, unit: string): string =>
    known(unit) ? t(`rule_unit.${unit}`, { n: number(value) }, Number.isInteger(value) ? value : 2) : number(value);
  return {
    valueIn,
    /** What values can be set. */
    boundsOf: ({ unit, maximum, is_whole }: Parameter): string =>
      t(is_whole ? 'rules.set.bounds_whole' : 'rules.set.bounds', { most: valueIn(maximum, unit) }),
  };
}
