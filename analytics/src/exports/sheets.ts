/** The two sheets of a workbook: what they are called, and what the second says. */
import type { Language } from '../words/speech.ts';
import type { About } from './about.ts';
import type { Cell, Sheet, Style } from './sheet.ts';

export const ROWS_SHEET: Readonly<Record<Language, string>> = { zh: '数据', en: 'Data' };
const HEADS = {
  zh: { name: '说明', column: '列', meaning: '口径', id: '口径编号', version: '版本', notes: '注' },
  en: {
    name: 'About',
    column: 'Column',
    meaning: 'Definition',
    id: 'Definition id',
    version: 'Version',
    notes: 'Notes',
  },
} as const;

export const aboutSheet = (language: Language): Sheet => ({
  name: HEADS[language].name,
  widths: [24, 78, 28, 8],
  hasHead: false,
  isLandscape: false,
});

const text = (value: string, style: Style): Cell => ({ value, style });

export function aboutRows({ title, facts, definitions, notes }: About, language: Language): Cell[][] {
  const words = HEADS[language];
  return [
    [text(title, 'title')],
    ...facts.map(([term, value]) => [text(term, 'term'), text(value, 'wrapped')]),
    ...notes.map((note, at) => [text(at === 0 ? words.notes : '', 'term'), text(note, 'wrapped')]),
    ...(definitions.length === 0
      ? []
      : [
          [],
          [words.column, words.meaning, words.id, words.version].map((each) => text(each, 'head')),
          ...definitions.map(({ title: column, text: meaning, id, version }) => [
            text(column, 'term'),
            text(meaning, 'wrapped'),
            text(id, 'wrapped'),
            { value: version, style: 'wrapped' as const },
          ]),
        ]),
  ];
}
