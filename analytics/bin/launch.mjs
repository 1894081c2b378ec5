/** Prepares the checkout and runs the compiled command line in this same process, so that signals reach it directly. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, checkNode, install, NotReady, root, say } from './prepare.mjs';

/** Runs `mingcha ...args`. With `prepareOnly`, installs and builds and leaves it there. */
export async function launch(args, { prepareOnly = false } = {}) {
  try {
    checkNode();
    await install();
    await build('server');
    if (prepareOnly || args[0] === 'serve') await build('dashboard');
  } catch (error) {
    if (!(error instanceof NotReady)) throw error;
    say(error.message);
    process.exitCode = 1;
    return;
  }
  if (prepareOnly) return;
  const { main } = await import(pathToFileURL(join(root, 'analytics/dist/cli.js')).href);
  await main(args);
}
