/** The codes of the event contract (domain: events), in the order they are shown. No imports: the dashboard reads them too. */

export const EVENT_TYPES = [
  'applied', // 申办/收件
  'supplement_requested', // 补正告知
  'supplement_received', // 补正受理
  'accepted', // 受理
  'refused', // 不予受理
  'stage_started', // 环节开始
  'stage_finished', // 环节结束
  'special_started', // 特别程序开始
  'special_finished', // 特别程序结束
  'decided', // 办结
  'delivered', // 送达/领取
  'rated', // 评价
  'rating_resolved', // 差评整改
  'withdrawn', // 撤回
  'complaint_filed',
  'complaint_replied',
] as const;

/** 四件管理: 即办件, 承诺件, 联办件, 上报件. */
export const CASE_KINDS = ['instant', 'commitment', 'joint', 'escalated'] as const;

/** GB/T 39046—2020 channel codes 1 窗口, 2 电脑端, 3 移动端, 4 快递, 9 其他. */
export const CHANNELS = ['window', 'web', 'mobile', 'mail', 'other'] as const;

/** Codes 0–7 of the exchange formats: 出证, 退回, 作废, 删除, 转报, 补正不来, 办结, and later 准予许可, 不予许可. */
export const OUTCOMES = [
  'issued',
  'returned',
  'voided',
  'deleted',
  'forwarded',
  'not_supplemented',
  'completed',
  'permitted',
  'not_permitted',
] as const;

/** Outcomes that count as completed normally (办结); the others are counted apart. */
export const NORMAL_OUTCOMES = ['issued', 'forwarded', 'completed', 'permitted', 'not_permitted'] as const;

/** 特别程序: kind A moves the deadline (延长审批), kind B stops the clock (听证, 招标, 检验, 专家评审 …). */
export const SPECIAL_KINDS = ['extension', 'stop'] as const;

/** Units of a limit: 工作日, 自然日, 工作小时. */
export const LIMIT_UNITS = ['working_days', 'calendar_days', 'working_hours'] as const;

/** How a due moment sent by the source is compared: by the local day it falls on, or by the moment itself. */
export const DUE_COMPARISONS = ['day', 'moment'] as const;
