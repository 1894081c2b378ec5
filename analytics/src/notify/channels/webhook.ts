/**
 * A plain JSON webhook, signed as Standard Webhooks says, so that a receiver can check it with a library it has:
 * `webhook-id`, `webhook-timestamp` in seconds, and `webhook-signature`, `v1,` and Base64 of the HMAC-SHA256 of
 * "id.timestamp.body". A secret that begins with `whsec_` is Base64 after that; any other is taken as its bytes.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { createHmac } from 'node:crypto';
import type { Channel } from './channel.ts';
import { httpAnswer, postJson } from './http.ts';

const keyOf = (secret: string) =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);

export const webhook: Channel = {
  gapMs: 0,
  async send({ address, secret, id, receiver, at, message, entries }, signal) {
    const linkOf = (index: number) => message.cases[index]?.link ?? null;
    const body = JSON.stringify({
      type: entries.some(({ report }) => report !== undefined) ? 'reports.made' : 'cards.told',
      timestamp: at.toISOString(),
      data: {
        receiver,
        title: message.title,
        messages: entries.map(({ calendar: _, report, message_id, ...entry }, index) =>
          report === undefined
            ? { message_id, ...entry, link: linkOf(index) }
            : { message_id, ...report, link: linkOf(index) },
        ),
      },
    });
    const timestamp = String(Math.floor(at.getTime() / 1_000));
    const sign = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${sign}` };
    return httpAnswer(await postJson(address, body, headers, signal));
  },
};
