/** What others did meanwhile, in the language of whoever wanted to act: Chinese where they ask for it, else English. */
import type { FastifyRequest } from 'fastify';
import type { CardAction, CardState, RectificationAction, RectificationState } from '../contract/codes.ts';

export type Language = 'zh' | 'en';

/** The first language of the Accept-Language header that is ours. */
export function languageOf(request: Pick<FastifyRequest, 'headers'>): Language {
  const ranges = (request.headers['accept-language'] ?? '').toLowerCase().split(',');
  const first = ranges.map((range) => range.trim().slice(0, 2)).find((range) => range === 'zh' || range === 'en');
  return first === 'zh' ? 'zh' : 'en';
}

const ACTS: Readonly<Record<CardAction | RectificationAction, string>> = {
  issue: '发牌',
  urge: '督办',
  ask: '要求说明',
  reply: '回复',
  talk: '约谈',
  appeal: '申诉',
  revoke: '撤销',
  send_back: '退回',
  pass_up: '上报',
  cancel: '取消',
  lapse: '失效',
  attach: '附证据',
  note: '批注',
  open: '立项',
  take_up: '签收',
  submit: '报整改',
  close: '销号',
  amend: '调整',
};
const STATES: Readonly<Record<CardState | RectificationState, string>> = {
  issued: '已发',
  urged: '督办',
  appealed: '申诉中',
  cancelled: '已取消',
  revoked: '已撤销',
  lapsed: '已失效',
  opened: '待签收',
  in_hand: '整改中',
  submitted: '待核验',
  sent_back: '退回重改',
  closed: '已销号',
};

export const inWords = {
  act: (action: CardAction | RectificationAction, language: Language) =>
    language === 'zh' ? ACTS[action] : `"${action}"`,
  state: (state: CardState | RectificationState, language: Language) => (language === 'zh' ? STATES[state] : state),
};

interface Done {
  actor: string;
  action: CardAction | RectificationAction;
  at: string;
  reason: string;
}

const SHANGHAI = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** "王督查于 2026-03-11 17:30 督办（请尽快办结）". */
export function didWhat({ actor, action, at, reason }: Done, language: Language): string {
  if (language === 'en') {
    const why = reason === '' ? '' : ` (${reason})`;
    return `${actor || 'the platform'} did "${action}" at ${at}${why}`;
  }
  const why = reason === '' ? '' : `（${reason}）`;
  return `${actor || '平台'}于 ${SHANGHAI.format(new Date(at))} ${ACTS[action]}${why}`;
}

/** The detail of a 409 for who comes second. */
export function movedOn(what: { zh: string; en: string }, since: readonly Done[], language: Language): string {
  const now = since.at(-1) as (Done & { sequence?: number }) | undefined;
  const done = since.map((each) => didWhat(each, language));
  return language === 'zh'
    ? `${what.zh}已有变化：${done.join('；')}。您的处理没有执行，也没有覆盖任何内容。请看过之后以序号 ${now?.sequence} 再决定。`
    : `The ${what.en} moved on: ${done.join('; ')}. Nothing was done. Read the ${what.en} again and decide anew, with sequence ${now?.sequence}.`;
}

/** The detail of a 409 for an act the state does not allow. */
export function notPossibleNow(
  what: { zh: string; en: string },
  now: { state: CardState | RectificationState; last: Done; can: readonly (CardAction | RectificationAction)[] },
  language: Language,
): { message: string; detail: string } {
  const { state, last, can } = now;
  if (language === 'zh') {
    const message = `现在不能这样处理：${what.zh}为“${STATES[state]}”，可以做的是${can.map((act) => ACTS[act]).join('、')}`;
    return { message, detail: `${message}。最近一次：${didWhat(last, language)}。` };
  }
  const message = `is not possible now: the ${what.en} is ${state}; possible are ${can.join(', ')}`;
  return { message, detail: `"action" ${message}. Last, ${didWhat(last, language)}.` };
}
