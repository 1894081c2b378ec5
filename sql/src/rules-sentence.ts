/** The sentence of a rule with its quotes filled in. Evidence holds codes and `5 working_days`; people read words. */

export type RuleLanguage = 'zh' | 'en';

/** Units as they follow a number; `one` where English has a singular of its own. */
const UNITS: Readonly<Record<string, { zh: string; en: string; one?: string }>> = {
  working_days: { zh: '个工作日', en: 'working days', one: 'working day' },
  calendar_days: { zh: '个自然日', en: 'calendar days', one: 'calendar day' },
  working_hours: { zh: '个工作小时', en: 'working hours', one: 'working hour' },
  hours: { zh: '小时', en: 'hours', one: 'hour' },
};

/** Codes the rules quote as evidence. */
const CODES: Readonly<Record<string, { zh: string; en: string }>> = {
  accepted: { zh: '受理', en: 'Accepted' },
  asked: { zh: '要求说明', en: 'Asked to explain' },
  decisions: { zh: '办结', en: 'decisions' },
  decided: { zh: '办结', en: 'Decided' },
  deleted: { zh: '删除', en: 'deleted' },
  registrations: { zh: '收件或受理（事后补录）', en: 'receipts or acceptances (back-entered)' },
  returned: { zh: '退回', en: 'returned' },
  stopped: { zh: '中止计时', en: 'stopped' },
  urged: { zh: '督办', en: 'Urged' },
  voided: { zh: '作废', en: 'voided' },
  warned: { zh: '预警', en: 'Warned' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
};

/** A piece of evidence as people of a language say it; what is no code stays as it is. */
export function inWords(text: string, language: RuleLanguage): string {
  const [, number, code = ''] = /^(\d+(?:\.\d+)?) (\w+)$/.exec(text) ?? [];
  const unit = UNITS[code];
  if (unit === undefined) return CODES[text]?.[language] ?? text;
  // A limit of no days is kept on the day itself.
  const isSameDay = number === '0' && code.endsWith('_days');
  if (language === 'zh') return `${number} ${unit.zh}${isSameDay ? '（当天）' : ''}`;
  return `${number} ${number === '1' ? (unit.one ?? unit.en) : unit.en}${isSameDay ? ' (the same day)' : ''}`;
}

/** A threshold before what it counts in English, in the plural; after a 1 the s goes. */
const COUNTED = /\{threshold\.(\w+)\}((?: working)? (?:days|hours|minutes|times)\b)/g;

/** Quotes are evidence as `{name}` and thresholds as `{threshold.name}`; one that is not known stays as it is written. */
export function sentenceOf(
  sentence: Readonly<Record<RuleLanguage, string>>,
  language: RuleLanguage,
  evidence: Readonly<Record<string, string>>,
  thresholds: Readonly<Record<string, number>>,
): string {
  return sentence[language]
    .replace(COUNTED, (quote, name: string, plural: string) =>
      thresholds[name] === 1 ? `1${plural.slice(0, -1)}` : quote,
    )
    .replace(/\{(threshold\.)?(\w+)\}/g, (quote, isThreshold: string | undefined, name: string) => {
      if (isThreshold !== undefined) return String(thresholds[name] ?? quote);
      const text = evidence[name];
      return text === undefined ? quote : inWords(text, language);
    });
}
