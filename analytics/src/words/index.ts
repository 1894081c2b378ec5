/**
 * How codes, amounts and what is left of a limit are said, in both languages: once, for the dashboard, the explanation of a
 * case and the documents. Nothing here imports more than types: the dashboard bundles it.
 */
export { type Amount, type LimitUnit, told } from './amounts.ts';
export { dated } from './dated.ts';
export { daysLeft, namesGrade, type Phrase, type Remaining } from './days-left.ts';
export { type Definition, definitionOf, partsOf, RATES, type Rate, type RateId } from './definitions.ts';
export { knownName } from './known-names.ts';
export { fixed, NOTHING, percent, permille, pointsChange, withMinus } from './rates.ts';
export { default as termsEn } from './terms-en.ts';
export { default as termsZh } from './terms-zh.ts';
