/**
 * What findings and refusals say to the people who must put them right, in the language of the file. `{value}` and `{field}`
 * stand for those of the row. Refusals have their own English sentence, which the intake wrote when it refused the line.
 */
import type { RejectionCode } from '@mingcha/ingest';
import type { Finding, Language } from '../contract/index.ts';

type Words = Record<Language, string>;
interface Telling {
  problem: Words;
  remedy: Words;
}

const FINDINGS: Record<Exclude<Finding, 'reject'>, Telling> = {
  late_entry: {
    problem: { zh: '事件发生 {value} 小时后才录入', en: 'Recorded {value} hours after it happened.' },
    remedy: {
      zh: '请随办随录；若录入时间有误，以更高的数据版本号重报',
      en: 'Record events as they happen; if recorded_at is wrong, send the event again with a higher revision.',
    },
  },
  conflict: {
    problem: {
      zh: '同一事件、同一数据版本号，先后送来两种不同的内容',
      en: 'The same event came with different content under one revision.',
    },
    remedy: {
      zh: '核对哪一份为准，以更高的数据版本号重报一次',
      en: 'Decide which one is right and send it again with a higher revision.',
    },
  },
  not_on_file: {
    problem: { zh: '名录中没有：{value}', en: 'Not in the directory: {value}' },
    remedy: {
      zh: '代码有误的，更正后重报；代码无误的，报送名录更新',
      en: 'If the code is wrong, correct it and send the event again; if it is right, have it put into the directory.',
    },
  },
  stages_missing: {
    problem: { zh: '已办结，缺少环节：{value}', en: 'Completed without these stages: {value}' },
    remedy: {
      zh: '补报缺少的环节；环节设置已变的，报送事项更新',
      en: 'Send the missing stages; if the item has other stages now, have its definition updated.',
    },
  },
};

const REJECTS: Record<RejectionCode, { problem: string; remedy: Words }> = {
  too_long: {
    problem: '整行超过 64 KiB',
    remedy: { zh: '每行只送一个事件', en: 'Send one event per line.' },
  },
  broken_utf8: {
    problem: '文字不是 UTF-8 编码：{field}',
    remedy: { zh: '以 UTF-8 编码导出后重报', en: 'Export as UTF-8 and send again.' },
  },
  nul: {
    problem: '含有空字符（NUL）：{field}',
    remedy: { zh: '去掉空字符后重报', en: 'Remove the NUL character and send again.' },
  },
  not_json: {
    problem: '整行不是 JSON 对象',
    remedy: { zh: '每行送一个完整的 JSON 对象', en: 'Send one whole JSON object per line.' },
  },
  nested: {
    problem: '{field} 不是单个值',
    remedy: { zh: '事件是平的，每个字段只送一个值', en: 'An event is flat: send a plain value.' },
  },
  personal_data: {
    problem: '含有个人信息：{field}',
    remedy: {
      zh: '不要报送姓名、证件号、电话；需要区分申请人时用假名 applicant_token',
      en: 'Leave names and numbers of persons out; applicant_token may hold a pseudonym.',
    },
  },
  unknown_field: {
    problem: '没有这个字段：{field}',
    remedy: { zh: '改为规定的字段名，或不报', en: 'Use a field of the contract, or leave it out.' },
  },
  repeated_field: {
    problem: '{field} 在一行中出现多次',
    remedy: { zh: '每个字段只报一次', en: 'Send each field once.' },
  },
  missing_field: {
    problem: '缺少必填字段：{field}',
    remedy: { zh: '补上后重报', en: 'Fill the field in and send again.' },
  },
  unknown_type: {
    problem: '没有这种事件类型',
    remedy: { zh: '改为规定的事件类型后重报', en: 'Use one of the known types and send again.' },
  },
  wrong_type: {
    problem: '{field} 的数据类型不对',
    remedy: { zh: '文字加引号，数字不加引号，空值不报', en: 'Quote text, do not quote numbers, leave nulls out.' },
  },
  wrong_value: {
    problem: '{field} 的值不在规定范围内',
    remedy: {
      zh: '改为规定的值后重报；代码首尾不带空格',
      en: 'Use a value the contract allows, a code without blanks at its ends, and send again.',
    },
  },
  impossible_date: {
    problem: '{field} 不是真实的日期时间',
    remedy: { zh: '改为真实的时间后重报', en: 'Send a moment that exists.' },
  },
  too_early: {
    problem: '{field} 早于 1990 年',
    remedy: { zh: '多为系统默认值：填真实时间，非必填的不报', en: 'Send the real moment, or leave it out.' },
  },
  too_late: {
    problem: '{field} 晚于 2199 年',
    remedy: { zh: '没有承诺时间的不报', en: 'Leave it out where no moment was promised.' },
  },
  future: {
    problem: '{field} 在将来',
    remedy: { zh: '校准发送系统的时钟和时区后重报', en: 'Set the clock and zone of the sender, then send again.' },
  },
};

/** Before the codes of refusals, which are not those of findings. */
const REFUSED = 'reject:';

/** Columns `problem` and `remedy` of a row with the columns finding, field, value and message, and their parameters. */
export function wordColumns(language: Language) {
  const told = [
    ...Object.entries(FINDINGS).map(
      ([key, { problem, remedy }]) => [key, problem[language], remedy[language]] as const,
    ),
    // An empty problem leaves the word to the intake's own sentence.
    ...Object.entries(REJECTS).map(
      ([key, { problem, remedy }]) => [`${REFUSED}${key}`, language === 'zh' ? problem : '', remedy[language]] as const,
    ),
  ];
  const key = `if(finding = 'reject', concat('${REFUSED}', value), finding)`;
  const said = (what: 'problems' | 'remedies') =>
    `replaceAll(replaceAll(transform(${key}, {told:Array(String)}, {${what}:Array(String)}, ''), '{value}', value), '{field}', if(field = '', '—', field))`;
  return {
    expressions: {
      problem: `if(${said('problems')} = '', message, ${said('problems')})`,
      remedy: said('remedies'),
    },
    parameters: {
      told: told.map(([name]) => name),
      problems: told.map(([, problem]) => problem),
      remedies: told.map(([, , remedy]) => remedy),
    },
  };
}
