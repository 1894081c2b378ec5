/** Where a promise came from, in words. */
import { expect, it } from 'vitest';
import type { CaseDetail, LimitOrigin } from '../contract/index.ts';
import { originSaid } from './limit-origin.ts';

const said = (origin: Partial<LimitOrigin>, clockFrom: string | null = '2026-03-02') =>
  originSaid(
    { clock_from_on: clockFrom } as CaseDetail['case'],
    {
      source: 'item',
      item_version: { valid_from: '2020-01-01', valid_to: null, promised_limit: 0, promised_unit: 'working_days' },
      due_event: null,
      unit: 'working_days',
      before_extensions: 0,
      extended_by: 0,
      in_all: 0,
      ...origin,
    } as LimitOrigin,
    'Asia/Shanghai',
  );

it('a promise of no days is one for the same day, before acceptance, after it and before an extension', () => {
  expect(said({})).toEqual({
    zh: '承诺时限当天办结，取自事项目录中自2020年1月1日起施行的版本，受理当天有效。',
    en: "The promise of a decision on the same day is that of the item's version in force from Jan 1, 2020, which held on the day of acceptance.",
  });
  expect(said({ in_all: null }, null)).toEqual({
    zh: '事项目录中自2020年1月1日起施行的版本承诺当天办结，自受理起算。',
    en: "The item's version in force from Jan 1, 2020 promises a decision on the same day, counted from acceptance.",
  });
  expect(said({ extended_by: 3, in_all: 3 }).zh).toContain('延长前为当天办结，延长3个工作日，合计3个工作日。');
});
