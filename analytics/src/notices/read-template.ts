/** Reads the YAML of a notice template and checks it as a whole: what it returns can be used, what it cannot read it names. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { nearest, type Spot, YamlReading } from '@mingcha/ingest';
import { PERIOD_KINDS, type PeriodKind } from '../periods/period.ts';
import { type Condition, readCondition } from './condition.ts';
import { type Mention, mentionsOf, type Part, readMention, readSentence } from './sentence.ts';
import {
  type Content,
  type NoticeTemplate,
  type Section,
  type TemplateColumn,
  TemplateError,
  type Words,
} from './template.ts';
import {
  CHARTS,
  type ChartName,
  type ColumnTerm,
  FACTS,
  hasForms,
  LISTS,
  type ListName,
  type Term,
} from './vocabulary.ts';

const KEYS = [
  'name',
  'periods',
  'mark',
  'number',
  'title',
  'addressee',
  'sections',
  'signature',
  'date',
  'note',
] as const;
const KINDS = ['say', 'subheading', 'each', 'table', 'chart'] as const;
/** What each kind of content may have beside itself and `when`. */
const BESIDE: Readonly<Record<(typeof KINDS)[number], readonly string[]>> = {
  say: [],
  subheading: [],
  each: ['say', 'limit', 'numbered', 'otherwise'],
  table: ['title', 'columns', 'limit', 'otherwise'],
  chart: [],
};
/** Rows of a list unless told: more belong into an annex. */
const LIMIT = 40;

type Terms = Readonly<Record<string, Term>>;

/** Throws TemplateError with every mistake, each with its line and key. `path` is for the messages. */
export function readTemplate(text: string, path: string): NoticeTemplate {
  const yaml = new YamlReading(text);
  const refuse = () => {
    if (yaml.mistakes.length === 0) return;
    throw new TemplateError(
      path,
      yaml.mistakes.toSorted((a, b) => a.line - b.line),
    );
  };
  refuse();
  const template = new TemplateReader(yaml).read(text, path);
  refuse();
  return template;
}

class TemplateReader {
  readonly #yaml: YamlReading;

  constructor(yaml: YamlReading) {
    this.#yaml = yaml;
  }

