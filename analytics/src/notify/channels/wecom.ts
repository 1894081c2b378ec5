/**
 * 企业微信群机器人. The address is the robot's webhook, its key a secret; the platform has no signature.
 * Documented: `markdown` of up to 4,096 bytes, 20 messages a minute, `errcode` 0 for taken, 45009 for too many.
 * https://developer.work.weixin.qq.com/document/path/91770
 */
import { fitting } from '../message.ts';
import type { Channel } from './channel.ts';
import { postJson, robotAnswer } from './http.ts';
import { type Dress, markdownOf } from './markdown.ts';

const MOST_BYTES = 4_096;
const COLOUR = { red: 'warning', yellow: 'warning', notice: 'info' } as const;

const DRESS: Dress = {
  grade: (name, grade) => `<font color="${COLOUR[grade]}">${name}</font>`,
  newLine: '\n',
};

export const wecom: Channel = {
  gapMs: 3_000,
  async send({ address, message }, signal) {
    const content = fitting(message, 30, MOST_BYTES, (count) => markdownOf(message, count, DRESS));
    const body = JSON.stringify({ msgtype: 'markdown', markdown: { content } });
    return robotAnswer(await postJson(address, body, {}, signal), 'errcode', { 45009: 60_000 });
  },
};
