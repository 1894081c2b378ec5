/** Which value of a rule's parameter counts for a case received on a day, and how a trial of others stands in an address. */
import type { RuleRow } from '@mingcha/analytics/contract';

export type Parameter = RuleRow['parameters'][number];
export type Setting = RuleRow['settings'][number];

export interface InForce {
  parameter: Parameter;
  /** What counts where nothing more specific does. */
  value: number;
  /** Where it was set; null is the rule's own default. */
  setting: Setting | null;
  /** More specific settings in force. */
  exceptions: Setting[];
  /** Settings of a later day. */
  ahead: Setting[];
}

export function inForce(rule: Pick<RuleRow, 'parameters' | 'settings'>, day: string): InForce[] {
  return rule.parameters.map((parameter) => {
    // One taken back leaves its scope to the day before it.
    const set = rule.settings.filter((each) => each.parameter === parameter.name && each.value !== null);
    const newest = new Map<string, Setting>();
    for (const each of set.filter(({ valid_from }) => valid_from <= day)) {
      const key = `${each.scope} ${each.code}`;
      const before = newest.get(key);
      if (!before || each.valid_from > before.valid_from) newest.set(key, each);
    }
    const setting = newest.get('everywhere ') ?? null;
    return {
      parameter,
      value: setting?.value ?? parameter.default,
      setting,
      exceptions: [...newest.values()].filter(({ scope }) => scope !== 'everywhere'),
      ahead: set.filter(({ valid_from }) => valid_from > day).sort((a, b) => a.valid_from.localeCompare(b.valid_from)),
    };
  });
}

/** "working_days:3,percent:90"; anything that is no number of a parameter is left out. */
export function parseTrial(text: string, rule: Pick<RuleRow, 'parameters'>): { parameter: string; value: number }[] {
  const said = new Map(text.split(',').map((each) => each.split(':', 2) as [string, string | undefined]));
  return rule.parameters.flatMap(({ name }) => {
    const value = Number(said.get(name) || Number.NaN);
    return Number.isFinite(value) && value >= 0 ? [{ parameter: name, value }] : [];
  });
}
export const formatTrial = (values: readonly { parameter: string; value: number }[]): string =>
  values.map(({ parameter, value }) => `${parameter}:${value}`).join(',');

/** A rule's sentence with its thresholds said, and a gap where a case's evidence will stand. */
export const template = (sentence: string, values: readonly InForce[]): string =>
  sentence
    .replaceAll(/\{threshold\.(\w+)\}/g, (slot, name) =>
      String(values.find(({ parameter }) => parameter.name === name)?.value ?? slot),
    )
    .replaceAll(/\{\w+\}/g, '…');
