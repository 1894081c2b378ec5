/** How the figures of the review are counted, in words: ids and versions as the models have them (domain, numbers). */
import type { ReviewDefinition } from '../contract/index.ts';

const define = (id: string, name: [zh: string, en: string], text: [zh: string, en: string]): ReviewDefinition => ({
  id,
  version: 1,
  name: { zh: name[0], en: name[1] },
  text: { zh: text[0], en: text[1] },
});

export const DEFINITIONS: ReviewDefinition[] = [
  define(
    'decided',
    ['办结', 'Decided'],
    ['办结日在期内的件，一件只计一次', 'Cases whose decision falls in the month, each counted once'],
  ),
  define(
    'early_rate.of_commitment',
    ['提前办结率', 'Early rate'],
    ['提前办结的承诺件 ÷ 办结的承诺件；即办件不计', 'Commitment cases completed early ÷ commitment cases completed'],
  ),
  define(
    'within_limit_rate',
    ['期内办结率', 'Within-limit rate'],
    ['（提前＋按时）÷ 办结的有时限的件', '(Early + on time) ÷ completed cases with a limit'],
  ),
  define(
    'speed_up.promised',
    ['比承诺提速', 'Faster than promised'],
    ['（Σ承诺时限 − Σ所用工作日）÷ Σ承诺时限', '(Σ promised − Σ working days used) ÷ Σ promised'],
  ),
  define(
    'speed_up.statutory',
    ['比法定提速', 'Faster than the law asks'],
    ['（Σ法定时限 − Σ所用工作日）÷ Σ法定时限', '(Σ statutory − Σ working days used) ÷ Σ statutory'],
  ),
  define(
    'satisfaction',
    ['满意率', 'Satisfaction'],
    ['评价为1至3级的件 ÷ 收到评价的件', 'Cases rated 1 to 3 ÷ cases rated'],
  ),
  define(
    'cards_found',
    ['监察牌', 'Cards'],
    [
      '期内成立的牌，监察启用前已有的不计；发出与撤销并列',
      'Cards for what became true in the month, those of before supervision left out; issued and taken back side by side',
    ],
  ),
  define(
    'overdue',
    ['超期', 'Overdue'],
    [
      '期内超期办结的件，加上期末仍在办且已过承诺到期日的件',
      'Completed overdue, and apart from these open and overdue at the end',
    ],
  ),
  define(
    'ranking',
    ['排名', 'Ranking'],
    [
      '综合得分100分，扣除生效的牌；承诺件办结不足者不参与；同分并列',
      'Composite of 100 less cards in effect; too few commitment cases are not ranked; equal scores share a place',
    ],
  ),
  define(
    'review.chiefs',
    ['首席代表', 'Chief representatives'],
    [
      '按本人经办的件计分，在首席代表之间排名；其他人员另排',
      'By the cases they handled themselves, ranked among each other; other staff apart',
    ],
  ),
  define(
    'stage_days',
    ['环节耗时', 'Stage time'],
    [
      '环节开始次日起至结束日的工作日，停钟日扣除',
      'Working days after the start of a stage up to its end, stops taken out',
    ],
  ),
  define(
    'entry_timeliness',
    ['录入及时率', 'Recorded in time'],
    ['规定小时内录入的事件 ÷ 报了录入时间的事件', 'Events recorded within the hours set ÷ events that say when'],
  ),
];