  read(text: string, path: string): NoticeTemplate {
    const yaml = this.#yaml;
    const top = yaml.map(yaml.root, KEYS);
    const required = (key: (typeof KEYS)[number]): Spot => {
      const spot = top.get(key);
      if (spot === undefined) yaml.wrong({ line: 1, key }, `“${key}” is missing; every notice template states it.`);
      return spot ?? { node: null, key, line: 1 };
    };
    const words = (key: 'mark' | 'number' | 'signature' | 'date') => this.#words(required(key), FACTS);
    const optional = (key: 'addressee' | 'note') => {
      const spot = top.get(key);
      return spot && this.#words(spot, FACTS);
    };
    const title = required('title');
    const sections = required('sections');
    const listed = top.has('sections') ? yaml.list(sections).map((spot) => this.#section(spot)) : [];
    if (top.has('sections') && listed.length === 0 && yaml.isList(sections)) yaml.wrong(sections, 'Lists no section.');
    return {
      id: basename(path).replace(/\.ya?ml$/, ''),
      name: yaml.text(required('name')) ?? '',
      periods: this.#periods(required('periods')),
      mark: words('mark'),
      number: words('number'),
      title: (yaml.isList(title) ? yaml.list(title) : [title]).map((spot) => this.#words(spot, FACTS)),
      addressee: optional('addressee'),
      sections: listed,
      signature: words('signature'),
      date: words('date'),
      note: optional('note'),
      hash: createHash('sha256').update(text).digest('hex'),
      path,
    };
  }

  #periods(spot: Spot): PeriodKind[] {
    const isKind = (text: string): text is PeriodKind => (PERIOD_KINDS as readonly string[]).includes(text);
    return this.#yaml.texts(spot).flatMap((text) => {
      if (isKind(text)) return [text];
      this.#yaml.wrong(spot, `“${text}” is no kind of period; one of ${PERIOD_KINDS.join(', ')}.`);
      return [];
    });
  }

  #section(spot: Spot): Section {
    const yaml = this.#yaml;
    const entries = yaml.map(spot, ['heading', 'when', 'content']);
    const heading = entries.get('heading');
    const content = entries.get('content');
    if (!heading) yaml.wrong(spot, 'The section needs a “heading”.');
    if (!content) yaml.wrong(spot, 'The section needs “content”: a list of say, each, table, chart and subheading.');
    return {
      heading: heading ? this.#words(heading, FACTS) : NO_WORDS,
      when: this.#conditions(entries.get('when'), FACTS),
      content: content ? yaml.list(content).flatMap((each) => this.#content(each) ?? []) : [],
    };
  }

  #content(spot: Spot): Content | undefined {
    const yaml = this.#yaml;
    const entries = yaml.map(spot, ['when', ...KINDS, ...Object.values(BESIDE).flat()]);
    if (!yaml.isMap(spot)) return undefined;
    // `each` has a `say` of its own.
    const kind = (['each', 'table', 'chart', 'subheading', 'say'] as const).find((each) => entries.has(each));
    if (kind === undefined) return yaml.wrong(spot, `Names nothing to show; one of ${KINDS.join(', ')}.`);
    for (const [key, entry] of entries) {
      if (key !== 'when' && key !== kind && !BESIDE[kind].includes(key)) {
        yaml.wrong(entry, `“${key}” does not belong beside “${kind}”.`);
      }
    }
    const base = { key: spot.key, when: this.#conditions(entries.get('when'), FACTS) };
    const main = entries.get(kind)!;
    const limit = this.#number(entries.get('limit')) ?? LIMIT;
    const words = (key: string) => {
      const at = entries.get(key);
      return at && this.#words(at, FACTS);
    };
    switch (kind) {
      case 'say': {
        const spots = yaml.isList(main) ? yaml.list(main) : [main];
        return { ...base, kind, sentences: spots.map((each) => this.#words(each, FACTS)) };
      }
      case 'subheading':
        return { ...base, kind, words: this.#words(main, FACTS) };
      case 'chart': {
        const chart = this.#named<ChartName>(main, CHARTS, 'chart');
        return chart && { ...base, kind, chart };
      }
      case 'each': {
        const list = this.#named<ListName>(main, LISTS, 'list');
        const say = entries.get('say');
        if (!say) yaml.wrong(main, '“say” is missing: the sentence said of each row.');
        if (!list || !say) return undefined;
        const isNumbered = yaml.text(entries.get('numbered') ?? NOTHING_SAID) === 'true';
        const terms = { ...FACTS, ...LISTS[list].columns };
        const sentences = (yaml.isList(say) ? yaml.list(say) : [say]).map((each) => this.#words(each, terms));
        return { ...base, kind, list, sentences, limit, isNumbered, otherwise: words('otherwise') };
      }
      case 'table': {
        const list = this.#named<ListName>(main, LISTS, 'list');
        const columns = entries.get('columns');
        const title = words('title');
        if (!title) yaml.wrong(main, '“title” is missing: what the table shows.');
        if (!columns) yaml.wrong(main, '“columns” is missing: the list of columns.');
        if (!list || !title || !columns) return undefined;
        const read = yaml.list(columns).flatMap((each) => this.#column(each, LISTS[list].columns) ?? []);
        return { ...base, kind, list, title, columns: read, limit, otherwise: words('otherwise') };
      }
    }
  }

  #named<Name extends string>(spot: Spot, known: object, what: string): Name | undefined {
    const name = this.#yaml.text(spot);
    if (name === undefined || name in known) return name as Name | undefined;
    return this.#yaml.wrong(spot, unknown(`${what} “${name}”`, name, Object.keys(known)));
  }

  #number(spot: Spot | undefined): number | undefined {
    const text = spot && this.#yaml.text(spot);
    if (spot === undefined || text === undefined) return undefined;
    if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
    return this.#yaml.wrong(spot, `“${text}” is no number of rows; write one from 1 to 9999.`);
  }

  /** `收件`, `收件.变化`, or {of: 收件.变化, title: 增减}. */
  #column(spot: Spot, terms: Readonly<Record<string, ColumnTerm>>): TemplateColumn | undefined {
    const yaml = this.#yaml;
    const entries = yaml.isMap(spot) ? yaml.map(spot, ['of', 'title']) : undefined;
    const of = entries ? entries.get('of') : spot;
    if (!of) return yaml.wrong(spot, '“of” is missing: the column, such as 收件.变化.');
    const source = yaml.text(of);
    if (source === undefined) return undefined;
    const mention = readMention(source);
    if (typeof mention === 'string') return yaml.wrong(of, mention);
    if (!this.#isKnown(of, mention, terms)) return undefined;
    const term = terms[mention.name]!;
    const title = entries?.get('title');
    return {
      mention,
      title: (title && yaml.text(title)) ?? `${term.title ?? mention.name}${mention.form ?? ''}`,
      width: mention.form === '环比' || mention.form === '同比' ? term.width * 3 : term.width,
      align: term.kind === 'text' || mention.form === '环比' || mention.form === '同比' ? 'left' : 'right',
    };
  }

  #words(spot: Spot, terms: Terms): Words {
    const yaml = this.#yaml;
    if (!yaml.isMap(spot)) {
      return { key: spot.key, when: [], parts: this.#parts(spot, terms), otherwise: undefined };
    }
    const entries = yaml.map(spot, ['when', 'say', 'otherwise']);
    const say = entries.get('say');
    const otherwise = entries.get('otherwise');
    if (!say) yaml.wrong(spot, '“say” is missing: the sentence.');
    return {
      key: spot.key,
      when: this.#conditions(entries.get('when'), terms),
      parts: say ? this.#parts(say, terms) : [],
      otherwise: otherwise && this.#parts(otherwise, terms),
    };
  }

  #parts(spot: Spot, terms: Terms): Part[] {
    const text = this.#yaml.text(spot);
    if (text === undefined) return [];
    const parts = readSentence(text);
    if (typeof parts === 'string') {
      this.#yaml.wrong(spot, parts);
      return [];
    }
    for (const mention of mentionsOf(parts)) this.#isKnown(spot, mention, terms);
    return parts;
  }

  #conditions(spot: Spot | undefined, terms: Terms): Condition[] {
    if (spot === undefined) return [];
    return this.#yaml.texts(spot).flatMap((text) => {
      const condition = readCondition(text);
      if (typeof condition !== 'string') return this.#isKnown(spot, condition.mention, terms) ? [condition] : [];
      this.#yaml.wrong(spot, condition);
      return [];
    });
  }

  #isKnown(spot: Spot, { name, form }: Mention, terms: Terms): boolean {
    const term = terms[name];
    if (term === undefined) {
      this.#yaml.wrong(spot, unknown(`figure “${name}”`, name, Object.keys(terms)));
      return false;
    }
    if (form === undefined || hasForms(term.kind)) return true;
    this.#yaml.wrong(spot, `“${name}” is no number of a period; leave “.${form}” out.`);
    return false;
  }
}

const NOTHING_SAID: Spot = { node: null, key: '', line: 1 };
const NO_WORDS: Words = { key: '', when: [], parts: [], otherwise: undefined };

function unknown(what: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return `There is no ${what}${near ? `; did you mean “${near}”?` : '.'} Known: ${known.join(', ')}.`;
}
