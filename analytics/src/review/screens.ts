/** The review screen by screen: one message each, its sentences, what people made of them, and its share of the half-hour. */
import type { MonthlyReview, ReviewChapter, ReviewScreen, ReviewSentence, ReviewView } from '../contract/index.ts';
import { type Clause, numbersOf, type Teller } from './clauses.ts';
import { editIn } from './comments.ts';
import type { ReviewEvent } from './kept-acts.ts';
import { tellCards, tellEarly, tellRank, tellSpeed } from './tell-levels.ts';
import { type Told, tellAllCards, tellRates, tellVolume } from './tell-opening.ts';
import { tellDone, tellStars, tellTasks } from './tell-people.ts';
import { tellBasis, tellOverdue, tellQuality, tellStages } from './tell-work.ts';

export type ReviewFacts = Omit<MonthlyReview, 'screens'>;
/** Cards of the whole month; levels count those of their units. */
export type AllCards = Parameters<typeof tellAllCards>[0];

const VIEWS: Readonly<Record<ReviewView, { tell: (level: MonthlyReview['levels'][number]) => Told; seconds: number }>> =
  {
    rank: { tell: tellRank, seconds: 75 },
    rates: { tell: tellEarly, seconds: 60 },
    speed: { tell: tellSpeed, seconds: 50 },
    cards: { tell: tellCards, seconds: 50 },
  };

interface Planned {
  id: string;
  chapter: ReviewChapter;
  seconds: number;
  told: Told;
}

/** All screens in the order of the chapters; their seconds add up to the half-hour. */
function plan(facts: ReviewFacts, cards: AllCards): Planned[] {
  const rates = tellRates(facts);
  return [
    { id: 'opening.volume', chapter: 'opening', seconds: 70, told: tellVolume(facts) },
    {
      id: 'opening.rates',
      chapter: 'opening',
      seconds: 90,
      told: { ...rates, points: [...rates.points, tellAllCards(cards)] },
    },
    ...facts.levels.flatMap((level) =>
      Object.entries(VIEWS).map(([view, { tell, seconds }]) => ({
        id: `${level.level}.${view}`,
        chapter: level.level,
        seconds,
        told: tell(level),
      })),
    ),
    { id: 'overdue', chapter: 'overdue', seconds: 180, told: tellOverdue(facts.overdue) },
    { id: 'stages', chapter: 'stages', seconds: 100, told: tellStages(facts.stages) },
    { id: 'quality', chapter: 'quality', seconds: 80, told: tellQuality(facts.quality) },
    { id: 'basis', chapter: 'basis', seconds: 20, told: tellBasis(facts) },
    { id: 'stars', chapter: 'stars', seconds: 100, told: tellStars(facts.stars) },
    { id: 'done', chapter: 'done', seconds: 100, told: tellDone(facts.done, facts.month_before) },
    {
      id: 'tasks',
      chapter: 'tasks',
      seconds: 120,
      told: tellTasks(facts.tasks, facts.comments.filter(({ withdrawn }) => withdrawn === null).length),
    },
  ];
}

/** Every level is told, also one without units, so that a screen's place and address are the same each month. */
export function screensOf(
  facts: ReviewFacts,
  cards: AllCards,
  events: readonly ReviewEvent[],
  tellers: Readonly<Record<'zh' | 'en', Teller>>,
): ReviewScreen[] {
  const sentence = (id: string, clause: Clause): ReviewSentence => {
    const text = { zh: tellers.zh.tell(clause), en: tellers.en.tell(clause) };
    const [zh, en] = [editIn(events, id, 'zh', text.zh), editIn(events, id, 'en', text.en)];
    return {
      id,
      text,
      numbers: numbersOf(clause),
      edits: { zh: zh.edit, en: en.edit },
      sequences: { zh: zh.sequence, en: en.sequence },
    };
  };
  return plan(facts, cards).map(({ id, chapter, seconds, told }) => ({
    id,
    chapter,
    seconds,
    title: sentence(`${id}.title`, told.title),
    // A point keeps its name by what it is about, so that an edit stays with it when another point comes or goes.
    points: told.points.map((clause) => sentence(`${id}.${subjectOf(clause)}`, clause)),
  }));
}

/** What points that do not begin alike have in common: who edits one edits what it is about, whichever way it turned out. */
const SUBJECTS: Readonly<Partial<Record<Clause['key'], string>>> = {
  'rank.no_before': 'before',
  'rank.too_few': 'few',
  'rank.no_cases': 'idle',
  'within.all': 'within',
  'within.late': 'within',
  'within.late_even': 'within',
  'within.none': 'within',
  'cards.satisfied': 'satisfaction',
  'cards.unrated': 'satisfaction',
  'cards.few_ratings': 'satisfaction',
  'stages.late': 'limits',
  'stages.in_time': 'limits',
};
/** volume.year_more and volume.year_less are about the same. */
export const subjectOf = ({ key }: Clause): string => SUBJECTS[key] ?? key.slice(key.indexOf('.') + 1).split('_')[0]!;
