import { readWorkingDays } from '@mingcha/sql';
import { expect, it } from 'vitest';
import { knownName } from './known-names.ts';

it('has English for every holiday of the national calendar', () => {
  const names = [...new Set(readWorkingDays().flatMap(({ name }) => (name ? [name] : [])))];
  expect(names.length).toBeGreaterThan(7);
  for (const name of names) expect(knownName(name, 'en'), name).toMatch(/^[\x20-\x7e]+$/);
  for (const name of names) expect(knownName(name, 'zh')).toBe(name);
});

it('says several holidays and the procedures of the law one by one', () => {
  expect(knownName('国庆节、中秋节', 'en')).toBe('National Day, Mid-Autumn Festival');
  expect(knownName('专家评审', 'en')).toBe('expert review');
  expect(knownName('承办, 批准', 'en')).toBe('Handling, Approval');
});

it('leaves what a source or a centre wrote itself', () => {
  for (const name of ['馆庆', '专家评审会', '国庆节、馆庆', '']) expect(knownName(name, 'en')).toBe(name);
});
