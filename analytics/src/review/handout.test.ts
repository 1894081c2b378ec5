/** The handout says what the room was told: every chapter, edits with their originals, comments, nothing of persons. */
import { expect, it } from 'vitest';
import type { MonthlyReview, ReviewSentence } from '../contract/index.ts';
import { REVIEW_CHAPTERS } from '../contract/index.ts';
import { handoutOf } from './handout.ts';

const sentence = (id: string, zh: string, edits: Partial<ReviewSentence['edits']> = {}): ReviewSentence => ({
  id,
  text: { zh, en: `${zh} in English` },
  numbers: [],
  edits: { zh: null, en: null, ...edits },
  sequences: { zh: 0, en: 0 },
});
const edit = { text: '四成提前', actor: '王主任', at: '2026-03-03T01:00:00.000Z', is_outdated: true };
const review = {
  month: '2026-02',
  as_of: '2026-03-03T01:00:00.000Z',
  watermark: null,
  zone: 'Asia/Shanghai',
  screens: [
    {
      id: 'opening.rates',
      chapter: 'opening',
      seconds: 60,
      title: sentence('opening.rates.title', '提前办结率40.0%', { zh: edit }),
      points: [sentence('opening.rates.within', '期内办结率100.0%')],
    },
    { id: 'tasks', chapter: 'tasks', seconds: 60, title: sentence('tasks.title', '现场交办？'), points: [] },
  ],
  figures: [{ id: 'decided', now: { numerator: 12, denominator: null }, before: null, year_before: null }],
  levels: [],
  overdue: { completed_late: 0, open_late: 0, cases: [] },
  stages: { all: [], before: [], departments: [] },
  quality: { now: {}, before: null, departments: [] },
  stars: { candidates: [] },
  done: [],
  tasks: [],
  comments: [
    { comment_id: 'a', form: 'media', text: '来电13812345678反映', screen: '', actor: '赵', at: '', withdrawn: null },
    {
      comment_id: 'b',
      form: 'media',
      text: '误',
      screen: '',
      actor: '赵',
      at: '',
      withdrawn: { actor: '赵', at: '', reason: '' },
    },
  ],
  definitions: [],
} as unknown as MonthlyReview;

it('has every chapter under its number, and the comments at the end', () => {
  const { blocks, title, subtitle } = handoutOf(review);
  const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
  expect(headings).toHaveLength(REVIEW_CHAPTERS.length + 1);
  expect([headings[0], headings.at(-1), title, subtitle]).toEqual([
    '一、开场',
    '十三、讲评意见',
    '月讲评讲义',
    '2026年2月',
  ]);
});

it('tells an edit, by whom, what the numbers say and that they changed; in the other language the original alone', () => {
  const said = (language: 'zh' | 'en') =>
    handoutOf(review, language).blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));
  expect(said('zh').slice(0, 3)).toEqual([
    '四成提前。',
    '以上由王主任于2026年3月3日 09:00改写，原句：提前办结率40.0%。原句的数字后来变了。',
    '期内办结率100.0%。',
  ]);
  expect(said('zh')).toContain('现场交办？');
  expect(said('en')[0]).toBe('提前办结率40.0% in English.');
});

it('strikes what was withdrawn, and holds no number of a person', () => {
  const { blocks } = handoutOf(review);
  expect(JSON.stringify(blocks)).not.toContain('13812345678');
  expect(blocks.at(-1)).toMatchObject({ text: '舆论监督 · 赵：误（已撤回）', tone: 'struck' });
});
