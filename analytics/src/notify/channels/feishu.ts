/**
 * 飞书自定义机器人. With a secret (签名校验) the body carries `timestamp` in seconds and `sign`: Base64 of the HMAC-SHA256 of
 * nothing under "timestamp\nsecret". Documented: `post`, rich text without markup; a body of up to 20 kB; `code` 0 for taken,
 * 11232 for too many (100 a minute, 5 a second).
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
import { createHmac } from 'node:crypto';
import { fitting, type Message } from '../message.ts';
import type { Channel } from './channel.ts';
import { postJson, robotAnswer } from './http.ts';

const MOST_BYTES = 20_000;

function signature(secret: string, at: Date): { timestamp: string; sign: string } | undefined {
  if (secret === '') return undefined;
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).digest('base64') };
}

type Tag = { tag: 'text'; text: string } | { tag: 'a'; text: string; href: string };
const text = (value: string): Tag => ({ tag: 'text', text: value });

function paragraphs({ cases, rest, link }: Message, count: number): Tag[][] {
  const left = cases.length - count;
  const [only] = cases;
  const body =
    cases.length === 1 && only !== undefined
      ? only.lines.map(({ label, value }) => [text(`${label}：${value}`)])
      : cases.slice(0, count).map((each, index): Tag[] => {
          const number = text(`${index + 1}. ${each.gradeName} `);
          return [number, each.link === undefined ? text(each.short) : { tag: 'a', text: each.short, href: each.link }];
        });
  const tail: Tag[][] = left > 0 ? [[text(rest(left))]] : [];
  if (link !== undefined) tail.push([{ tag: 'a', ...link }]);
  return [...body, ...tail];
}

export const feishu: Channel = {
  gapMs: 1_000,
  async send({ address, secret, at, message }, signal) {
    const body = fitting(message, 30, MOST_BYTES, (count) =>
      JSON.stringify({
        ...signature(secret, at),
        msg_type: 'post',
        content: { post: { zh_cn: { title: message.title, content: paragraphs(message, count) } } },
      }),
    );
    return robotAnswer(await postJson(address, body, {}, signal), 'code', { 11232: 60_000 });
  },
};
