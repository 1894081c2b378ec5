/** The tables of an evidence page. Each is nothing where there is nothing to list. */

import { LIMIT_UNITS } from '@mingcha/ingest/codes';
import type { CaseExplanation, ExplainedDay, ExplainedEvent } from '../contract/index.ts';
import { NOTHING, type Speech } from '../words/speech.ts';
import type { Block, Cell, Column } from './document.ts';

const table = (columns: readonly Column[], rows: readonly (readonly Cell[])[]): Block[] =>
  rows.length === 0 ? [] : [{ kind: 'table', columns, rows }];
const momentOr = (speech: Speech) => (at: string | null) => (at === null ? NOTHING : speech.moment(at));

/** Days that say the same follow each other in one row, so that a clock of a year is still read. */
export function runTable(days: readonly ExplainedDay[], speech: Speech): Block[] {
  const rows = runsOf(days).map((run): Cell[] => {
    const [first] = run;
    const last = run.at(-1)!;
    const span =
      first === last
        ? dayOf(first!, speech)
        : `${dayOf(first!, speech)}至${dayOf(last, speech, first!.day.slice(0, 4))}`;
    const [from, to] = [first!.ordinal, last.ordinal];
    const counts = from === null ? '不计' : from === to ? `第${from}天` : `第${from}至${to}天`;
    const says = first === last ? first!.says.zh : first!.says.zh.replace(/计为第\d+天/, '逐日计');
    return [span, first!.role === 'start' ? '第0天' : first!.role === 'after' ? NOTHING : counts, says];
  });
  const columns = [
    { title: '日期', width: 46 },
    { title: '计否', width: 18 },
    { title: '说明', width: 60 },
  ];
  return table(columns, rows);
}

const dayOf = ({ day }: ExplainedDay, speech: Speech, unlessYear?: string) =>
  `${speech.day(day, unlessYear)} ${speech.weekday(day)}`;
const hasSign = (day: ExplainedDay) =>
  day.is_due || day.is_statutory_due || day.is_decided || day.is_today || day.is_makeup_workday || day.role === 'start';

function runsOf(days: readonly ExplainedDay[]): ExplainedDay[][] {
  const runs: ExplainedDay[][] = [];
  for (const day of days) {
    const open = runs.at(-1);
    const before = open?.at(-1);
    const isSame =
      before !== undefined &&
      !hasSign(before) &&
      !hasSign(day) &&
      before.role === day.role &&
      before.late === day.late &&
      before.name === day.name &&
      (before.ordinal === null) === (day.ordinal === null);
    if (isSame) open!.push(day);
    else runs.push([day]);
  }
  return runs;
}

export function stopTable({ stops }: CaseExplanation, speech: Speech): Block[] {
  const moment = momentOr(speech);
  return table(
    [
      { title: '停钟开始', width: 30 },
      { title: '停钟结束', width: 30 },
      { title: '事由', width: 50 },
    ],
    stops.map(({ from_at, to_at, reason }) => [
      moment(from_at),
      to_at === null ? '尚未恢复' : moment(to_at),
      reason || '未报事由',
    ]),
  );
}

export function extensionTable({ limits }: CaseExplanation, speech: Speech): Block[] {
  const { extensions, unit } = limits.promised;
  return table(
    [
      { title: '批准延长', width: 30 },
      { title: '时长', width: 20, align: 'right' },
      { title: '计入时限', width: 30, align: 'right' },
      { title: '事件', width: 40 },
    ],
    extensions.map(({ granted_at, granted, unit: grantedIn, in_time, added, event }) => [
      speech.moment(granted_at),
      speech.amount(granted, grantedIn),
      in_time ? (added > 0 ? speech.amount(added, unit) : '单位不能换算，不计入') : '到期后批准，不计入',
      event === null ? NOTHING : `${event.source} ${event.event_id} 第${event.revision}版`,
    ]),
  );
}

export function stageTable({ stages }: CaseExplanation, speech: Speech): Block[] {
  const moment = momentOr(speech);
  return table(
    [
      { title: '环节', width: 16 },
      { title: '开始', width: 28 },
      { title: '结束', width: 28 },
      { title: '时限', width: 20, align: 'right' },
      { title: '用时', width: 20, align: 'right' },
      { title: '判定', width: 18 },
    ],
    stages.map(({ stage, started_at, finished_at, limit, unit, used, verdict }) => [
      speech.code('stage', stage),
      moment(started_at),
      moment(finished_at),
      limit === null ? NOTHING : speech.amount(limit, unit),
      used === null ? NOTHING : speech.amount(used, unit),
      speech.code('verdict', verdict),
    ]),
  );
}

