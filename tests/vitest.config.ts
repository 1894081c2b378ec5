/** One test run over all packages, against their sources. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
// Not `import`: Node would apply it to packages' own require() too, and hand them the wrong half of a dual package.
const conditions = ['mingcha:source', 'node'];

export default defineConfig({
  root,
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // One engine per process: every test file gets its own.
    pool: 'forks',
    include: ['{sql,ingest,analytics,dashboard}/src/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: fileURLToPath(new URL('empty-store.ts', import.meta.url)),
    env: { TZ: 'UTC' },
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
