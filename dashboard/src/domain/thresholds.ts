/** Which value of a rule's parameter counts for a case received on a day, and how a trial of others stands in an address. */
import { SCOPES_OF_THRESHOLDS } from '@mingcha/analytics/codes';
import type { RuleRow } from '@mingcha/analytics/contract';

export type Parameter = RuleRow['parameters'][number];
export type Setting = RuleRow['settings'][number];

/** Whether a value can be set or tried. */
export const isPossible = ({ maximum, is_whole }: Parameter, value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= maximum && (!is_whole || Number.isInteger(value));

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

/** "working_days:3,percent:90"; anything that is no possible value of a parameter is left out. */
export function parseTrial(text: string, rule: Pick<RuleRow, 'parameters'>): { parameter: string; value: number }[] {
  const said = new Map(text.split(',').map((each) => each.split(':', 2) as [string, string | undefined]));
  return rule.parameters.flatMap((parameter) => {
    const value = Number(said.get(parameter.name) || Number.NaN);
    return isPossible(parameter, value) ? [{ parameter: parameter.name, value }] : [];
  });
}
export const formatTrial = (values: readonly { parameter: string; value: number }[]): string =>
  values.map(({ parameter, value }) => `${parameter}:${value}`).join(',');

/** A threshold, and in English what it counts, which loses its s after a 1. */
const COUNTED = /\{threshold\.(\w+)\}((?: working)? (?:days|hours|minutes|times)\b)?/g;

/** A rule's sentence with its thresholds said as the cards say them, and a gap where a case's evidence will stand. */
export const template = (sentence: string, values: readonly InForce[]): string =>
  sentence
    .replaceAll(COUNTED, (slot, name: string, plural = '') => {
      const value = values.find(({ parameter }) => parameter.name === name)?.value;
      return value === undefined ? slot : `${value}${value === 1 ? plural.slice(0, -1) : plural}`;
    })
    .replaceAll(/\{\w+\}/g, '…');

export type Standing = 'in_force' | 'ahead' | 'replaced' | 'taken_back';
export interface Ranked {
  setting: Setting;
  standing: Standing;
}

const isNewer = (a: Setting, b: Setting) => b.valid_from.localeCompare(a.valid_from);
const isFor = (a: Whom, b: Whom) => a.scope === b.scope && a.code === b.code;
export type Whom = Pick<Setting, 'scope' | 'code'>;
const rankOf = ({ scope }: Whom) => SCOPES_OF_THRESHOLDS.indexOf(scope);

/** All settings of a parameter as a case asks them: of those in force the first that means it counts. */
export function inOrderOfRank(settings: readonly Setting[], parameter: string, day: string): Ranked[] {
  const own = settings
    .filter((each) => each.parameter === parameter)
    .sort((a, b) => rankOf(b) - rankOf(a) || a.code.localeCompare(b.code) || isNewer(a, b));
  return own.map((setting) => {
    if (setting.value === null) return { setting, standing: 'taken_back' };
    if (setting.valid_from > day) return { setting, standing: 'ahead' };
    const newest = own.find((each) => each.value !== null && each.valid_from <= day && isFor(each, setting));
    return { setting, standing: newest === setting ? 'in_force' : 'replaced' };
  });
}

/** What one more setting would meet: the one it takes the place of, and those that go on counting before it. */
export function meets(ranked: readonly Ranked[], proposed: Whom): { replaced: Setting | null; first: Setting[] } {
  const standing = ranked.filter((each) => each.standing === 'in_force').map(({ setting }) => setting);
  return {
    replaced: standing.find((each) => isFor(each, proposed)) ?? null,
    first: standing.filter((each) => rankOf(each) > rankOf(proposed)),
  };
}
