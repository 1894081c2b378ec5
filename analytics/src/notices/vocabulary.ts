/**
 * What a notice can speak of: the names a template may use, in the words of the office that edits it. Figures have a value, the
 * one of the period before and of the year before, and the change in words; lists have rows with figures of their own.
 */

/** count and rate compare with the periods before; days are standard working days to one decimal. */
export type FactKind = 'count' | 'rate' | 'days' | 'points' | 'text';
export interface Term {
  kind: FactKind;
  /** Unit behind the number in a sentence about its change: 件, 张 … */
  unit?: string;
  says: string;
}

const count = (says: string, unit = '件'): Term => ({ kind: 'count', unit, says });
const rate = (says: string): Term => ({ kind: 'rate', says });
const text = (says: string): Term => ({ kind: 'text', says });

/** Counted for the whole, and for each unit of a list. */
const MEASURES = {
  收件: count('周期内收件'),
  受理: count('周期内受理'),
  办结: count('周期内办结，含各种结果'),
  正常办结: count('以正常结果办结'),
  不予受理: count('不予受理'),
  承诺件收件: count('承诺件收件'),
  承诺件办结: count('承诺件正常办结'),
  提前办结: count('提前办结'),
  按时办结: count('按时办结'),
  超期办结: count('超期办结'),
  期末在办: count('期末尚未办结'),
  期末超期: count('期末尚未办结且已过承诺期限'),
  评价: count('收到的评价', '次'),
  提前办结率: rate('提前办结的承诺件 / 办结的承诺件'),
  期内办结率: rate('（提前 + 按时办结）/ 有承诺时限的办结件'),
  承诺提速: rate('（承诺时限之和 − 实际用时之和）/ 承诺时限之和'),
  法定提速: rate('（法定时限之和 − 实际用时之和）/ 法定时限之和'),
  即办件率: rate('即办件 /（即办件 + 承诺件），按受理计'),
  网办率: rate('网上和移动端收件 / 收件'),
  满意率: rate('评价为基本满意及以上的 / 评价'),
  好评率: rate('评价为满意及以上的 / 评价'),
  录入及时率: rate('按时录入的事件 / 报送了录入时间的事件'),
} as const satisfies Record<string, Term>;
export type MeasureName = keyof typeof MEASURES;

export const FACTS = {
  期间: text('统计周期，如2026年2月；未结束的写明截至哪天'),
  年: text('年份'),
  本期: text('本月、本周……'),
  上期: text('上月、上周……'),
  下期: text('下月、下周……'),
  期末: text('周期的最后一天；未结束的是截至那天'),
  区域: text('全市；限定了范围时是它的名称'),
  中心: text('政务服务中心的名称'),
  数据截至: text('截至的时刻'),
  数据收至: text('计入的最新事件的到达时刻'),
  计时口径: text('按整日计或按工作时间计'),
  起草日: text('起草当天，成文日期由签发人定'),
  ...MEASURES,
  承诺件平均用时: { kind: 'days', unit: '个工作日', says: '承诺件正常办结的平均用时' },
  预警: count('发出的预警', '件'),
  黄牌: count('发出的黄牌', '张'),
  红牌: count('发出的红牌', '张'),
  撤销预警: count('其中取消、撤销和失效的预警', '件'),
  撤销黄牌: count('其中取消、撤销和失效的黄牌', '张'),
  撤销红牌: count('其中取消、撤销和失效的红牌', '张'),
  参评单位: count('参与排名的单位', '个'),
  件数不足单位: count('有业务而件数不足、不参与排名的单位', '个'),
  无业务单位: count('没有业务的单位', '个'),
  无业务单位名单: text('没有业务的单位的名称'),
  件数不足单位名单: text('件数不足的单位的名称'),
  收件最多: text('收件最多的县（市、区）'),
  部门覆盖率: rate('有办件的部门 / 在册部门'),
  事项覆盖率: rate('有办件的事项 / 在册事项'),
  流程覆盖率: rate('环节齐全的办结件 / 办结件'),
  无办件事项: count('在册而没有办件的事项', '项'),
  迟录: count('超过规定时间才录入的事件', '条'),
  未在册: count('写有目录中没有的窗口、人员或事项的事件', '条'),
  冲突: count('同一版本内容不一致的事件', '条'),
  缺环节: count('办结而环节不齐的办件', '件'),
  拒收: count('被拒收的数据', '条'),
  迟录最多: text('迟录最多的部门和条数'),
  失联来源: text('没有按时报送的数据来源'),
  失联来源数: count('没有按时报送的数据来源的个数', '个'),
  在办整改: count('尚未销号的整改任务', '项'),
  逾期整改: count('其中已超期的', '项'),
  销号整改: count('周期内销号的整改任务', '项'),
} as const satisfies Record<string, Term>;
export type FactName = keyof typeof FACTS;

