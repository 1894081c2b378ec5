/** Documents handed over with a publication: files by name, sealed as they are. */
import { FILE_NAME } from '../contract/index.ts';
import { EVIDENCE, evidenceFile } from './evidence.ts';
import { MANIFEST, SEAL } from './folder.ts';
import { RANKING, RESTATEMENT, STATISTICS } from './rows.ts';

export interface PublicationDocument {
  name: string;
  bytes: Buffer | Uint8Array;
}

export const ABOUT = 'README.txt';
const OWN = new Set([MANIFEST, SEAL, RANKING, STATISTICS, RESTATEMENT, ABOUT, ...EVIDENCE.map(evidenceFile)]);
const NAME = new RegExp(FILE_NAME, 'u');

/** What is wrong with the documents, in words; undefined where nothing is. */
export function wrongDocument(documents: readonly PublicationDocument[]): string | undefined {
  const seen = new Set<string>();
  for (const { name, bytes } of documents) {
    if (!NAME.test(name))
      return `"${name}" is no name a file can have everywhere; leave out / \\ : * ? " < > | and a dot in front`;
    if (OWN.has(name) || /\.parquet$/i.test(name))
      return `"${name}" is the name of a file of the publication itself; give it another`;
    if (seen.has(name.toLowerCase())) return `"${name}" comes twice; names must differ`;
    if (bytes.length === 0) return `"${name}" is empty`;
    seen.add(name.toLowerCase());
  }
  return undefined;
}
