/** `mingcha publish` and `mingcha verify` as they are typed: a notice with its documents, and what is refused. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEngine } from '@mingcha/analytics';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { cityEvents } from '../api/small-city.ts';
import { emptyStore } from '../empty-store.ts';

const MINGCHA = fileURLToPath(new URL('../../analytics/bin/mingcha.cjs', import.meta.url));
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let folder: string;
let data: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mingcha-publish-'));
  data = await emptyStore(folder);
  const engine = await openEngine(data, (error) => {
    throw error;
  });
  await engine.intake.submit(cityEvents());
  await engine.intake.settled();
  await engine.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) =>
  new Promise<{ code: number; said: string; refused: string }>((resolve) => {
    const env = { ...process.env, LC_ALL: 'C' };
    execFile(process.execPath, [MINGCHA, ...args], { env }, (error, said, refused) =>
      resolve({ code: error === null ? 0 : Number(error.code), said, refused: refused.replace('Compiling…\n', '') }),
    );
  });
const publish = (...args: string[]) => run('publish', '--data', data, '--by', '督查室', ...args);

it('seals a notice with its draft as Word and PDF, which verifies', async () => {
  const ended = await publish('--kind', 'notice', '--period', '2026-03');
  expect([ended.code, ended.refused]).toEqual([0, '']);
  const number = /^Published (\d{4}-001) /.exec(ended.said)?.[1] ?? '';
  const bundle = join(folder, 'publications', number);
  expect(readdirSync(bundle)).toEqual(
    expect.arrayContaining(['通报-2026-03.docx', '通报-2026-03.pdf', 'manifest.json']),
  );
  const verified = await run('verify', bundle);
  expect([verified.code, verified.said]).toEqual([0, expect.stringContaining(`${number} agrees: `)]);
});

it('seals nothing of a period that is none, is not over, or has nothing to be written by', async () => {
  const before = readdirSync(join(folder, 'publications'));
  const year = new Date().getFullYear() + 1;
  for (const [period, sentence] of [
    ['2026-13', 'There is no period 2026-13.'],
    [`${year}`, 'a period is published when it is over'],
    ['2026-03-1', 'No notice template is for a ten_days.'],
    ['2026-03-1', 'seal it with --document FILE.'],
  ] as const) {
    const ended = await publish('--kind', 'notice', '--period', period);
    expect([period, ended.code, ended.refused]).toEqual([period, 1, expect.stringContaining(sentence)]);
  }
  expect(readdirSync(join(folder, 'publications'))).toEqual(before);
});

it('says of what is no publication that it is none', async () => {
  const missing = await run('verify', join(folder, 'nothing'));
  expect(missing).toMatchObject({ code: 1, said: '', refused: expect.stringContaining('There is no ') });
  const ended = await run('verify', join(folder, 'publications'));
  expect(ended.code).toBe(1);
  expect(ended.said).toContain('is no publication: its manifest.json cannot be read');
  expect(existsSync(join(folder, 'nothing'))).toBe(false);
});
