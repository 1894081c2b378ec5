/** `mingcha receivers`: a file is taken over whole or not at all, and a test message goes to a real receiver here. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { receiversCommand } from './receivers.ts';

const SECRET = `whsec_${Buffer.from('a secret of some length').toString('base64')}`;
let folder: string;
let said = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-receivers-'));
  vi.stubEnv('HOOK', SECRET);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
});
afterEach(() => {
  said = '';
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) =>
  receiversCommand().parseAsync([...args, '--data', `file:${join(folder, 'store')}`], { from: 'user' });
async function file(text: string): Promise<string> {
  const path = join(folder, 'receivers.yaml');
  await writeFile(path, text);
  return path;
}

it('are imported, listed without a secret, and reached by a test message that is recorded nowhere', async () => {
  const taken: string[] = [];
  const statuses = [200, 403];
  const hook = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    taken.push(Buffer.concat(parts).toString('utf8'));
    response.writeHead(statuses.shift()!).end('said');
  });
  hook.listen(0, '127.0.0.1');
  await once(hook, 'listening');
  const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/cards`;
  try {
    const written = `receivers:
  - { receiver: hook, name: 市监局, level: department, code: "01", role: leader, channel: webhook, address: "${url}", secret_env: HOOK }
  - { receiver: robot, role: clerk, grades: [red], channel: wecom, address: "https://h/send?key=hidden", is_secret_in_address: true, is_active: false }
`;
    await run('import', await file(written));
    expect(said).toBe('2 receivers taken over.\n');
    said = '';
    await run('list');
    expect(said).toBe(
      `hook\t市监局\tdepartment 01\tleader\tred yellow\twebhook\t${url}\tactive\nrobot\trobot\teverywhere\tclerk\tred\twecom\t…\tinactive\n`,
    );
    said = '';
    await run('test', 'hook');
    expect(said).toMatch(/^hook took the message: 200/);
    expect(JSON.parse(taken[0]!).data.messages).toMatchObject([
      { case_id: 'TEST', findings: [{ sentence: { zh: expect.stringContaining('测试消息') } }] },
    ]);

    await expect(run('test', 'hook')).rejects.toThrow(/hook was not reached: 403 said/);
    await expect(run('test', 'nobody')).rejects.toThrow(/There is no receiver nobody/);
  } finally {
    hook.closeAllConnections();
    hook.close();
  }
}, 60_000);

it('with a mistake in the file are not taken over, and every mistake is named with its line', async () => {
  const path = await file(`receivers:
  - { receiver: fine, role: clerk, channel: wecom, address: "https://h/send?key=\${KEY}" }
  - { receiver: odd, role: boss, channel: webhook, address: "https://h/cards", adress: x }
  - { receiver: fine, role: clerk, channel: wecom, address: "https://h/send", is_active: maybe }
`);
  const refused = run('import', path);
  await expect(refused).rejects.toThrow(/line 3, receivers\[1\]\.adress: .*did you mean “address”/);
  await expect(refused).rejects.toThrow(/line 3, receivers\[1\]: role must be one of/);
  await expect(refused).rejects.toThrow(/line 3, receivers\[1\]: secret_env is missing/);
  await expect(refused).rejects.toThrow(/line 4, receivers\[2\]\.is_active: is_active must be true or false/);
  await expect(refused).rejects.toThrow(/line 4, receivers\[2\]: There are two receivers fine/);
  await run('list');
  expect(said).not.toContain('fine');
});
