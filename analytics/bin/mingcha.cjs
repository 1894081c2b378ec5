#!/usr/bin/env node
/** `npx mingcha COMMAND …`: the command line, ready to run from any checkout. Without a command it explains itself. */
process.env.UV_THREADPOOL_SIZE ??= '12'; // See start.cjs.

const args = process.argv.slice(2);
import('./launch.mjs').then(({ launch }) => launch(args.length > 0 ? args : ['--help']));
