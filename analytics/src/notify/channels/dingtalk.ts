/**
 * 钉钉自定义机器人. With a secret (加签) the address gets `timestamp` in milliseconds and `sign`: Base64 of the HMAC-SHA256
 * of "timestamp\nsecret" under the secret. Documented: `errcode` 0 for taken, 20 messages a minute, else 130101 and silence
 * for ten minutes.
 * https://open.dingtalk.com/document/robots/customize-robot-security-settings
 */
import { createHmac } from 'node:crypto';
import { fitting } from '../message.ts';
import type { Channel } from './channel.ts';
import { postJson, robotAnswer } from './http.ts';
import { type Dress, markdownOf } from './markdown.ts';

const MOST_BYTES = 18_000;

/** A single line break is shown as a blank. */
const DRESS: Dress = { grade: (name) => name, newLine: '\n\n' };

function signed(address: string, secret: string, at: Date): string {
  if (secret === '') return address;
  const url = new URL(address);
  const timestamp = String(at.getTime());
  url.searchParams.set('timestamp', timestamp);
  url.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
  return url.href;
}

export const dingtalk: Channel = {
  gapMs: 3_000,
  async send({ address, secret, at, message }, signal) {
    const text = fitting(message, 30, MOST_BYTES, (count) => markdownOf(message, count, DRESS));
    const body = JSON.stringify({ msgtype: 'markdown', markdown: { title: message.title, text } });
    return robotAnswer(await postJson(signed(address, secret, at), body, {}, signal), 'errcode', { 130101: 600_000 });
  },
};
