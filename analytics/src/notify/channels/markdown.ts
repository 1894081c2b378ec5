/** The Markdown that WeCom's and DingTalk's robots both understand. */

import type { CardGrade } from '../../contract/codes.ts';
import type { Message } from '../message.ts';

/** Neither form documents an escape: what would be markup is written in its wide form, which means nothing to them. */
const WIDE: Record<string, string> = {
  '*': '＊',
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '`': '｀',
  '#': '＃',
};
const plain = (text: string) => text.replace(/[*[\]<>`#]/g, (sign) => WIDE[sign] ?? sign).replace(/\s+/g, ' ');

export interface Dress {
  grade: (name: string, grade: CardGrade) => string;
  /** What it takes to begin a new line. */
  newLine: string;
}

/** The first `count` cases of a message. */
export function markdownOf(
  { sender, title, cases, rest, link }: Message,
  count: number,
  { grade, newLine }: Dress,
): string {
  const left = cases.length - count;
  const [only] = cases;
  const body =
    cases.length === 1 && only !== undefined
      ? [
          `**${sender}${grade(only.gradeName, only.grade)} ${plain(only.heading)}**`,
          ...only.lines.map(({ label, value }) => `> ${label}：${plain(value)}`),
        ]
      : [
          `**${plain(title)}**`,
          ...cases.slice(0, count).map((each, index) => {
            const name = grade(each.gradeName, each.grade);
            const text = plain(each.short);
            return `${index + 1}. ${name} ${each.link === undefined ? text : `[${text}](${each.link})`}`;
          }),
        ];
  const tail = [...(left > 0 ? [rest(left)] : []), ...(link === undefined ? [] : [`[${link.text}](${link.href})`])];
  return [...body, ...tail].join(newLine);
}
