/** The README's first words are `npx mingcha …`, typed in a fresh checkout, where nothing is installed yet. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ROOT } from './options.ts';

it('npx finds the command line in a checkout without node_modules', async () => {
  const checkout = await mkdtemp(join(tmpdir(), 'mingcha-npx-'));
  try {
    await copyFile(join(ROOT, 'package.json'), join(checkout, 'package.json'));
    await mkdir(join(checkout, 'analytics/bin'), { recursive: true });
    const stand = "#!/usr/bin/env node\nprocess.stdout.write(process.argv.slice(2).join(' '));\n";
    await writeFile(join(checkout, 'analytics/bin/mingcha.cjs'), stand, { mode: 0o755 });
    const { stdout } = await promisify(execFile)('npx', ['--no', 'mingcha', 'generate', '--cases', '5'], {
      cwd: checkout,
    });
    expect(stdout).toBe('generate --cases 5');
  } finally {
    await rm(checkout, { recursive: true });
  }
});
