/** What others did meanwhile, in the language of whoever wanted to act: Chinese where they ask for it, else English. */
import type { FastifyRequest } from 'fastify';
import { type Language, speechOf } from '../words/speech.ts';

/** The first language of the Accept-Language header that is ours. */
export function languageOf(request: Pick<FastifyRequest, 'headers'>): Language {
  const ranges = (request.headers['accept-language'] ?? '').toLowerCase().split(',');
  const first = ranges.map((range) => range.trim().slice(0, 2)).find((range) => range === 'zh' || range === 'en');
  return first === 'zh' ? 'zh' : 'en';
}

interface Done {
  sequence: number;
  actor: string;
  action: string;
  at: string;
  reason: string;
}

/** What is acted on: its name, and the groups of terms that say its acts and states. */
export interface ActedOn {
  zh: string;
  en: string;
  acts: 'card_action' | 'rect_act' | 'objection_act';
  states: 'card_state' | 'rect_state' | 'objection_state';
}
export const A_CARD: ActedOn = { zh: '这张牌', en: 'card', acts: 'card_action', states: 'card_state' };
export const AN_ENTRY: ActedOn = { zh: '这项整改', en: 'entry', acts: 'rect_act', states: 'rect_state' };
export const AN_OBJECTION: ActedOn = {
  zh: '这项异议',
  en: 'objection',
  acts: 'objection_act',
  states: 'objection_state',
};

const CHINESE = speechOf('zh', 'Asia/Shanghai');

/** "王督查于2026年3月11日 17:30督办（请尽快办结）"; programs that read English find the codes in it. */
function didWhat({ acts }: ActedOn, { actor, action, at, reason }: Done, language: Language): string {
  if (language === 'en')
    return `${actor || 'the platform'} did "${action}" at ${at}${reason === '' ? '' : ` (${reason})`}`;
  const why = reason === '' ? '' : `（${reason}）`;
  return `${actor || '平台'}于${CHINESE.moment(at)}${CHINESE.code(acts, action)}${why}`;
}

/** The detail of a 409 for who comes second. */
export function movedOn(what: ActedOn, since: readonly Done[], language: Language): string {
  const now = since.at(-1)?.sequence;
  const done = since.map((each) => didWhat(what, each, language));
  return language === 'zh'
    ? `${what.zh}已有变化：${done.join('；')}。您的处理没有执行，也没有覆盖任何内容。请看过之后以序号 ${now} 再决定。`
    : `The ${what.en} moved on: ${done.join('; ')}. Nothing was done. Read the ${what.en} again and decide anew, with sequence ${now}.`;
}

/** The detail of a 409 for who issues by hand what was issued by hand before. */
export function issuedBefore(card: { grade: string; state: string; issued: Done }, language: Language): string {
  const { grade, state, issued } = card;
  if (language === 'zh') {
    const what = CHINESE.code('card_grade', grade);
    const before = `这个办件已经人工发过${what}，现为“${CHINESE.code('card_state', state)}”：${didWhat(A_CARD, issued, language)}。`;
    return `${before}每个等级只发一张，没有再发。请在那张牌上处理，或换一个等级。`;
  }
  return `A ${grade} card was issued by hand before and is ${state}: ${didWhat(A_CARD, issued, language)}. There is one for each grade, and none was issued now. Act on that card, or choose another grade.`;
}

/** The detail of a 409 for who decides what has been decided for good. */
export function decidedBefore(what: ActedOn, last: Done, language: Language): string {
  const lately = didWhat(what, last, language);
  return language === 'zh'
    ? `${what.zh}已有结果，不再改变：${lately}。`
    : `The ${what.en} has its outcome and keeps it: ${lately}.`;
}

/** The message and detail of a 409 for an act the state does not allow. */
export function notPossibleNow(
  what: ActedOn,
  now: { state: string; last: Done; can: readonly string[] },
  language: Language,
): { message: string; detail: string } {
  const { state, last, can } = now;
  const lately = didWhat(what, last, language);
  if (language === 'zh') {
    const acts = can.map((act) => CHINESE.code(what.acts, act)).join('、');
    const message = `现在不能这样处理：${what.zh}为“${CHINESE.code(what.states, state)}”，可以做的是${acts}`;
    return { message, detail: `${message}。最近一次：${lately}。` };
  }
  const message = `is not possible now: the ${what.en} is ${state}; possible are ${can.join(', ')}`;
  return { message, detail: `"action" ${message}. Last, ${lately}.` };
}

/** The detail of a 409 for who sets a threshold that somebody else set since they looked. */
export function setMeanwhile(
  since: readonly { set_by: string; set_at: string; valid_from: string; value: number | null; reason: string }[],
  language: Language,
): string {
  const done = since.map(({ set_by, set_at, valid_from, value, reason }) =>
    language === 'zh'
      ? `${set_by}于${CHINESE.moment(set_at)}${value === null ? `收回了${CHINESE.day(valid_from)}起的取值` : `设为 ${value}，自${CHINESE.day(valid_from)}起`}（${reason}）`
      : `${set_by} ${value === null ? `took back what counted from ${valid_from}` : `set ${value} from ${valid_from}`} at ${set_at} (${reason})`,
  );
  return language === 'zh'
    ? `您查看之后，这个阈值已有变化：${done.join('；')}。您的设置没有保存。请看过之后再决定。`
    : `The threshold changed since you looked: ${done.join('; ')}. Nothing was set. Read the rule again and decide anew.`;
}
