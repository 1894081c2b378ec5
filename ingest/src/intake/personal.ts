/**
 * Personal data at the door (domain: personal data): which field names carry it, and how it is taken out of
 * text that is kept. Supervision needs the case, the unit and the times, never the applicant.
 *
 * A field nobody knows, nor could have meant, may hold anything, so of it the name is kept and the value is not.
 *
 * Every removal leaves `[removed]`, `[id removed]` or `[phone removed]`, so that a reader sees that the text is
 * no longer as sent, and a replay can leave it alone (`wasMasked`).
 */

import { CaseEvent } from '../event.ts';
import { nearestField } from './nearest-field.ts';

/** 18-character citizen ID numbers: region, a possible date of birth, sequence, check character. */
const ID_NUMBER = /(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/g;
/** 11-digit mobile numbers, with or without the country code. */
const MOBILE_NUMBER = /(?<!\d)(?:(?:\+|00)?86[- ]?)?1[3-9]\d{9}(?!\d)/g;
const MASK = /\[(?:id |phone )?removed\]/;

type IsKnown = (name: string) => boolean;
/** A misspelt name of the contract is one that was meant: whoever mends `caseid` must see of which case it is. */
const isOfContract: IsKnown = (name) => Object.hasOwn(CaseEvent.properties, name) || nearestField(name) !== undefined;

const PERSONAL_NAMES = new RegExp(
  [
    // Pinyin initials are those of the provincial exchange formats: 申请人, 联系人, 证件号码, 手机, 电话, 身份证.
    '^(?:sqr|lxr|jbr|frdb|dlr|sqrxm|sqrmc|sqrlx|lxrxm|lxrsj|lxdh|lxsj|zjhm|zjlx|sqrzjhm|sqrzjlx|sfzh|sfzhm|sjh|sjhm|dh|xm|sqrdh|sqrsj|txdz|dz|yx)$',
    '^(?:name|fullname|realname|birthday|birthdate|dateofbirth|dob|gender|sex|ssn|passport|wechat|weixin|qq|openid)$',
    '^(?:applicants?|apply|applyer|applier|citizens?|persons?|users?|contacts?|linkman|agents?|legal(?:person)?|owner|holder|customers?|staff|handler|handleuser|operator)(?:full|real)?name$',
    '^(?:applicants?|contacts?|agents?|linkman|citizens?|persons?)$',
    'applicant(?!token$)|applicanttoken.+',
    'idcard|idnumber|^idno$|identity|identification|cardno|cardnumber|certno|certnumber|certificateno|passportn',
    'phone|mobile|telno|^tel$|cellular|^cell$|^fax$|e?mail(?:address)?$|homeaddress|postaladdress|contactaddress|^address$|contactaddr|bankaccount|bankcard',
    '姓名|名字|申请人|申报人|联系人|经办人|代理人|委托人|法定代表人|法人代表|权利人|当事人|户主|身份证|证件号|证件类型|护照|手机|电话|邮箱|邮件|微信|住址|地址|出生|性别|民族|银行卡|银行账号|统一社会信用代码',
  ].join('|'),
);

/** Whether a field of that name would carry the applicant's or another person's data. */
export function isPersonalName(name: string): boolean {
  return PERSONAL_NAMES.test(name.toLowerCase().replace(/[\s_.\-:：]/g, ''));
}

/** Masks ID and mobile numbers in free text; everything else stays. */
export function maskNumbers(text: string): string {
  return /\d{11}/.test(text) ? text.replace(ID_NUMBER, '[id removed]').replace(MOBILE_NUMBER, '[phone removed]') : text;
}

/** Whether a whole value is an ID or mobile number. */
export function isPersonalNumber(value: string): boolean {
  return value.length >= 11 && value.length <= 19 && MASK.test(maskNumbers(value));
}

/** Whether masks stand in the text: it is then not what was sent, and sending it again would store the masks. */
export function wasMasked(text: string): boolean {
  return MASK.test(text);
}

/** What JSON.parse says of a text, without the piece of the text it quotes. */
export function jsonFault(error: unknown): string {
  return error instanceof Error ? error.message.replace(/, (?:\.\.\.)?"[\s\S]*$/, '') : '';
}

/**
 * The text of a refused line without personal data, and without the values of fields that are not `known`; the contract's
 * are unless told. Lines that carry none of both come back unchanged.
 */
export function withoutPersonalData(text: string, known?: ReadonlySet<string>): string {
  // A column one character off from one a mapping reads is another one: 申办人 is not 承办人, nor SJR SLR.
  const isKnown: IsKnown = known ? (name) => known.has(name) : isOfContract;
  const isKept: IsKnown = (name) => isKnown(name) && !isPersonalName(name);
  let masked: string;
  try {
    const value: unknown = JSON.parse(text);
    const state = { changed: false };
    const cleaned = cleanValue(value, isKept, state, 0);
    masked = state.changed ? JSON.stringify(cleaned) : text;
  } catch {
    masked = cleanBroken(text, isKnown);
  }
  return maskNumbers(masked);
}

function cleanValue(value: unknown, isKept: IsKnown, state: { changed: boolean }, depth: number): unknown {
  if (typeof value === 'string') {
    const masked = maskNumbers(value);
    if (masked !== value) state.changed = true;
    return masked;
  }
  if (typeof value !== 'object' || value === null) return value;
  // Nothing that is worth keeping nests this deep, and a recursion must end.
  if (depth > 20) {
    state.changed = true;
    return '[removed]';
  }
  if (Array.isArray(value)) return value.map((member) => cleanValue(member, isKept, state, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (isKept(name)) return [name, cleanValue(member, isKept, state, depth + 1)];
      if (member !== '[removed]') state.changed = true;
      return [name, '[removed]'];
    }),
  );
}

/** `name: value` in text that is not JSON, quoted or not; a value that opens a structure ends with the bracket. */
const PAIR =
  /(?:"([^"\\\n]{1,64})"|'([^'\\\n]{1,64})'|([\p{L}_][\p{L}\p{N}_.\- ]{0,63}))\s{0,8}[:=：＝]\s{0,8}([{[]|"(?:[^"\\]|\\[\s\S])*(?:"|$)|'[^']*(?:'|$)|[^,;&}\]\n]*)/gu;

function cleanBroken(text: string, isKnown: IsKnown): string {
  const unescaped = text.replace(/\\u([0-9a-fA-F]{4})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return cleanPairs(unescaped, isKnown) ?? text;
}

/** The text with the values of personal and, in quotes, unknown fields removed, or undefined when it has none. */
function cleanPairs(text: string, isKnown: IsKnown): string | undefined {
  let result = '';
  let at = 0;
  for (const match of text.matchAll(PAIR)) {
    const [whole, double, single, bare, value = ''] = match;
    const quoted = double ?? single;
    if (!isPersonalName(quoted ?? bare ?? '') && (quoted === undefined || isKnown(quoted))) continue;
    const to = match.index + whole.length;
    result += `${text.slice(at, to - value.length)}"[removed]"`;
    // Where a structure ends cannot be told in broken text, so the rest goes with it.
    if (value === '{' || value === '[') return result;
    at = to;
  }
  return at === 0 ? undefined : result + text.slice(at);
}
