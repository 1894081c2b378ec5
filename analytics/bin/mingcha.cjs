#!/usr/bin/env -S node --max-semi-space-size=64
/**
 * `npx mingcha COMMAND …`: the command line, ready to run from any checkout. Without a command it explains itself.
 *
 * Room for young objects, as `npm start` has: a batch on its way into the store outlives many small collections, which
 * otherwise copy it each time (5 to 8 % of a file's intake).
 */
process.env.UV_THREADPOOL_SIZE ??= '12'; // See start.cjs.

const args = process.argv.slice(2);
import('./launch.mjs').then(({ launch }) => launch(args.length > 0 ? args : ['--help']));
