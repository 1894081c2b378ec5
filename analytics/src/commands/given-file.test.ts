import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../failure.ts';
import { publishCommand } from './publish.ts';
import { receiversCommand } from './receivers.ts';
import { schedulesCommand } from './schedules.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-given-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a file somebody names that cannot be read is told in a sentence, without the system’s words', () => {
  it.each<[string, () => Command, string[]]>([
    ['The file of schedules', schedulesCommand, ['import']],
    ['The file of receivers', receiversCommand, ['import']],
    ['The document', publishCommand, ['--period', '2026-02', '--by', 'x', '--document']],
  ])('%s', async (what, command, args) => {
    const run = (path: string) => command().parseAsync([...args, path], { from: 'user' });
    const missing = run(join(folder, 'missing.yaml'));
    await expect(missing).rejects.toThrow(Failure);
    await expect(missing).rejects.toThrow(
      `${what} ${folder}/missing.yaml is not there (looked for ${folder}/missing.yaml); check its name, and the folder the command is run in.`,
    );
    await expect(run(folder)).rejects.toThrow(`${what} ${folder} is a folder; name the file in it.`);
  });
});
