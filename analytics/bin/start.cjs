#!/usr/bin/env node
/**
 * `npm start`: from a fresh clone to a running Mingcha. Installs and builds what is missing, then runs `serve`, or the
 * command given: `npm start -- --help`. With `--prepare-only` it stops before running anything.
 *
 * CommonJS, because the engine in process reads on the threads of Node's pool, and the pool takes its size when the
 * first ES module is loaded.
 */
process.env.UV_THREADPOOL_SIZE ??= '12';

const args = process.argv.slice(2);
const isCommand = args.length > 0 && !args[0].startsWith('-');
const asksForHelp = ['--help', '-h', '--version'].some((option) => args.includes(option));
import('./launch.mjs').then(({ launch }) =>
  launch(isCommand || asksForHelp ? args : ['serve', ...args], { prepareOnly: args.includes('--prepare-only') }),
);
