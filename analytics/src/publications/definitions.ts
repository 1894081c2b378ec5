/** What each published number means, with the version of its definition: sealed with the numbers, for whoever reads them later. */
import type { PublicationManifest } from '../contract/index.ts';

export const DEFINITIONS: PublicationManifest['definitions'] = [
  {
    id: 'received',
    version: 1,
    zh: '收件：期内收到的办件数，以收件当日计',
    en: 'Received: distinct cases received in the period, by the local day of receipt',
  },
  {
    id: 'completed',
    version: 1,
    zh: '办结：期内以出证、转报、办结、准予或不予许可办结的办件数；退回、作废、删除、补正不来不计',
    en: 'Completed: distinct cases decided in the period with a normal outcome; returned, voided, deleted and never supplemented ones are not counted',
  },
  {
    id: 'working_days_used',
    version: 1,
    zh: '已用工作日：受理次日起至办结日止的工作日，特别程序开始次日起至结束日止不计；当日办结为0',
    en: 'Working days used: working days after the day of acceptance up to and including the day of decision, without those after a stop began up to the day it ended; the same day is 0',
  },
  {
    id: 'verdict',
    version: 1,
    zh: '提前：已用少于承诺时限；按时：等于；超期：多于。来源自带承诺办结时间的，与该时间比较；无时限的不作评判',
    en: 'Early: used less than promised; on time: as much; overdue: more. A due time the source sent is compared as sent; without a limit nothing is judged',
  },
  {
    id: 'early_rate',
    version: 1,
    zh: '提前办结率：承诺件提前办结数 / 承诺件办结数',
    en: 'Early rate: early commitment cases / completed commitment cases',
  },
  {
    id: 'within_limit_rate',
    version: 1,
    zh: '期内办结率：（提前 + 按时）/ 有时限的办结数',
    en: 'Within-limit rate: (early + on time) / completed with a limit',
  },
  {
    id: 'speed_up',
    version: 1,
    zh: '提速：（承诺时限之和 − 已用之和）/ 承诺时限之和，不低于0；限于以工作日承诺的办结件',
    en: 'Speed-up: (Σ promised − Σ used) / Σ promised, not below 0; of completed cases promised in working days',
  },
  {
    id: 'satisfaction',
    version: 1,
    zh: '满意率：期内评价为非常满意、满意、基本满意的 / 期内评价数',
    en: 'Satisfaction: rated 1–3 in the period / rated in the period',
  },
  {
    id: 'data_quality',
    version: 1,
    zh: '录入及时率：期内办结件的事件中，发生后规定小时内录入的 / 注明录入时间的',
    en: 'Entry timeliness: events of cases completed in the period recorded within the set hours / events that say when they were recorded',
  },
  {
    id: 'workload',
    version: 1,
    zh: '业务量：办结数 / 同榜有业务单位办结数的中位数，以1为限',
    en: 'Workload: completed / median of completed among the units with business on the board, at most 1',
  },
  {
    id: 'weekly_ranking',
    version: 2,
    zh: '综合得分：100 × Σ 权重 × 各项比值（以1为限）/ 有数据各项权重之和，减去期内有效牌扣分，截取两位小数；并列同名次，其后跳过；承诺件办结不足最低件数的不参与排名',
    en: 'Score: 100 × Σ weight × ratio (at most 1) / Σ weight over components that have data, less points for cards in effect found in the period, truncated to two decimals; equal scores share a rank and the next is skipped; units with too few completed commitment cases are not ranked',
  },
  {
    id: 'movement',
    version: 1,
    zh: '升降：上期名次 − 本期名次，正数为上升；上期以本期的权重重算',
    en: 'Movement: rank in the period before − rank, positive is up; the period before is counted with the weights of this one',
  },
];
