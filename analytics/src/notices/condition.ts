/** Conditions of a template: `超期办结 > 0`, `满意率 < 95`, or a name alone, which holds where it has something to say. */
import { type Facts, numberOf, said, saidAs } from './fact.ts';
import { type Mention, readMention } from './sentence.ts';

const OPERATORS = {
  '>': (a: number, b: number) => a > b,
  '<': (a: number, b: number) => a < b,
  '>=': (a: number, b: number) => a >= b,
  '<=': (a: number, b: number) => a <= b,
  '=': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
} as const;
type Operator = keyof typeof OPERATORS;

export interface Condition {
  mention: Mention;
  test: { operator: Operator; number: number } | undefined;
}

const CONDITION =
  /^\s*(?<mention>[^\s<>=!]+)\s*(?:(?<operator>>=|<=|!=|>|<|=)\s*(?<number>-?\d+(?:\.\d+)?)\s*%?\s*)?$/u;

/** The condition, or a sentence that says what is wrong with the text. */
export function readCondition(source: string): Condition | string {
  const { mention: name, operator, number } = CONDITION.exec(source)?.groups ?? {};
  if (name === undefined) {
    return `“${source}” is no condition; write a name, or a name, one of ${Object.keys(OPERATORS).join(' ')} and a number: 超期办结 > 0.`;
  }
  const mention = readMention(name);
  if (typeof mention === 'string') return mention;
  if (operator === undefined) return { mention, test: undefined };
  return { mention, test: { operator: operator as Operator, number: Number(number) } };
}

/** Whether all hold. A figure with nothing to say satisfies no comparison. */
export function holds(conditions: readonly Condition[], facts: Facts): boolean {
  return conditions.every(({ mention: { name, form }, test }) => {
    const fact = facts[name];
    if (fact === undefined) return false;
    const number = numberOf(fact, form);
    if (test !== undefined) return number !== null && OPERATORS[test.operator](number, test.number);
    if (form === '环比' || form === '同比') return saidAs(fact, form, { before: '', year_before: '' }) !== null;
    return number === null ? said(fact) !== null && form === undefined : number !== 0;
  });
}
