/** A notice as an official document: sentences joined to paragraphs, levels numbered, charts with their question and answer. */
import type { Notice, NoticeBlock, NoticeSentence } from '../contract/index.ts';
import type { OfficialBlock, OfficialDocument } from './official.ts';

export function officialOf(notice: Notice): OfficialDocument {
  return {
    kind: 'official',
    mark: notice.mark.text,
    number: notice.number.text,
    title: notice.title.map(({ text }) => text).filter(Boolean),
    addressee: notice.addressee?.text ?? '',
    blocks: notice.sections.flatMap(({ label, heading, blocks }): OfficialBlock[] => [
      { kind: 'heading', text: `${label}${heading.text}` },
      ...blocks.flatMap(blockOf),
    ]),
    signature: notice.signature.text,
    date: notice.date.text,
    note: notice.note?.text ?? '',
    made_at: notice.as_of,
  };
}

const joined = (sentences: readonly NoticeSentence[]) => sentences.map(({ text }) => text).join('');

function blockOf(block: NoticeBlock): OfficialBlock[] {
  switch (block.kind) {
    case 'paragraph': {
      const text = joined(block.sentences);
      return text === '' ? [] : [{ kind: 'paragraph', text: `${block.label}${text}` }];
    }
    case 'subheading':
      return [{ kind: 'subheading', text: `${block.label}${block.sentence.text}` }];
    case 'table':
      return [{ kind: 'table', title: block.title.text, columns: block.columns, rows: block.rows }];
    case 'chart': {
      const { svg, width, height, question, answer } = block;
      const figure = { kind: 'figure' as const, svg, width, height, alt: `${question}${answer.text}` };
      return [{ kind: 'chart', title: question, answer: answer.text, figure }];
    }
  }
}
