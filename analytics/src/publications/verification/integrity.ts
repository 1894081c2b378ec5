/** Whether a bundle is what was published: its files, its seal, its place in the chain, and what the store put on record. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Check, Difference } from '../../contract/index.ts';
import { type Bundle, MANIFEST, openFolder, readBundle, SEAL, sha256OfFile } from '../folder.ts';

export interface Looked {
  check: Check;
  differences: Difference[];
}

const about = (
  check: Check['id'],
  file: string,
  column: string,
  published: string | null,
  recomputed: string | null,
  zh: string,
  en: string,
): Difference => ({ check, part: file, unit: '', unit_name: '', column, published, recomputed, zh, en });

/** Every file the manifest names is there as it was, and no other. */
export async function lookAtFiles({ path, manifest }: Bundle): Promise<Looked> {
  const differences: Difference[] = [];
  const differ = (
    ...told: [file: string, column: string, was: string | null, is: string | null, zh: string, en: string]
  ) => void differences.push(about('files', ...told));
  for (const { name, sha256 } of manifest.files) {
    if (!existsSync(join(path, name))) {
      differ(name, 'file', sha256, null, `文件${name}不在了。`, `The file ${name} is missing.`);
      continue;
    }
    const now = await sha256OfFile(join(path, name));
    if (now === sha256) continue;
    const zh = `文件${name}与发布时不同：发布时的SHA-256为${sha256}，现为${now}。`;
    differ(
      name,
      'sha256',
      sha256,
      now,
      zh,
      `The file ${name} is not what was published: its SHA-256 was ${sha256} and is ${now}.`,
    );
  }
  const known = new Set([MANIFEST, SEAL, ...manifest.files.map(({ name }) => name)]);
  for (const name of (await readdir(path)).filter((each) => !known.has(each))) {
    differ(
      name,
      'file',
      null,
      name,
      `文件${name}不属于这份发布。`,
      `The file ${name} is not part of this publication.`,
    );
  }
  const of = manifest.files.length;
  const agrees = differences.length === 0;
  return {
    check: {
      id: 'files',
      agrees,
      compared: of,
      zh: agrees ? `${of}个文件的SHA-256全部与清单一致。` : `文件与清单有${differences.length}处不一致。`,
      en: agrees
        ? `The SHA-256 of all ${of} files are those of the manifest.`
        : `${differences.length} files are not as the manifest says.`,
    },
    differences,
  };
}

/** The manifest has the seal that lies beside it. */
export async function lookAtSeal({ path, sha256 }: Bundle): Promise<Looked> {
  const written = existsSync(join(path, SEAL)) ? await readFile(join(path, SEAL), 'utf8') : null;
  const agrees = written === `${sha256}  ${MANIFEST}\n`;
  const zh = agrees ? `清单的封签相符：${sha256}。` : `清单与其封签（${SEAL}）不符：清单的SHA-256现为${sha256}。`;
  const en = agrees
    ? `The manifest has its seal: ${sha256}.`
    : `The manifest does not have the seal in ${SEAL}: its SHA-256 is ${sha256}.`;
  const was = written?.split(/\s/)[0] ?? null;
  return {
    check: { id: 'seal', agrees, compared: 1, zh, en },
    differences: agrees ? [] : [about('seal', MANIFEST, 'sha256', was, sha256, zh, en)],
  };
}

/**
 * From the publication back to the first one, and to the one after it, as far as they lie beside it: each names the seal of
 * the one before.
 */
