/** Every shipped mapping against its made-up samples: the events each file must make stand beside it. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CaseEvent } from '../event.ts';
import { checkLine } from '../intake/check.ts';
import { zoneNamed } from '../intake/zone.ts';
import { memoryCursors } from '../sources/files/cursors.ts';
import { ingestFiles } from '../sources/files/ingest-files.ts';
import { openMapping, shippedMappings } from './library.ts';

const SAMPLES = fileURLToPath(new URL('../../mappings/samples/', import.meta.url));
const files = (mapping: string) =>
  readdirSync(`${SAMPLES}${mapping}`).filter((file) => !file.endsWith('.events.ndjson'));
const samples = readdirSync(SAMPLES).flatMap((mapping) => files(mapping).map((file) => [mapping, file] as const));

async function read(mapping: string, file: string) {
  const events: CaseEvent[] = [];
  const rejects: unknown[] = [];
  const summary = await ingestFiles({
    files: [`${SAMPLES}${mapping}/${file}`],
    mapping: await openMapping(mapping),
    cursors: memoryCursors(),
    sink: {
      async submit(items) {
        events.push(...(items as CaseEvent[]));
        return items.map(() => ({ status: 'stored' as const }));
      },
      async reject(rows) {
        rejects.push(...rows);
      },
    },
  });
  return { events, rejects, summary };
}

describe('the shipped mappings', () => {
  it('all have samples, and every table of theirs one', async () => {
    expect(readdirSync(SAMPLES).sort()).toEqual(await shippedMappings());
    for (const name of await shippedMappings()) {
      expect([name, files(name).length]).toEqual([name, (await openMapping(name)).tables.length]);
    }
  });

  it.each(samples)('%s makes of %s exactly the events beside it', async (mapping, file) => {
    const { events, rejects, summary } = await read(mapping, file);
    const expected = readFileSync(`${SAMPLES}${mapping}/${file}.events.ndjson`, 'utf8').trim().split('\n');
    expect(summary.files[0]!.error).toBeUndefined();
    expect(rejects).toEqual([]);
    expect(events).toEqual(expected.map((line) => JSON.parse(line)));
  });

  it.each(samples)('%s makes of %s events that the contract takes', async (mapping, file) => {
    const { events } = await read(mapping, file);
    const context = { zone: zoneNamed('Asia/Shanghai'), latest: Date.parse('2027-01-01T00:00:00Z'), tolerance: 0 };
    for (const event of events) expect(checkLine(event, context)).not.toHaveProperty('code');
  });
});
