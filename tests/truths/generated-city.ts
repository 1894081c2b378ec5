/** A generated city with the ledger of its true answers, told to an engine as a sender would. */
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Engine, openEngine } from '@mingcha/analytics';
import { type Generated, type GenerateOptions, generate, importDirectory } from '@mingcha/ingest';
import { emptyStore } from '../empty-store.ts';

const AT_ONCE = 20_000;
const SHOWN = 10;

export interface GeneratedCity<Ledger> {
  engine: Engine;
  generated: Generated;
  ledger: Ledger;
  /** Tells the next so many lines, in order of arrival, or all that are left; answers the last moment they tell of. */
  tell(lines?: number): Promise<Date>;
  remove(): Promise<void>;
}

/** Opens an engine with the city's directory and no events. A fault of the engine is thrown. */
export async function openGeneratedCity<Ledger>(options: Omit<GenerateOptions, 'out'>): Promise<GeneratedCity<Ledger>> {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-generated-'));
  const generated = await generate({ ...options, out: folder });
  const ledger = JSON.parse(await readFile(generated.ledgerFile!, 'utf8')) as Ledger;
  const engine = await openEngine(await emptyStore(folder), (error) => {
    throw error;
  });
  await importDirectory(engine.store, [generated.directory]);
  const lines = createInterface({ input: createReadStream(generated.eventsFile) })[Symbol.asyncIterator]();

  return {
    engine,
    generated,
    ledger,
    async tell(count = Number.POSITIVE_INFINITY) {
      let last = 0;
      let batch: string[] = [];
      const submit = async () => {
        const refused = (await engine.intake.submit(batch)).filter(({ status }) => status === 'rejected');
        if (refused.length > 0) throw new Error(`Events were refused: ${JSON.stringify(refused.slice(0, SHOWN))}`);
        batch = [];
      };
      for (let told = 0; told < count; told += 1) {
        const line = await lines.next();
        if (line.done) break;
        const { occurred_at, recorded_at = occurred_at } = JSON.parse(line.value) as Record<string, string>;
        last = Math.max(last, Date.parse(occurred_at!), Date.parse(recorded_at!));
        batch.push(line.value);
        if (batch.length === AT_ONCE) await submit();
      }
      await submit();
      await engine.intake.settled();
      return new Date(last);
    },
    async remove() {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
