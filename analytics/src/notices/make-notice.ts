/** Makes the notice of a period: one way for the route, the command line and publications. */
import type { NoticeEdit } from '../contract/index.ts';
import { Failure } from '../failure.ts';
import { type Period, parsePeriod } from '../periods/period.ts';
import type { Reader } from '../query/reader.ts';
import type { Filters } from '../query/scope.ts';
import { readFigures } from './figures.ts';
import { openTemplate, templateFor } from './library.ts';
import type { NoticeTemplate } from './template.ts';
import { type Written, writeNotice } from './write.ts';

export interface NoticeAsked {
  /** As text, e.g. 2026-02 or 2026-W10. */
  period: string;
  /** Name of a template; the one for the kind of period unless told. */
  template?: string | undefined;
  /** A centre's own folder of templates. */
  folder?: string | undefined;
  filters?: Filters;
  asOf: Date;
  edits?: readonly NoticeEdit[];
}

/** Throws TemplateError or Failure, in sentences, when there is no such period or no template that can be used. */
export async function makeNotice(reader: Reader, asked: NoticeAsked): Promise<Written> {
  const period = parsePeriod(asked.period);
  if (period === null) throw new Failure(`There is no period “${asked.period}”; give one such as 2026-02 or 2026-W10.`);
  const template = await templateOf(period, asked);
  const figures = await readFigures(reader, period, asked.filters ?? {}, asked.asOf);
  return writeNotice(template, figures, asked.edits);
}

/** By which the notice of a period is written. Throws TemplateError or Failure, in sentences, where there is none. */
export async function templateOf(
  period: Period,
  { template, folder }: Pick<NoticeAsked, 'template' | 'folder'>,
): Promise<NoticeTemplate> {
  if (template === undefined) return templateFor(period.kind, folder);
  const opened = await openTemplate(template, folder);
  if (opened.periods.includes(period.kind)) return opened;
  throw new Failure(
    `The notice template “${opened.id}” is for ${opened.periods.join(', ')}, and ${asked(period)} is not. Choose another, or add ${period.kind} to its periods.`,
  );
}

const asked = ({ kind, from, to }: Period) => `${from} to ${to}, a ${kind},`;