export interface ColumnTerm extends Term {
  /** Share of the table's width. */
  width: number;
  /** Heading, where it is not the name. */
  title?: string;
}
const column = (term: Term, width = 12): ColumnTerm => ({ ...term, width });
const measures = Object.fromEntries(
  Object.entries(MEASURES).map(([name, term]) => [name, column(term, term.kind === 'rate' ? 14 : 12)]),
) as Record<MeasureName, ColumnTerm>;

const RANKED = {
  名次: column(text('并列的注明'), 12),
  名称: column(text('单位名称'), 29),
  县市区: column(text('单位所在的县（市、区）'), 16),
  得分: column({ kind: 'points', says: '综合得分，扣过牌' }, 11),
  升降: column(text('比上一期的名次'), 11),
  收件: column(count('收件')),
  办结: column(count('正常办结')),
  承诺件办结: column(count('承诺件正常办结'), 13),
  提前办结率: column(rate('提前办结率'), 15),
  期内办结率: column(rate('期内办结率'), 14),
  承诺提速: column(rate('承诺提速'), 13),
  满意率: column(rate('满意率'), 13),
  黄牌: column(count('有效黄牌', '张'), 9),
  红牌: column(count('有效红牌', '张'), 9),
  撤销牌: column(count('取消、撤销和失效的牌', '张'), 11),
} as const satisfies Record<string, ColumnTerm>;

/** Lists a template may set as a table, or speak of row by row. */
export const LISTS = {
  县市区: { says: '每个县（市、区）一行', columns: { 名称: column(text('县（市、区）'), 22), ...measures } },
  前十: { says: '排名前十的单位', columns: RANKED },
  后十: { says: '排名后十的单位', columns: RANKED },
  排名: { says: '参与排名的全部单位', columns: RANKED },
  超期办件: {
    says: '超期办结的和期末尚未办结且已超期的办件，超期最久的在前',
    columns: {
      序: column(text('序号'), 9),
      办件编号: column(text('办件编号'), 30),
      事项: column(text('事项'), 34),
      单位: column(text('责任单位'), 28),
      窗口: column(text('窗口'), 22),
      应办结: column(text('承诺到期日'), 20),
      时限: column(text('承诺时限'), 23),
      用时: column(text('实际用时；期末尚未办结的，到期末'), 23),
      超期: column(text('超过承诺时限多少'), 23),
      状态: column(text('到期末办结或尚未办结'), 20),
    },
  },
  整改任务: {
    says: '尚未销号的整改任务，超期的在前',
    columns: {
      序: column(text('序号'), 9),
      任务: column(text('要整改什么'), 56),
      责任单位: column(text('责任单位'), 28),
      责任人: column(text('责任人'), 14),
      完成时限: column(text('完成的日期'), 22),
      状态: column(text('整改到哪一步'), 16),
    },
  },
} as const satisfies Record<string, { says: string; columns: Record<string, ColumnTerm> }>;
export type ListName = keyof typeof LISTS;

export const CHARTS = {
  逐日收办: '每天的收件与办结，非工作日有底色；超过两个月的周期按月',
  县市区提前办结率: '各县（市、区）的提前办结率与上一期相比，件数在旁',
} as const;
export type ChartName = keyof typeof CHARTS;

/** What may stand behind a name with a dot, and which kinds have it. */
export const FORMS = {
  上期: '上一期的数',
  上年同期: '上年同期的数',
  变化: '比上一期多多少；比率为百分点',
  环比: '比上一期的变化，成句',
  同比: '比上年同期的变化，成句',
} as const;
export type Form = keyof typeof FORMS;
export const hasForms = (kind: FactKind) => kind === 'count' || kind === 'rate' || kind === 'days';
