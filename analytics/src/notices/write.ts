/** A notice written: the template's sentences with the period's figures in them, and what people changed of them. */
import type { Notice, NoticeBlock, NoticeEdit, NoticeSection, NoticeSentence } from '../contract/index.ts';
import { formatPeriod } from '../periods/period.ts';
import { type Chart, chartsOf } from './charts/index.ts';
import { holds } from './condition.ts';
import { type Comparing, type Fact, type Facts, numberOf, said, saidAs } from './fact.ts';
import { comparingOf, factsOf } from './facts-of.ts';
import type { NoticeFigures } from './figures.ts';
import { type ListRow, type Lists, listsOf } from './lists-of.ts';
import { sayParts } from './sentence.ts';
import type { Content, NoticeTemplate, Section, TemplateColumn, Words } from './template.ts';

export interface Written {
  notice: Notice;
  /** Ids of edits that name no sentence of it. */
  unknown: string[];
  /** Ids of edits whose sentence says other than the person saw. */
  outdated: string[];
}

/** Writes it; edits take the place of the sentences they name. */
export function writeNotice(
  template: NoticeTemplate,
  figures: NoticeFigures,
  edits: readonly NoticeEdit[] = [],
): Written {
  const writer = new Writer(template, figures, edits);
  const notice = writer.notice();
  const unknown = edits.map(({ id }) => id).filter((id) => !writer.met.has(id));
  return { notice, unknown, outdated: writer.outdated };
}

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
const numeral = (n: number): string =>
  n <= 10
    ? NUMERALS[n - 1]!
    : `${n >= 20 ? NUMERALS[Math.floor(n / 10) - 1] : ''}十${n % 10 ? NUMERALS[(n % 10) - 1] : ''}`;

class Writer {
  /** Ids of the sentences there are. */
  readonly met = new Set<string>();
  readonly outdated: string[] = [];
  readonly #template: NoticeTemplate;
  readonly #figures: NoticeFigures;
  readonly #edits: ReadonlyMap<string, NoticeEdit>;
  readonly #facts: Facts;
  readonly #lists: Lists;
  readonly #comparing: Comparing;
  readonly #charts: Record<string, () => Chart | undefined>;

  constructor(template: NoticeTemplate, figures: NoticeFigures, edits: readonly NoticeEdit[]) {
    this.#template = template;
    this.#figures = figures;
    this.#edits = new Map(edits.map((edit) => [edit.id, edit]));
    this.#facts = factsOf(figures);
    this.#lists = listsOf(figures);
    this.#comparing = comparingOf(figures.whole.kind);
    this.#charts = chartsOf(figures, this.#lists, this.#comparing.before);
  }

