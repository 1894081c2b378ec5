/**
 * Receivers on this machine that take messages as the vendors document it: what is not signed, addressed or formed as they
 * ask for is answered with their errors. Signatures are checked here by hand, not with the code under test.
 */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Taken {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body: string;
}

export interface HttpReceiver {
  readonly url: string;
  /** What was taken. */
  readonly taken: Taken[];
  /** How many asked, taken or not. */
  asked: number;
  /** Answers the next ones like this; `hang` never answers. */
  next: (Reply | 'hang')[];
  /** Resolves when this many were taken. */
  has(count: number): Promise<void>;
  close(): Promise<void>;
}

/** What a vendor answers: undefined when it takes the message. */
type Check = (url: URL, headers: IncomingHttpHeaders, body: string) => Reply | undefined;

async function startHttp(path: string, ok: string, check: Check): Promise<HttpReceiver> {
  const taken: Taken[] = [];
  const next: (Reply | 'hang')[] = [];
  const hanging: ServerResponse[] = [];
  let seen: () => void = () => undefined;
  const receiver = { url: '', taken, next, asked: 0 };
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString('utf8');
    receiver.asked += 1;
    const given = next.shift();
    if (given === 'hang') {
      hanging.push(response);
      seen();
      return;
    }
    const reply = given ?? check(new URL(request.url ?? '', 'http://here'), request.headers, body);
    if (reply === undefined) taken.push({ headers: request.headers, body });
    response.writeHead(reply?.status ?? 200, { 'content-type': 'application/json', ...reply?.headers });
    response.end(reply?.body ?? ok);
    seen();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  receiver.url = `http://127.0.0.1:${port}${path}`;
  return Object.assign(receiver, {
    async has(count: number) {
      while (taken.length < count) {
        await new Promise<void>((resolve) => {
          seen = resolve;
        });
      }
    },
    async close() {
      for (const response of hanging) response.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

const asJson = (headers: IncomingHttpHeaders) => /^application\/json/.test(headers['content-type'] ?? '');

/** 企业微信: https://developer.work.weixin.qq.com/document/path/91770 */
export function startWecom(key: string): Promise<HttpReceiver> {
  const refuse = (errcode: number, errmsg: string) => ({ body: JSON.stringify({ errcode, errmsg }) });
  return startHttp('/cgi-bin/webhook/send', '{"errcode":0,"errmsg":"ok"}', (url, headers, body) => {
    if (url.searchParams.get('key') !== key) return refuse(93000, 'invalid webhook url');
    const { msgtype, markdown } = JSON.parse(body);
    if (!asJson(headers) || msgtype !== 'markdown' || !markdown?.content) return refuse(40008, 'invalid message type');
    if (Buffer.byteLength(markdown.content) > 4096) return refuse(40058, 'markdown.content exceed max length 4096');
    return undefined;
  });
}

/** 钉钉: https://open.dingtalk.com/document/robots/customize-robot-security-settings */
export function startDingtalk(token: string, secret: string, clock: () => Date): Promise<HttpReceiver> {
  const refuse = (errcode: number, errmsg: string) => ({ body: JSON.stringify({ errcode, errmsg }) });
  return startHttp('/robot/send', '{"errcode":0,"errmsg":"ok"}', (url, headers, body) => {
    if (url.searchParams.get('access_token') !== token) return refuse(300001, 'token is not exist');
    const timestamp = url.searchParams.get('timestamp') ?? '';
    if (!(Math.abs(Number(timestamp) - clock().getTime()) < 3_600_000)) return refuse(310000, 'invalid timestamp');
    const sign = createHmac('sha256', Buffer.from(secret)).update(Buffer.from(`${timestamp}\n${secret}`));
    if (url.searchParams.get('sign') !== sign.digest('base64')) return refuse(310000, 'sign not match');
    const { msgtype, markdown } = JSON.parse(body);
    if (!asJson(headers) || msgtype !== 'markdown' || !markdown?.title || !markdown?.text) {
      return refuse(40035, 'invalid parameter');
    }
    return undefined;
  });
}

/** 飞书: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
export function startFeishu(token: string, secret: string, clock: () => Date): Promise<HttpReceiver> {
  const refuse = (code: number, msg: string) => ({ body: JSON.stringify({ code, msg, data: {} }) });
  return startHttp(`/open-apis/bot/v2/hook/${token}`, '{"code":0,"msg":"success","data":{}}', (_url, headers, body) => {
    if (!asJson(headers) || Buffer.byteLength(body) > 20_000) return refuse(9499, 'Bad Request');
    const { timestamp, sign, msg_type, content } = JSON.parse(body);
    const isRecent = Math.abs(Number(timestamp) - clock().getTime() / 1_000) < 3_600;
    const right = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
    if (!isRecent || sign !== right) {
      return refuse(19021, 'sign match fail or timestamp is not within one hour from current time');
    }
    const post = content?.post?.zh_cn;
    const tags: { tag: string; text?: string; href?: string }[] = post?.content?.flat() ?? [];
    const isFormed = tags.length > 0 && tags.every(({ tag, text, href }) => text && (tag === 'text' || href));
    return msg_type === 'post' && isFormed ? undefined : refuse(9499, 'Bad Request');
  });
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export function startWebhook(secret: string, clock: () => Date): Promise<HttpReceiver> {
  return startHttp('/cards', '', (_url, headers, body) => {
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
    const isRecent = Math.abs(Number(timestamp) - clock().getTime() / 1_000) < 300;
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const right = `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
    if (isRecent && String(signature).split(' ').includes(right)) return undefined;
    return { status: 401, body: '{"error":"signature"}' };
  });
}

export interface Mail {
  from: string;
  to: string[];
  subject: string;
  text: string;
  raw: string;
}

export interface MailServer {
  readonly port: number;
  /** Who tried to log in. */
  readonly logins: string[];
  readonly mails: Mail[];
  /** Refuses the next recipients with these SMTP codes. */
  readonly refuse: number[];
  close(): Promise<void>;
}

/** An SMTP server that takes mail from one user. */
export async function startMail(user: string, password: string, host = '127.0.0.1'): Promise<MailServer> {
  const mails: Mail[] = [];
  const refuse: number[] = [];
  const logins: string[] = [];
  const server = new SMTPServer({
    // Without a certificate anybody trusts; the address is this machine, where a password may go in the clear.
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth(auth, _session, done) {
      logins.push(auth.username ?? '');
      if (auth.username === user && auth.password === password) done(null, { user });
      else done(new Error('Invalid username or password'));
    },
    onRcptTo(_address, _session, done) {
      const responseCode = refuse.shift();
      done(responseCode === undefined ? null : Object.assign(new Error('not now'), { responseCode }));
    },
    async onData(stream, session, done) {
      const parts: Buffer[] = [];
      for await (const part of stream) parts.push(part as Buffer);
      const raw = Buffer.concat(parts).toString('utf8');
      const { mailFrom, rcptTo } = session.envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      mails.push({ from, to: rcptTo.map(({ address }) => address), subject: subjectOf(raw), text: textOf(raw), raw });
      done();
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, host);
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return {
    port,
    logins,
    mails,
    refuse,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const quotedPrintable = (text: string) =>
  Buffer.from(
    text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`))),
    'latin1',
  ).toString('utf8');

/** RFC 2047, in both its encodings. */
function subjectOf(raw: string): string {
  const subject = /^Subject: (.*(?:\r?\n[ \t].*)*)/m.exec(raw)?.[1] ?? '';
  return subject
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString('utf8')
        : quotedPrintable(text.replace(/_/g, ' ')),
    );
}

function textOf(raw: string): string {
  const [head = '', body = ''] = raw.split(/\r?\n\r?\n/, 2);
  const encoding = /^Content-Transfer-Encoding: (\S+)/im.exec(head)?.[1]?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8').trim();
  return (encoding === 'quoted-printable' ? quotedPrintable(body) : body).replace(/\r\n/g, '\n').trim();
}
