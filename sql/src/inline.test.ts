import { expect, it } from 'vitest';
import { inlineView } from './inline.ts';

it('writes a view out with its arguments in place of its parameters, and the views it calls too', () => {
  const text = inlineView(
    "early_completion(from_day = {a:Date}, to_day = {b:Date} + 1, by = 'window', as_of = {as_of:DateTime64(3, 'UTC')}, county = '', centre = '', department = '', window = '', staff = '', item = '')",
  );
  expect(text.startsWith('(select')).toBe(true);
  expect(text).not.toMatch(/unit_days\s*\(/);
  expect(text).not.toContain('{from_day:Date}');
  expect(text).toContain('first_on <= (({b:Date} + 1)) and last_on >= {a:Date}');
});

it('reads a stand-in in place of the view it is named for, also in a view that calls it; a view or a sub-query', () => {
  const call = "case_gathered_of(from_case = '', to_case = '', cases = [], version = 0)";
  const standIns = { stg_events_told: 'stg_events_told_in_bulk' };
  expect(inlineView(call)).not.toContain('union all');
  expect(inlineView(call, standIns)).toContain('union all');
  const named = { ...standIns, stg_cases_repeated: '(select arrayJoin({repeated:Array(String)}) as case_id)' };
  expect(inlineView(call, named)).not.toContain('uniqExact');
  expect(inlineView(call, named)).toContain('{repeated:Array(String)}');
});

it('does not write a filter that nobody set, and writes one that somebody did', () => {
  const filters = "centre = '', department = '', window = '', staff = '', item = ''";
  const call = (county: string) =>
    `ranking(period = '', from_day = {a:Date}, to_day = {b:Date}, before_from = {a:Date}, before_to = {b:Date}, board = 'windows', as_of = {m:DateTime64(3, 'UTC')}, county = ${county}, ${filters})`;
  expect(inlineView(call("''"))).not.toContain("'' = ''");
  const narrowed = inlineView(call('{county:String}'));
  // Cases, cards, and the units on file.
  expect(narrowed.match(/\(\{county:String\} = '' or /g)).toHaveLength(3);
});

it('refuses a call that leaves a parameter out, naming it', () => {
  expect(() => inlineView('overdue_warnings(moment = 1)')).toThrow("{as_of:DateTime64(3, 'UTC')}");
});

it('leaves other text as it is', () => {
  expect(inlineView('case_facts final')).toBe('case_facts final');
});