  notice(): Notice {
    const { id, name, hash, mark, number, title, addressee, sections, signature, date, note } = this.#template;
    const { whole, period, asOf, watermark } = this.#figures;
    const always = (words: Words) => this.#say(words) ?? this.#sentence(words.key, '');
    const shown = sections.flatMap((section) => this.#section(section) ?? []);
    return {
      period: formatPeriod(whole),
      from: period.from,
      to: period.to,
      is_running: period.to < whole.to || this.#figures.today <= whole.to,
      as_of: asOf.toISOString(),
      watermark,
      template: { id, name, hash },
      mark: always(mark),
      number: always(number),
      title: title.flatMap((words) => this.#say(words) ?? []),
      addressee: (addressee && this.#say(addressee)) ?? null,
      sections: shown.map((section, at) => ({ ...section, label: `${numeral(at + 1)}、` })),
      signature: always(signature),
      date: always(date),
      note: (note && this.#say(note)) ?? null,
    };
  }

  /** undefined where nothing is said in it. */
  #section({ heading, when, content }: Section): NoticeSection | undefined {
    if (!holds(when, this.#facts)) return undefined;
    const blocks = content.flatMap((each) => this.#content(each));
    const said = this.#say(heading);
    if (said === undefined) return undefined;
    // A second level with nothing under it goes.
    const kept = blocks.filter(({ kind }, at) => kind !== 'subheading' || (blocks[at + 1]?.kind ?? kind) !== kind);
    if (kept.length === 0) return undefined;
    let second = 0;
    const labelled = kept.map((block): NoticeBlock => {
      if (block.kind !== 'subheading') return block;
      second += 1;
      return { ...block, label: `（${numeral(second)}）` };
    });
    return { label: '', heading: said, blocks: labelled };
  }

  #content(content: Content): NoticeBlock[] {
    if (!holds(content.when, this.#facts)) return [];
    switch (content.kind) {
      case 'say':
        return paragraph(content.sentences.flatMap((words) => this.#say(words) ?? []));
      case 'subheading': {
        const sentence = this.#say(content.words);
        return sentence === undefined ? [] : [{ kind: 'subheading', label: '', sentence }];
      }
      case 'each': {
        const rows = this.#lists[content.list].slice(0, content.limit);
        const said = rows
          .map((row) => content.sentences.flatMap((words) => this.#say(words, row) ?? []))
          .filter((sentences) => sentences.length > 0);
        if (said.length === 0) return this.#otherwise(content.otherwise);
        const label = (at: number) => (content.isNumbered ? `${at + 1}. ` : '');
        return [...said.flatMap((sentences, at) => paragraph(sentences, label(at))), ...this.#rest(content)];
      }
      case 'table': {
        const rows = this.#lists[content.list];
        const title = this.#say(content.title);
        if (rows.length === 0 || title === undefined) return this.#otherwise(content.otherwise);
        const { columns } = content;
        return [
          {
            kind: 'table',
            title,
            columns: columns.map(({ title: heading, width, align }) => ({ title: heading, width, align })),
            rows: rows
              .slice(0, content.limit)
              .map(({ cells }) => columns.map((column) => cellOf(cells, column, this.#comparing))),
          },
          ...this.#rest(content),
        ];
      }
      case 'chart': {
        const chart = this.#charts[content.chart]?.();
        if (chart === undefined) return [];
        const { question, answer, figure, columns, rows } = chart;
        return [
          {
            kind: 'chart',
            chart: content.chart,
            question,
            answer: this.#sentence(`${content.key}.answer`, answer),
            svg: figure.svg,
            width: figure.width,
            height: figure.height,
            columns: columns.map((column) => ({ ...column, align: column.align ?? 'left' })),
            rows: rows.map((row) => [...row]),
          },
        ];
      }
    }
  }

  #otherwise(words: Words | undefined): NoticeBlock[] {
    const sentence = words && this.#say(words);
    return sentence === undefined ? [] : paragraph([sentence]);
  }

  /** What a list has beyond its limit is counted, never left out in silence. */
  #rest({ key, list, limit }: Extract<Content, { kind: 'each' | 'table' }>): NoticeBlock[] {
    const left = this.#lists[list].length - limit;
    return left <= 0 ? [] : paragraph([this.#sentence(`${key}.rest`, `其余${left}条从略，可在平台查阅。`)]);
  }

  /** undefined where its conditions do not hold, or a figure it needs has nothing to say, and there is no other sentence. */
  #say({ key, when, parts, otherwise }: Words, row?: ListRow): NoticeSentence | undefined {
    const facts = row === undefined ? this.#facts : { ...this.#facts, ...row.cells };
    const said = holds(when, facts) ? sayParts(parts, facts, this.#comparing) : null;
    const words = said ?? (otherwise && sayParts(otherwise, facts, this.#comparing)) ?? null;
    return words === null ? undefined : this.#sentence(row === undefined ? key : `${key}@${row.id}`, words);
  }

  #sentence(id: string, written: string): NoticeSentence {
    this.met.add(id);
    const edit = this.#edits.get(id);
    const edited = edit !== undefined && edit.text !== written;
    const is_outdated = edited && edit.written !== undefined && edit.written !== written;
    if (is_outdated) this.outdated.push(id);
    return { id, text: edited ? edit.text : written, written, edited, is_outdated };
  }
}

const paragraph = (sentences: NoticeSentence[], label = ''): NoticeBlock[] =>
  sentences.length === 0 ? [] : [{ kind: 'paragraph', label, sentences }];

/** What stands where there is nothing to say. */
const NOTHING = '–';

function cellOf(
  cells: Readonly<Record<string, Fact>>,
  { mention: { name, form } }: TemplateColumn,
  comparing: Comparing,
): string {
  const fact = cells[name];
  if (fact === undefined) return NOTHING;
  if (form === undefined) return said(fact) ?? NOTHING;
  if (form !== '变化') return saidAs(fact, form, comparing) ?? NOTHING;
  const change = numberOf(fact, form);
  return change === null ? NOTHING : change > 0 ? `+${change}` : change < 0 ? `−${-change}` : '0';
}
