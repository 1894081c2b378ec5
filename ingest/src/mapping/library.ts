/** Finds a mapping by the name of one that is shipped, or by the path of a YAML file. */
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest } from '../nearest.ts';
import { unreadable } from '../sources/files/unreadable.ts';
import type { Mapping, Table } from './mapping.ts';
import { readMapping } from './read-mapping.ts';

const SHIPPED = new URL('../../mappings/', import.meta.url);

/** Names of the mappings that come with Mingcha. */
export async function shippedMappings(): Promise<string[]> {
  const files = await readdir(SHIPPED);
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();
}

/** Throws a sentence when there is no such mapping, MappingError when it has mistakes. */
export async function openMapping(nameOrFile: string): Promise<Mapping> {
  if (/^[\w-]+$/.test(nameOrFile)) {
    const names = await shippedMappings();
    if (!names.includes(nameOrFile)) {
      const near = nearest(nameOrFile, names);
      throw new Error(
        `There is no mapping “${nameOrFile}”${near ? `; did you mean “${near}”?` : '.'} Shipped: ${names.join(', ')}. For your own give the path of its YAML file.`,
      );
    }
    const file = fileURLToPath(new URL(`${nameOrFile}.yaml`, SHIPPED));
    return readMapping(await readFile(file, 'utf8'), file);
  }
  let text: string;
  try {
    text = await readFile(nameOrFile, 'utf8');
  } catch (error) {
    throw unreadable('The mapping file', nameOrFile, error);
  }
  return readMapping(text, nameOrFile);
}

/** The table a file belongs to: the first whose pattern its name matches. Throws a sentence when there is none. */
export function tableFor(mapping: Mapping, file: string): Table {
  const name = basename(file);
  const found = mapping.tables.find(
    (table) => table.files.length === 0 || table.files.some((pattern) => matches(pattern, name)),
  );
  if (found) return found;
  const patterns = mapping.tables.map((table) => `${table.name}: ${table.files.join(' or ')}`).join('; ');
  throw new Error(
    `${name} belongs to no table of the mapping “${mapping.name}”; name the file after one of its patterns (${patterns}).`,
  );
}

function matches(pattern: string, name: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 'i').test(name);
}
