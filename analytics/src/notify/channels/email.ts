/**
 * E-mail over SMTP. The secret is the mail server's URL: `smtps://user:password@host:465?from=sender@host`, or `smtp://` with
 * STARTTLS where the server has it. A password leaves this machine only under TLS.
 */
import { createTransport } from 'nodemailer';
import { plainText } from '../message.ts';
import type { Answer, Channel } from './channel.ts';

const MOST_CASES = 500;
const TIMEOUT_MS = 10_000;

function serverOf(secret: string) {
  if (!URL.canParse(secret) || !/^smtps?:\/\//.test(secret)) {
    throw new Error('The mail server is not a URL like smtps://user:password@host:465?from=sender@host.');
  }
  const url = new URL(secret);
  const isSecure = url.protocol === 'smtps:';
  const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const from = url.searchParams.get('from') ?? user;
  if (from === '') throw new Error('The mail server’s URL names no sender; add ?from=sender@host.');
  return {
    from,
    options: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port || (isSecure ? 465 : 587)),
      secure: isSecure,
      requireTLS: !isSecure && user !== '' && !isHere,
      ...(user === '' ? {} : { auth: { user, pass } }),
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      // Text comes from cases: no file and no address in it is ever read.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
  };
}

/** 5xx to the mailbox or the message is a no. 4xx, no answer, a login or TLS refused are not about this message. */
function answerOf(error: unknown): Answer {
  const { responseCode = 0, code, message } = error as { responseCode?: number; code?: string; message: string };
  const isRefused = responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  return { outcome: isRefused ? 'refused' : 'unreachable', status: responseCode, text: message };
}

export const email: Channel = {
  gapMs: 60_000,
  async send({ address, secret, id, message }, signal) {
    const { from, options } = serverOf(secret);
    const transport = createTransport(options);
    const close = () => transport.close();
    signal.addEventListener('abort', close);
    try {
      const sent = await transport.sendMail({
        from,
        to: address,
        subject: message.title,
        text: plainText(message, MOST_CASES),
        messageId: `<${id}@mingcha>`,
        // Keeps absence notes from answering.
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return { outcome: 'delivered', status: Number(sent.response.slice(0, 3)) || 250, text: sent.response };
    } catch (error) {
      return answerOf(error);
    } finally {
      signal.removeEventListener('abort', close);
    }
  },
};
