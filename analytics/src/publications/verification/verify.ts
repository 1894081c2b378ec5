/** A bundle looked at from all sides: is it what was published, and does a second engine count the same? */
import { basename } from 'node:path';
import type { Check, Difference, Verification } from '../../contract/index.ts';
import { BrokenBundle, type Bundle, readBundle } from '../folder.ts';
import { readRows } from '../rows.ts';
import { type Looked, lookAtChain, lookAtFiles, lookAtRecord, lookAtSeal } from './integrity.ts';
import { recompute } from './recomputation.ts';

/** Differences told one by one; the rest are counted. */
const MOST_TOLD = 1000;

export interface VerifyOptions {
  /** Seals the store has on record for this number; without a store that is left out. */
  recorded?: readonly string[];
}

/** Never rejects for what is wrong with the bundle: that is the answer. */
export async function verifyBundle(path: string, { recorded }: VerifyOptions = {}): Promise<Verification> {
  let bundle: Bundle;
  try {
    bundle = await readBundle(path);
  } catch (error) {
    if (!(error instanceof BrokenBundle)) throw error;
    return unreadable(path, error);
  }
  const looked = [await lookAtSeal(bundle), await lookAtFiles(bundle), await lookAtChain(bundle)];
  if (recorded !== undefined) looked.push(lookAtRecord(bundle, recorded));
  const numbers = await lookAtNumbers(bundle);
  const checks = [...looked.map(({ check }) => check), ...numbers.checks];
  const differences = [...looked.flatMap((each) => each.differences), ...numbers.differences];
  return verdictOf(bundle.manifest.number, numbers.engine, checks, differences);
}

async function lookAtNumbers(bundle: Bundle): Promise<{ engine: string; checks: Check[]; differences: Difference[] }> {
  try {
    return await recompute(bundle.path, bundle.manifest, await readRows(bundle.path));
  } catch (error) {
    const why = (error as Error).message.split('\n')[0]!;
    const whyZh = error instanceof BrokenBundle ? error.zh : why;
    const { check, differences } = failed(
      'ranking',
      `数字无法重算：${whyZh}`,
      `The numbers cannot be counted again: ${why}`,
    );
    return { engine: 'DuckDB', checks: [check], differences };
  }
}

function failed(id: Check['id'], zh: string, en: string): Looked {
  return {
    check: { id, agrees: false, compared: 0, zh, en },
    differences: [
      { check: id, part: '', unit: '', unit_name: '', column: '', published: null, recomputed: null, zh, en },
    ],
  };
}

function unreadable(path: string, { zh, message }: BrokenBundle): Verification {
  const { check, differences } = failed('seal', zh, message);
  return verdictOf(basename(path), '', [check], differences);
}

function verdictOf(number: string, engine: string, checks: Check[], differences: Difference[]): Verification {
  const agrees = checks.every((check) => check.agrees !== false);
  const compared = checks.reduce((sum, check) => sum + check.compared, 0);
  return {
    number,
    agrees,
    engine,
    zh: agrees
      ? `${number}核验通过：${compared}项核对，没有发现不一致。`
      : `${number}核验未通过：发现${differences.length}处不一致。`,
    en: agrees
      ? `${number} agrees: ${compared} things were compared and none differs.`
      : `${number} does not agree: ${differences.length === 1 ? '1 difference was' : `${differences.length} differences were`} found.`,
    checks,
    differences: differences.slice(0, MOST_TOLD),
    differences_found: differences.length,
  };
}
