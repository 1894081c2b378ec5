/** The handout 讲义 of a month's review: what is told in the room, with every number, for those who sit in it. */
import { maskNumbers } from '@mingcha/ingest';
import {
  type Language,
  type MonthlyReview,
  REVIEW_CHAPTERS,
  type ReviewSentence,
  SUPERVISION_FORMS,
} from '../contract/index.ts';
import type { Block, Document } from '../exports/document.ts';
import { NOTHING } from '../words/rates.ts';
import { speechOf } from '../words/speech.ts';
import { monthIn } from './clauses.ts';
import { tablesOf } from './handout-tables.ts';
import { HANDOUT_WORDS } from './handout-words.ts';

export function handoutOf(review: MonthlyReview, language: Language = 'zh'): Document {
  const words = HANDOUT_WORDS[language];
  const speech = speechOf(language, review.zone);
  const [stop, comma] = language === 'zh' ? ['。', '；'] : ['.', '; '];
  const moment = (at: string | null) => (at === null ? NOTHING : speech.moment(at));

  /** As people made it; what the numbers say follows. */
  function sentences(all: readonly ReviewSentence[], isTitle: boolean): Block[] {
    if (all.length === 0) return [];
    const texts = all.map((each) => each.edits[language]?.text ?? each.text[language]);
    const edited = all.flatMap((each): Block[] => {
      const edit = each.edits[language];
      if (edit === null) return [];
      const note = words.edited(edit.actor, moment(edit.at), each.text[language]);
      const text = `${note}${stop}${edit.is_outdated ? words.outdated : ''}`;
      return [{ kind: 'paragraph', text, tone: 'quiet' }];
    });
    const text = `${texts.join(comma)}${stop}`.replace(/([。！？?!.])[。.]$/, '$1');
    return [{ kind: 'paragraph', text, ...(isTitle && { tone: 'strong' as const }) }, ...edited];
  }

  const blocks = REVIEW_CHAPTERS.flatMap((chapter, n): Block[] => [
    { kind: 'heading', text: `${words.numbered(n)}${words.chapter[chapter]}` },
    ...review.screens
      .filter((screen) => screen.chapter === chapter)
      .flatMap(({ title, points }) => [...sentences([title], true), ...sentences(points, false)]),
    ...tablesOf(review, chapter, language),
  ]);
  const document: Document = {
    title: words.title,
    subtitle: monthIn(review.month, language),
    language,
    blocks: [...blocks, ...comments(review, language)],
    footer: words.footer(moment(review.as_of), moment(review.watermark), review.zone),
    made_at: review.as_of,
  };
  // What was said in the room may hold a person's number all the same.
  return JSON.parse(JSON.stringify(document), (_key, value) =>
    typeof value === 'string' ? maskNumbers(value) : value,
  );
}

function comments({ comments: all }: MonthlyReview, language: Language): Block[] {
  const words = HANDOUT_WORDS[language];
  if (all.length === 0) return [];
  const lines = SUPERVISION_FORMS.flatMap((form): Block[] =>
    all
      .filter((comment) => comment.form === form)
      .map(({ actor, text, withdrawn }) => ({
        kind: 'paragraph',
        text: `${words.form[form]} · ${actor}${language === 'zh' ? '：' : ': '}${text}${withdrawn === null ? '' : words.withdrawn}`,
        ...(withdrawn !== null && { tone: 'struck' as const }),
      })),
  );
  return [{ kind: 'heading', text: `${words.numbered(REVIEW_CHAPTERS.length)}${words.comments}` }, ...lines];
}
