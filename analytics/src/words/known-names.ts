/**
 * English of names that reach us in Chinese and are the State's own and no unit's: holidays of the national calendar, the
 * procedures that stop a clock by the licensing law, the stages of the exchange formats. All other names are data and stay.
 */
import type { Language } from './speech.ts';

const ENGLISH: ReadonlyMap<string, string> = new Map([
  ['元旦', "New Year's Day"],
  ['春节', 'Spring Festival'],
  ['清明节', 'Qingming Festival'],
  ['劳动节', 'Labour Day'],
  ['“五一”', 'Labour Day'],
  ['“五一”国际劳动节', 'Labour Day'],
  ['端午节', 'Dragon Boat Festival'],
  ['中秋节', 'Mid-Autumn Festival'],
  ['国庆节', 'National Day'],
  ['“十一”', 'National Day'],
  ['抗日战争暨世界反法西斯战争胜利70周年纪念日', '70th Victory Day'],
  ['听证', 'hearing'],
  ['招标', 'tender'],
  ['拍卖', 'auction'],
  ['检验', 'test'],
  ['检测', 'inspection'],
  ['检疫', 'quarantine'],
  ['鉴定', 'appraisal'],
  ['专家评审', 'expert review'],
  ['承办', 'Handling'],
  ['审核', 'Review'],
  ['批准', 'Approval'],
]);

/** A name in the reader's language where all of it is known, as sent where not. Several holidays are one name: 国庆节、中秋节. */
export function knownName(name: string, language: Language): string {
  if (language === 'zh') return name;
  const parts = name.split(/、|, /).map((part) => ENGLISH.get(part));
  return parts.every((part) => part !== undefined) ? parts.join(', ') : name;
}
