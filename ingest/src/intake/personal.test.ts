import { describe, expect, it } from 'vitest';
import { isPersonalName, maskNumbers, wasMasked, withoutPersonalData } from './personal.ts';

it('names of personal fields are known in the ways sources write them', () => {
  const personal = [
    'applicant_name',
    'ApplicantName',
    'id_number',
    'idCard',
    'phone',
    'mobile_phone',
    'contact',
    'e-mail',
  ];
  const chinese = [
    '姓名',
    '申请人姓名',
    '身份证号',
    '证件号码',
    '联系电话',
    '手机',
    '手机号码',
    '家庭住址',
    'SQRXM',
    'LXRSJ',
  ];
  const harmless = [
    'applicant_token',
    'window',
    'item',
    'staff',
    'case_id',
    '事项名称',
    '窗口',
    'department_name',
    'stage',
    'fee',
  ];
  expect([...personal, ...chinese].filter((name) => !isPersonalName(name))).toEqual([]);
  expect(harmless.filter(isPersonalName)).toEqual([]);
});

it('ID and mobile numbers are masked anywhere, other numbers are not', () => {
  expect(maskNumbers('id 430602199001011234, 43060219900101123X; tel 13812345678 or +86 13912345678')).toBe(
    'id [id removed], [id removed]; tel [phone removed] or [phone removed]',
  );
  const others = '20260302T091500 20260302091500 1772413200000 2026000000012345678 430602209913011234 12812345678';
  expect(maskNumbers(others)).toBe(others);
});

describe('a refused line is kept without personal data', () => {
  it('unchanged where it carries none', () => {
    for (const text of ['{"source": "hall" , "window":"W1"}', 'not json: at all', '{"window": "W1"', '']) {
      expect(withoutPersonalData(text)).toBe(text);
      expect(wasMasked(withoutPersonalData(text))).toBe(false);
    }
  });

  it.each([
    ['{"case_id":"C1","applicant_name":"张三"}', '{"case_id":"C1","applicant_name":"[removed]"}'],
    ['[{"姓名":"张三","item":"I1"}]', '[{"姓名":"[removed]","item":"I1"}]'],
    ['{"data":[{"姓名":"张三","item":"I1"}]}', '{"data":"[removed]"}'],
    ['{"colour":"red","item":"I1"}', '{"colour":"[removed]","item":"I1"}'],
    ['{"reason":{"text":"张三"}}', '{"reason":{"text":"[removed]"}}'],
    ['{"applicant":{"a":"张三","b":["李四"]},"item":"I1"}', '{"applicant":"[removed]","item":"I1"}'],
    ['{"\\u59d3\\u540d":"\\u5f20\\u4e09"}', '{"姓名":"[removed]"}'],
    ['{"reason":"call 13812345678"}', '{"reason":"call [phone removed]"}'],
    ['{"window":430602199001011234}', '{"window":[id removed]}'],
  ])('JSON: %s', (text, expected) => {
    expect(withoutPersonalData(text)).toBe(expected);
    expect(wasMasked(expected)).toBe(true);
  });

  it.each([
    ['{"case_id":"C1","applicant_name":"张三","item":"I1"', '{"case_id":"C1","applicant_name":"[removed]","item":"I1"'],
    ['{"applicant_name":"张', '{"applicant_name":"[removed]"'],
    ['{"phone":0730-123,"item":"I1"', '{"phone":"[removed]","item":"I1"'],
    ['{"applicant":{"a":"张三","item":"I1"', '{"applicant":"[removed]"'],
    ['{"reason":{"姓名":"张三"}', '{"reason":{"姓名":"[removed]"}'],
    ['{"data":{"x":"张三"}', '{"data":"[removed]"'],
    ['{"经办":"张三","item":"I1"', '{"经办":"[removed]","item":"I1"'],
    ['{"\\u59d3\\u540d":"\\u5f20\\u4e09"', '{"姓名":"[removed]"'],
    ["{'姓名':'张三','item':'I1'}", `{'姓名':"[removed]",'item':'I1'}`],
    ['item=I1&phone=0730123&x=1', 'item=I1&phone="[removed]"&x=1'],
    ['hall,E1,13812345678', 'hall,E1,[phone removed]'],
  ])('text that is no JSON: %s', (text, expected) => {
    expect(withoutPersonalData(text)).toBe(expected);
  });

  it('by the fields a mapping reads, where it comes from a file', () => {
    const known = new Set(['办件编号', '受理时间']);
    expect(withoutPersonalData('{"办件编号":"7","受理时间":"x","备注":"张三"}', known)).toBe(
      '{"办件编号":"7","受理时间":"x","备注":"[removed]"}',
    );
    // One character off is another column.
    const near = new Set(['承办人', 'SLR']);
    expect(withoutPersonalData('{"承办人":"S1","申办人":"张三","SJR":"李四"}', near)).toBe(
      '{"承办人":"S1","申办人":"[removed]","SJR":"[removed]"}',
    );
    expect(withoutPersonalData('{"办件编号":"7","备注":"张三"', known)).toBe('{"办件编号":"7","备注":"[removed]"');
  });

  it('the same again when it is cleaned again', () => {
    for (const text of ['{"姓名":"张三","x":"13812345678"}', '{"姓名":"张三"', 'phone=1']) {
      const once = withoutPersonalData(text);
      expect(withoutPersonalData(once)).toBe(once);
    }
  });

  it('in a moment, however the text is made to be slow', () => {
    const started = performance.now();
    for (const text of [
      '{"a":'.repeat(12_000),
      'a'.repeat(60_000),
      `${'a '.repeat(20_000)}:`,
      '"\\'.repeat(20_000),
      '['.repeat(60_000),
    ]) {
      withoutPersonalData(text);
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
