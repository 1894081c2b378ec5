/** A threshold in words: what it is, its value, and whose it is among those that could have counted. Pure. */
import type { Rule } from '@mingcha/sql';
import type { CaseDetail, ExplainedThreshold } from '../contract/index.ts';
import type { ThresholdUsed } from '../supervision/finding.ts';
import { type Speech, speechOf } from '../words/speech.ts';
import { TEMPLATES } from './templates.ts';

type Named = Pick<
  CaseDetail['case'],
  'county' | 'county_name' | 'department' | 'department_name' | 'item' | 'item_name'
>;

/** The thresholds of a rule for a case; a parameter the rule no longer has is called by its id. */
export function explainThresholds(
  rule: Rule | undefined,
  used: readonly ThresholdUsed[],
  of: Named,
  zone: string,
): ExplainedThreshold[] {
  return used.map((threshold) => {
    const { parameter, value, unit, scope, valid_from } = threshold;
    const says = (speech: Speech) => {
      const { threshold: words } = TEMPLATES[speech.language];
      const name = rule?.parameters[parameter]?.[speech.language] ?? parameter;
      const from = valid_from === null ? '' : speech.day(valid_from);
      const whose = speech.fill(words[scope], { whom: whomOf(threshold, of, speech), from });
      return speech.fill(words.said, { name, value: speech.inUnit(value, unit), whose });
    };
    return { ...threshold, says: { zh: says(speechOf('zh', zone)), en: says(speechOf('en', zone)) } };
  });
}

/** The name where it is the case's own unit, which it is unless the case moved since. */
function whomOf({ scope, code }: ThresholdUsed, of: Named, speech: Speech): string {
  if (scope === 'case_kind') return speech.code('case_kind', code);
  const name = scope === 'default' || scope === 'everywhere' || code !== of[scope] ? '' : of[`${scope}_name`];
  return name || code;
}
