/** The evidence page 证据页 of a case: its explanation as a document for the file. Chinese, the language of the office. */
import { maskNumbers } from '@mingcha/ingest';
import type { CaseExplanation } from '../contract/index.ts';
import { type Speech, speechOf } from '../words/speech.ts';
import { clockFigure } from './clock-drawing.ts';
import type { Block, Document } from './document.ts';
import {
  cardTable,
  eventTable,
  extensionTable,
  ruleTable,
  runTable,
  stageTable,
  stopTable,
} from './evidence-tables.ts';
import { TEXT_WIDTH } from './layout.ts';

export function evidenceOf(explained: CaseExplanation): Document {
  const { case: c, as_of, watermark, calendar, counting, sentences } = explained;
  const speech = speechOf('zh', calendar.zone);
  const moment = (at: string | null) => (at === null ? '' : speech.moment(at));
  const figure = clockFigure(explained.days, TEXT_WIDTH);
  const blocks: Block[] = [
    { kind: 'paragraph', text: verdictOf(explained, speech), tone: 'strong' },
    { kind: 'heading', text: '一、基本情况' },
    { kind: 'facts', rows: factsOf(explained, speech) },
    ...notes(c.flags.map((flag) => speech.code('flag', flag))),

    { kind: 'heading', text: '二、时限与计时' },
    { kind: 'paragraph', text: sentences.promised.zh },
    { kind: 'paragraph', text: sentences.statutory.zh },
    { kind: 'paragraph', text: sentences.origin.zh },
    { kind: 'paragraph', text: `${sentences.counting.zh}${sentences.provisional?.zh ?? ''}` },
    ...(figure ? [figure] : []),
    ...runTable(explained.days, speech),
    ...stopTable(explained, speech),
    ...extensionTable(explained, speech),
    ...stageTable(explained, speech),

    { kind: 'heading', text: '三、监察牌' },
    ...cardTable(explained, speech),

    { kind: 'heading', text: '四、事件' },
    ...eventTable(explained, speech),

    { kind: 'heading', text: '五、依据与版本' },
    { kind: 'facts', rows: versionsOf(explained, speech) },
    ...ruleTable(explained),
    { kind: 'paragraph', text: '核对人（签字）：＿＿＿＿＿＿＿＿　　　日期：＿＿＿＿＿＿＿＿' },
  ];
  return masked({
    title: '办件证据页',
    subtitle: `办件编号 ${c.case_id}`,
    blocks,
    footer: [
      `截至${moment(as_of)}；数据收至${moment(watermark)}；时区${calendar.zone}`,
      `日历${calendar.calendar}版本${calendar.version}；模型版本${counting.models}；平台版本${counting.release}`,
    ],
    made_at: as_of,
  });
}

/** What was written by hand may hold a person's number all the same. */
function masked(document: Document): Document {
  return JSON.parse(JSON.stringify(document), (_key, value) =>
    typeof value === 'string' ? maskNumbers(value) : value,
  );
}

function verdictOf({ case: c }: CaseExplanation, speech: Speech): string {
  if (c.grade !== null) return `${speech.code('case_state', c.state)}：${speech.left({ ...c, grade: c.grade })}。`;
  const judged = c.verdict !== '' && c.verdict !== 'not_judged';
  return `结论：${judged ? speech.code('verdict', c.verdict) : speech.code('case_state', c.state)}。`;
}

const notes = (texts: readonly string[]): Block[] =>
  texts.length === 0 ? [] : [{ kind: 'paragraph', text: `需要留意：${texts.join('；')}。` }];

/** A name with its code, where they differ. */
const named = (name: string, code: string) => (name === '' || name === code ? code : `${name}（${code}）`);

function factsOf({ case: c }: CaseExplanation, speech: Speech): [string, string][] {
  const moment = (at: string | null) => (at === null ? '–' : speech.moment(at));
  return [
    ['办件编号', c.case_id],
    ['事项', named(c.item_name, c.item)],
    ['部门', named(c.department_name, c.department)],
    ['类型', c.case_kind === '' ? '–' : speech.code('case_kind', c.case_kind)],
    ['窗口', named(c.window_name, c.window)],
    ['经办人', named(c.staff_name, c.staff) || '–'],
    ['中心', [named(c.centre_name, c.centre), c.county_name].filter(Boolean).join('，') || '–'],
    ['渠道', c.channel === '' ? '–' : speech.code('channel', c.channel)],
    ['收件', moment(c.received_at)],
    ['受理', moment(c.accepted_at)],
    ['办结', moment(c.decided_at)],
    ['送达', moment(c.delivered_at)],
    ['状态', speech.code('case_state', c.state)],
    ['结果', c.outcome === '' ? '–' : speech.code('outcome', c.outcome)],
    ['承诺判定', c.verdict === '' ? '–' : speech.code('verdict', c.verdict)],
    ['法定判定', c.statutory_verdict === '' ? '–' : speech.code('verdict', c.statutory_verdict)],
  ];
}

function versionsOf({ limits, calendar, counting }: CaseExplanation, speech: Speech): [string, string][] {
  const { item_version: item } = limits.promised;
  const until = item?.valid_to ? `至${speech.day(item.valid_to)}` : '';
  return [
    [
      '事项版本',
      item === null ? '不在册' : `${named(item.name, item.item)}，${speech.day(item.valid_from)}起${until}施行`,
    ],
    ['导入时间', item === null ? '–' : speech.moment(item.imported_at)],
    ['日历', `${calendar.calendar}，版本${calendar.version}`],
    [
      '已知至',
      `${speech.day(calendar.known_until)}${calendar.own_days > 0 ? `，本中心自定${calendar.own_days}天` : ''}`,
    ],
    ['计时约定', `${CONVENTIONS[counting.convention]}（${counting.convention}）`],
    ['作息', `${calendar.hours}，每日${speech.number(calendar.standard_day_hours)}小时`],
    ['模型版本', counting.models],
    ['平台版本', counting.release],
  ];
}

const CONVENTIONS = {
  whole_days: '整日',
  calendar_days: '自然日',
  working_seconds: '工作时间',
  hours: '钟点',
} as const;
