/** Finds the templates of notices: those that are shipped, and a centre's own, which take the place of shipped ones of the same name. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TEMPLATE_NAME } from '../contract/index.ts';
import { Failure } from '../failure.ts';
import type { PeriodKind } from '../periods/period.ts';
import { readTemplate } from './read-template.ts';
import { type NoticeTemplate, TemplateError } from './template.ts';

const SHIPPED = fileURLToPath(new URL('../../notices/', import.meta.url));

/** A template as a list shows it; `mistakes` says why it cannot be used. */
export interface ListedTemplate {
  id: string;
  name: string;
  periods: readonly PeriodKind[];
  is_own: boolean;
  mistakes: string;
}

/** Why no template can have the name, in a sentence; undefined where one can. `file` is what has it. */
export const misnamed = (name: string, file: string): string | undefined =>
  new RegExp(TEMPLATE_NAME, 'u').test(name)
    ? undefined
    : `The notice template ${file} cannot be used: its name may have letters, digits, - and _, 64 at most. Rename it.`;

/** Throws a sentence when the folder cannot be read. */
async function filesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((file) => /^[^.].*\.yaml$/.test(file)).sort();
  } catch (error) {
    throw new Failure(
      `The folder of notice templates ${folder} cannot be read: ${(error as Error).message}. Name another with --notices or MINGCHA_NOTICES.`,
    );
  }
}

const idOf = (file: string) => file.replace(/\.yaml$/, '');

/** Paths by id; `own` is the centre's folder. */
async function pathsOf(own: string | undefined): Promise<Map<string, { path: string; isOwn: boolean }>> {
  const found = new Map<string, { path: string; isOwn: boolean }>();
  for (const folder of own === undefined ? [SHIPPED] : [SHIPPED, own]) {
    for (const file of await filesOf(folder))
      found.set(idOf(file), { path: join(folder, file), isOwn: folder === own });
  }
  return found;
}

/** All templates, those that cannot be used with the reason. */
export async function listTemplates(own?: string): Promise<ListedTemplate[]> {
  const listed = [...(await pathsOf(own))].map(async ([id, { path, isOwn }]): Promise<ListedTemplate> => {
    const wrong = misnamed(id, path);
    if (wrong !== undefined) return { id, name: id, periods: [], is_own: isOwn, mistakes: wrong };
    try {
      const { name, periods } = readTemplate(await readFile(path, 'utf8'), path);
      return { id, name, periods, is_own: isOwn, mistakes: '' };
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return { id, name: id, periods: [], is_own: isOwn, mistakes: error.message };
    }
  });
  return Promise.all(listed);
}

/** The template of a name. Throws TemplateError with its mistakes, or a sentence. */
export async function openTemplate(name: string, own?: string): Promise<NoticeTemplate> {
  const paths = await pathsOf(own);
  const path = paths.get(name)?.path;
  if (path === undefined) {
    throw new Failure(`There is no notice template “${name}”. There are: ${[...paths.keys()].join(', ')}.`);
  }
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure(`The notice template ${path} cannot be read: ${(error as Error).message}.`);
  }
  return readTemplate(text, path);
}

/** The template for a kind of period: the centre's own first. Throws a sentence when there is none. */
export async function templateFor(kind: PeriodKind, own?: string): Promise<NoticeTemplate> {
  const all = await listTemplates(own);
  const fitting = all.filter(({ periods }) => periods.includes(kind));
  const chosen = fitting.find(({ is_own: isOwn }) => isOwn) ?? fitting[0];
  if (chosen !== undefined) return openTemplate(chosen.id, own);
  const broken = all.find(({ mistakes }) => mistakes !== '');
  throw new Failure(
    broken?.mistakes ?? `No notice template is for a ${kind}. There are: ${all.map(({ id }) => id).join(', ')}.`,
  );
}
