import { expect, it } from 'vitest';
import { holds } from './condition.ts';
import { fact } from './facts-of.ts';
import { openTemplate } from './library.ts';
import { FACTS, type FactName } from './vocabulary.ts';

const FAULTLESS = Object.fromEntries(
  (Object.keys(FACTS) as FactName[]).map((name) => [name, fact(name, FACTS[name].kind === 'text' ? null : 0)]),
);
/** Each is a fault of its own beside what is not one. */
const FAULTS = ['超期办结', '期末超期', '失联来源数', '迟录', '缺环节', '未在册', '冲突', '拒收'] as const;

it.each(['monthly', 'quarterly', 'annual'])('%s says that nothing was found only where nothing was', async (name) => {
  const { sections } = await openTemplate(name);
  const [said] = sections
    .flatMap(({ content }) => content)
    .filter((each) => each.kind === 'say' && JSON.stringify(each.sentences).includes('没有发现问题'));
  expect(holds(said!.when, FAULTLESS)).toBe(true);
  for (const fault of FAULTS)
    expect([fault, holds(said!.when, { ...FAULTLESS, [fault]: fact(fault, 1) })]).toEqual([fault, false]);
});
