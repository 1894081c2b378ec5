/** Publishes what a store holds, as the command does, into a folder of its own; and tells what verification says of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPublisher, openReader, PublicationRefused, type Publishing, type Verification } from '@mingcha/analytics';
import { parsePeriod } from '@mingcha/analytics/periods';
import { type Bundle, verifyBundle } from '@mingcha/analytics/publications';
import { readRules, type Store } from '@mingcha/sql';

export interface Press {
  directory: string;
  /** `period` as text; by whom it is published goes without saying. */
  publish(publishing: Omit<Publishing, 'period' | 'publishedBy'> & { period: string }): Promise<Bundle>;
  remove(): Promise<void>;
}

export async function openPress(store: Store, now: () => Date): Promise<Press> {
  const directory = await mkdtemp(join(tmpdir(), 'mingcha-press-'));
  const reader = openReader(store, now);
  const publisher = openPublisher({ store, reader, directory, rules: await readRules(), release: '0.1.0', clock: now });
  return {
    directory,
    async publish({ period, ...publishing }) {
      try {
        return await publisher.publish({ ...publishing, period: parsePeriod(period)!, publishedBy: '督查室' });
      } catch (error) {
        if (!(error instanceof PublicationRefused)) throw error;
        // What differs says more than that something does.
        throw new Error(saidOf(error.verification).slice(0, 10).join('\n'), { cause: error });
      }
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

export const saidOf = ({ differences }: Verification): string[] => differences.map(({ en }) => en);

/** How many numbers agree; throws with what does not. */
export async function agreeing(path: string): Promise<Record<string, number>> {
  const verification = await verifyBundle(path);
  if (!verification.agrees) throw new Error(saidOf(verification).slice(0, 10).join('\n'));
  return Object.fromEntries(verification.checks.map(({ id, compared }) => [id, compared]));
}

interface Publishings {
  /** When it is published: after the end of every period. */
  at: string;
  notices?: readonly string[];
  rankings?: readonly string[];
}

/** Publishes periods out of a store, and throws with what a second engine counts otherwise; how many cases each rests on. */
export async function publishedAndAgreed(
  store: Store,
  { at, notices = [], rankings = [] }: Publishings,
): Promise<number[]> {
  const press = await openPress(store, () => new Date(at));
  try {
    const cases: number[] = [];
    const asked = [
      ...rankings.map((period) => ({ kind: 'ranking' as const, period })),
      ...notices.map((period) => ({ kind: 'notice' as const, period })),
    ];
    for (const each of asked) {
      const { path, manifest } = await press.publish(each);
      await agreeing(path);
      cases.push(manifest.cases);
    }
    return cases;
  } finally {
    await press.remove();
  }
}
