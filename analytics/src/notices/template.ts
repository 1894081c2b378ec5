/** A template of notices, read: what is said under which conditions, which tables and charts stand where. */
import { Failure } from '../failure.ts';
import type { PeriodKind } from '../periods/period.ts';
import type { Condition } from './condition.ts';
import type { Mention, Part } from './sentence.ts';
import type { ChartName, ListName } from './vocabulary.ts';

/** One sentence: said where its conditions hold and its figures have something to say, else the other one, if there is one. */
export interface Words {
  /** Where in the file, e.g. `sections[0].content[1].say[2]`: what an edited sentence is known by. */
  key: string;
  when: readonly Condition[];
  parts: readonly Part[];
  otherwise: readonly Part[] | undefined;
}

export interface TemplateColumn {
  mention: Mention;
  title: string;
  width: number;
  align: 'left' | 'right';
}

export type Content = { key: string; when: readonly Condition[] } & (
  | { kind: 'say'; sentences: readonly Words[] }
  | { kind: 'subheading'; words: Words }
  | {
      kind: 'each';
      list: ListName;
      sentences: readonly Words[];
      limit: number;
      isNumbered: boolean;
      otherwise: Words | undefined;
    }
  | {
      kind: 'table';
      list: ListName;
      title: Words;
      columns: readonly TemplateColumn[];
      limit: number;
      otherwise: Words | undefined;
    }
  | { kind: 'chart'; chart: ChartName }
);

export interface Section {
  heading: Words;
  when: readonly Condition[];
  content: readonly Content[];
}

export interface NoticeTemplate {
  /** What it is known by: the name of its file. */
  id: string;
  name: string;
  periods: readonly PeriodKind[];
  mark: Words;
  number: Words;
  title: readonly Words[];
  addressee: Words | undefined;
  sections: readonly Section[];
  signature: Words;
  date: Words;
  note: Words | undefined;
  /** SHA-256 of the text it was read from. */
  hash: string;
  path: string;
}

export interface Mistake {
  line: number;
  key: string;
  message: string;
}

/** A template that cannot be used; every mistake in it, with line and key. */
export class TemplateError extends Failure {
  readonly path: string;
  readonly mistakes: readonly Mistake[];

  constructor(path: string, mistakes: readonly Mistake[]) {
    const lines = mistakes.map(({ line, key, message }) => `  line ${line}${key ? `, ${key}` : ''}: ${message}`);
    super(`The notice template ${path} cannot be used:\n${lines.join('\n')}`);
    this.path = path;
    this.mistakes = mistakes;
  }
}