export async function lookAtChain(bundle: Bundle): Promise<Looked> {
  const { manifest, path, sha256 } = bundle;
  const beside = openFolder(join(path, '..'));
  const numbers = await beside.numbers();
  const isAmongOthers = basename(path) === manifest.number;
  const differences: Difference[] = [];
  const differ = (number: string, was: string | null, is: string | null, zh: string, en: string) =>
    void differences.push(about('chain', number, 'sha256', was, is, zh, en));
  let links = 0;
  let missing: { number: string; sha256: string } | undefined;

  let later = bundle;
  while (later.manifest.previous !== null) {
    const { number, sha256: named } = later.manifest.previous;
    const earlier = numbers.includes(number) ? await readOrSay(join(beside.path, number)) : undefined;
    if (earlier === undefined) {
      missing = { number, sha256: named };
      break;
    }
    links += 1;
    const seal = typeof earlier === 'string' ? null : earlier.sha256;
    if (seal !== named) {
      const zh = `链条在${number}处断开：${later.manifest.number}记载其封签为${named}，现为${seal ?? '无法读取'}。`;
      const en = `The chain breaks at ${number}: ${later.manifest.number} names its seal as ${named}, and it is ${seal ?? 'unreadable'}.`;
      differ(number, named, seal, zh, en);
    }
    if (typeof earlier === 'string') break;
    later = earlier;
  }
  if (isAmongOthers) {
    const first = numbers[0]!;
    if (missing === undefined && later.manifest.previous === null && later.manifest.number !== first) {
      const zh = `链条在${later.manifest.number}处断开：它自称首份发布，但之前有${first}。`;
      differ(
        first,
        null,
        first,
        zh,
        `The chain breaks at ${later.manifest.number}: it says it is the first, and ${first} lies before it.`,
      );
    }
    const next = numbers[numbers.indexOf(manifest.number) + 1];
    const after = next === undefined ? undefined : await readOrSay(join(beside.path, next));
    if (typeof after === 'object') {
      links += 1;
      const named = after.manifest.previous;
      if (named?.number !== manifest.number || named.sha256 !== sha256) {
        const zh = `其后的${next}记载的上一份为${named?.number ?? '无'}（封签${named?.sha256 ?? '无'}），与本份不符，本份封签为${sha256}。`;
        const en = `${next}, the one after it, names ${named?.number ?? 'none'} with seal ${named?.sha256 ?? 'none'} before it; this one has ${sha256}.`;
        differ(next!, named?.sha256 ?? null, sha256, zh, en);
      }
    }
    if (missing !== undefined && numbers.some((number) => number < missing!.number)) {
      const zh = `链条断开：${missing.number}不在了，而更早的发布还在。`;
      differ(
        missing.number,
        missing.sha256,
        null,
        zh,
        `The chain breaks: ${missing.number} is missing, though earlier ones are here.`,
      );
      missing = undefined;
    }
  } else if (/^\d{4}-\d{3,6}$/.test(basename(path))) {
    const zh = `文件夹名为${basename(path)}，而清单编号为${manifest.number}。`;
    differ(
      basename(path),
      basename(path),
      manifest.number,
      zh,
      `The folder is called ${basename(path)}, and its manifest is ${manifest.number}.`,
    );
  }

  const agrees = differences.length > 0 ? false : missing === undefined || links > 0 ? true : null;
  return { check: { id: 'chain', agrees, compared: links, ...chainWords() }, differences };

  function chainWords(): { zh: string; en: string } {
    if (agrees === false) return { zh: differences[0]!.zh, en: differences[0]!.en };
    if (missing !== undefined) {
      return {
        zh: `上一份发布${missing.number}不在旁边，链条只核对到此；其封签应为${missing.sha256}。`,
        en: `The publication before, ${missing.number}, does not lie beside it, so the chain was followed no further; its seal must be ${missing.sha256}.`,
      };
    }
    if (links === 0)
      return { zh: '这是首份发布，链条由此开始。', en: 'This is the first publication; the chain begins here.' };
    return { zh: `链条完整，核对了${links}环。`, en: `The chain holds; ${links} links were looked at.` };
  }
}

async function readOrSay(path: string): Promise<Bundle | string> {
  try {
    return await readBundle(path);
  } catch (error) {
    return (error as Error).message;
  }
}

/** The store put the seal on record when it was published; with nothing on record, nothing is known. */
export function lookAtRecord({ manifest, sha256 }: Bundle, recorded: readonly string[]): Looked {
  if (recorded.length === 0) {
    const zh = '没有登记：本库没有这份发布的封签，无从比对。';
    const en = 'Nothing is on record: this store has no seal of this publication to hold it against.';
    return { check: { id: 'record', agrees: null, compared: 0, zh, en }, differences: [] };
  }
  const others = recorded.filter((seal) => seal !== sha256);
  const agrees = others.length === 0;
  const zh = agrees ? '封签与发布时登记的一致。' : `发布时登记的封签为${others[0]}，现为${sha256}。`;
  const en = agrees
    ? 'The seal is the one on record since it was published.'
    : `The seal on record is ${others[0]}; it is ${sha256} now.`;
  return {
    check: { id: 'record', agrees, compared: recorded.length, zh, en },
    differences: agrees ? [] : [about('record', manifest.number, 'sha256', others[0]!, sha256, zh, en)],
  };
}
