import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { checkKnownUntil, checkNode, checkPort } from './doctor.ts';

describe('the doctor', () => {
  it.each([
    ['20.18.3', false],
    ['20.19.0', true],
    ['24.1.0', true],
  ])('finds Node %s fine: %s', (version, isFine) => {
    expect(checkNode(version).isFine).toBe(isFine);
  });

  it('says in a year without a calendar what brings one: an import cannot', () => {
    expect(checkKnownUntil('2026-12-31', '2026-12-31').isFine).toBe(true);
    expect(checkKnownUntil('2026-12-31', '2027-01-01')).toEqual({
      isFine: false,
      sentence: 'working days are known only until 2026-12-31; update Mingcha: a release brings those of each new year',
    });
  });

  it('finds a port that is taken, and one that is free', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    expect(await checkPort(port)).toEqual({
      isFine: false,
      sentence: `port ${port} cannot be used (EADDRINUSE); choose another with --port`,
    });
    server.close();
    await once(server, 'close');
    expect((await checkPort(port)).isFine).toBe(true);
  });
});
