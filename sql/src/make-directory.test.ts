import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimDirectory } from './data-directory.ts';
import { makeDirectory } from './make-directory.ts';
import { StoreError } from './store-error.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mingcha-directory-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a directory', () => {
  it('is made with those above it, and left as it is when it is there', () => {
    const path = join(folder, 'a/b/c');
    makeDirectory(path);
    makeDirectory(path);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  it('is not made where a file is in the way', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => makeDirectory(join(folder, 'file'))).toThrow('is a file');
    expect(() => makeDirectory(join(folder, 'file/below'))).toThrow('ENOTDIR');
  });
});

it.skipIf(!existsSync('/proc/self'))(
  'a data directory where none can be is a sentence, and no wait without end',
  () => {
    for (const path of ['/proc/x', '/proc/x/y']) {
      expect(() => claimDirectory(`file:${path}`)).toThrow(StoreError);
      expect(() => claimDirectory(`file:${path}`)).toThrow(
        /^The data directory \/proc\/x.* cannot be written \(.*\); give it the right owner or choose another with MINGCHA_DATA\.$/,
      );
    }
  },
);
