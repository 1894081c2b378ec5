import { expect, it } from 'vitest';
import { inlineView } from './inline.ts';

it('writes a view out with its arguments in place of its parameters, and the views it calls too', () => {
  const text = inlineView(
    "early_completion(from_day = {a:Date}, to_day = {b:Date} + 1, by = 'window', as_of = {as_of:DateTime64(3, 'UTC')}, county = '', centre = '', department = '', window = '', staff = '', item = '')",
  );
  expect(text.startsWith('(select')).toBe(true);
  expect(text).not.toMatch(/unit_days\s*\(/);
  expect(text).not.toContain('{from_day:Date}');
  expect(text).toContain('between {a:Date} and (({b:Date} + 1))');
});

it('refuses a call that leaves a parameter out, naming it', () => {
  expect(() => inlineView('overdue_warnings(moment = 1)')).toThrow("{as_of:DateTime64(3, 'UTC')}");
});

it('leaves other text as it is', () => {
  expect(inlineView('case_facts final')).toBe('case_facts final');
});