export function cardTable({ cards, rules }: CaseExplanation, speech: Speech): Block[] {
  if (cards.length === 0) {
    return [{ kind: 'paragraph', text: `${rules.length}条监察规则均未就本办件发牌。` }];
  }
  const rows = cards.map(({ card, rule_name, finding, actions }): Cell[] => {
    const held = ['cancelled', 'revoked', 'lapsed'].includes(card.state) ? ('struck' as const) : ('strong' as const);
    const history = actions.map(
      ({ at, actor, action, reason }) =>
        `${speech.moment(at)} ${actor || '平台'}${speech.code('card_done', action)}${reason ? `：${reason}` : ''}`,
    );
    const through = finding.events_through === null ? '' : `依据${speech.moment(finding.events_through)}前收到的事件。`;
    const basis = [card.sentence_zh, ...finding.thresholds.map(({ says }) => `${says.zh}。`), through];
    return [
      { text: speech.code('card_grade', card.grade), tone: held },
      `${rule_name.zh}，第${card.rule_version}版`,
      `${speech.code('card_state', card.state)}${card.is_baseline ? '（监察启用前已存在）' : ''}`,
      card.found_at === null ? NOTHING : speech.moment(card.found_at),
      basis.filter(Boolean).join(''),
      history.join('；'),
    ];
  });
  return table(
    [
      { title: '等级', width: 12 },
      { title: '规则', width: 20 },
      { title: '状态', width: 16 },
      { title: '成立', width: 20 },
      { title: '依据', width: 42 },
      { title: '处理', width: 38 },
    ],
    rows,
  );
}

const STATUSES = { counts: '有效', superseded: '被更正', retracted: '已撤销' } as const;

export function eventTable({ events, conflicts }: CaseExplanation, speech: Speech): Block[] {
  const moment = momentOr(speech);
  const rows = events.map((event): Cell[] => {
    const tone = event.status === 'counts' ? ('plain' as const) : ('struck' as const);
    const by = [
      event.window_name || event.window || event.department_name || event.department,
      event.staff_name || event.staff,
    ];
    return [
      { text: speech.moment(event.occurred_at), tone },
      { text: speech.code('event', event.type), tone },
      `第${event.revision}版，${STATUSES[event.status]}${event.has_conflict ? '，有冲突' : ''}`,
      by.filter(Boolean).join('，') || NOTHING,
      `${event.source} ${event.event_id}，${event.recorded_at === null ? '未报录入时间' : `录入${moment(event.recorded_at)}`}，收到${moment(event.ingested_at)}`,
      detailOf(event, speech) || NOTHING,
    ];
  });
  const columns = [
    { title: '发生', width: 22 },
    { title: '事件', width: 15 },
    { title: '版本', width: 20 },
    { title: '窗口、人员', width: 24 },
    { title: '来源、编号、录入与收到', width: 44 },
    { title: '内容', width: 30 },
  ];
  return [...table(columns, rows), ...conflicts.map(({ says }): Block => ({ kind: 'paragraph', text: says.zh }))];
}

const isUnit = (unit: unknown): unit is (typeof LIMIT_UNITS)[number] =>
  (LIMIT_UNITS as readonly unknown[]).includes(unit);

/** What the event itself says, in words. */
function detailOf({ detail }: ExplainedEvent, speech: Speech): string {
  const coded = (['stage', 'special_kind', 'outcome', 'channel', 'case_kind'] as const).map((name) => {
    const value = detail[name];
    return typeof value === 'string' ? speech.code(name, value) : '';
  });
  const { granted, granted_unit: unit, special_kind: kind, due_at: due, due_by: by, rating, fee, reason } = detail;
  return [
    ...coded,
    typeof granted === 'number'
      ? `${kind === 'stop' ? '申请' : '批准'}${speech.amount(granted, isUnit(unit) ? unit : 'working_days')}`
      : '',
    typeof due === 'string'
      ? `承诺${speech.moment(due)}前办结${by === 'moment' ? '（按时刻比较）' : '（按日比较）'}`
      : '',
    typeof rating === 'number' ? `评价${rating}级` : '',
    typeof fee === 'number' ? `收费${fee}元` : '',
    typeof reason === 'string' ? reason : '',
  ]
    .filter(Boolean)
    .join('；');
}

export function ruleTable({ rules }: CaseExplanation): Block[] {
  const grades = { notice: '预警', yellow: '黄牌', red: '红牌' } as const;
  return table(
    [
      { title: '监察规则', width: 34 },
      { title: '版本', width: 13 },
      { title: '等级', width: 11 },
      { title: '对本办件适用的阈值', width: 78 },
      { title: '本办件', width: 14 },
    ],
    rules.map(({ name, version, grade, thresholds, cards }) => [
      name.zh,
      `第${version}版`,
      grades[grade],
      thresholds.map(({ says }) => says.zh).join('；') || '无阈值',
      cards.length > 0 ? ({ text: '已发牌', tone: 'strong' } as const) : '未发牌',
    ]),
  );
}
