/**
 * Places one publication after the other until it is killed, telling the number of each once it is placed.
 * Argument: the folder.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bundle, openFolder } from '@mingcha/analytics/publications';
import { bundleOf } from './bundles.ts';

const folder = openFolder(process.argv[2]!);
process.send!('ready');
for (;;) {
  const draft = await folder.draft();
  const last = (await folder.readAll()).at(-1);
  const { manifest, files } = bundleOf(last);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(draft, name), content);
  const placed: Bundle | undefined = await folder.place(draft, manifest);
  process.send!(placed!.manifest.number);
}
