/** The codes of the HTTP contract, in the order they are shown. No imports: the dashboard bundles this file. */

/** Levels a statistic can be taken by. `county` is the 县市区 a centre lies in; `all` is one row for everything. */
export const LEVELS = ['all', 'county', 'centre', 'department', 'window', 'staff', 'item'] as const;
export type Level = (typeof LEVELS)[number];

/** What a statistic or list can be narrowed to. */
export const FILTERS = ['county', 'centre', 'department', 'window', 'staff', 'item'] as const;
export type Filter = (typeof FILTERS)[number];

export const BOARDS = ['departments', 'windows', 'counties', 'staff'] as const;
export type Board = (typeof BOARDS)[number];

/** The six components of the composite score. */
export const COMPONENTS = ['early', 'within_limit', 'speed_up', 'satisfaction', 'data_quality', 'workload'] as const;
export type Component = (typeof COMPONENTS)[number];

/** Grades of an open case: red = statutory limit passed, yellow = promised limit passed, notice = about to be. */
export const GRADES = ['red', 'yellow', 'notice', 'stopped', 'fine', 'no_limit'] as const;
export type Grade = (typeof GRADES)[number];
export const isGrade = (text: string): text is Grade => (GRADES as readonly string[]).includes(text);

export const VERDICTS = ['early', 'on_time', 'overdue', 'not_judged'] as const;
export const STATES = [
  'received',
  'supplement',
  'accepted',
  'stopped',
  'refused',
  'withdrawn',
  'decided',
  'delivered',
] as const;

/** What a day of a working calendar is: `makeup` 调休上班, `opening` and `closure` are a centre's own. */
export const DAY_KINDS = ['workday', 'makeup', 'weekend', 'holiday', 'opening', 'closure'] as const;
export type DayKind = (typeof DAY_KINDS)[number];

/** What a number counted; `GET /cases?measure=…` lists the cases behind it. */
export const MEASURES = [
  'received',
  'accepted',
  'refused',
  'decided',
  'completed',
  'delivered',
  'withdrawn',
  'early',
  'on_time',
  'overdue',
  'within_limit',
  'completed_with_limit',
  'completed_in_days',
  'completed_in_statutory_days',
  'commitment_completed',
  'commitment_early',
  'commitment_received',
  'online_received',
  'rated',
  'satisfied',
  'praised',
  'open_at_end',
  'overdue_open_at_end',
] as const;
export type Measure = (typeof MEASURES)[number];
export const isMeasure = (text: string): text is Measure => (MEASURES as readonly string[]).includes(text);

/** What a period is held against: 环比 the period before, 同比 the same a year before, or both. */
export const COMPARISONS = ['previous', 'year', 'both'] as const;
export type Comparison = (typeof COMPARISONS)[number];
/** Ends of the names of columns that tell of the other period. */
export const COMPARED = ['previous', 'year_before'] as const;
export type Compared = (typeof COMPARED)[number];

/** Where an open case stands in the ten working days ahead. */
export const PLACES = ['overdue', 'instant', 'before', 'due', 'later', 'no_limit', 'stopped'] as const;
export type Place = (typeof PLACES)[number];

/** Age classes of open cases: up to so many working days since day 0 of the clock. */
export const AGES = ['5', '10', '20', '45', 'more'] as const;
export type Age = (typeof AGES)[number];

/** Whose windows share one line. */
export const COUNTERS = ['window', 'department', 'centre'] as const;
export type Counter = (typeof COUNTERS)[number];

/** Where the handling time of window advice comes from. */
export const HANDLING_ORIGINS = ['given', 'unit', 'all', 'none'] as const;
export type HandlingOrigin = (typeof HANDLING_ORIGINS)[number];

/** 预警, 黄牌, 红牌. */
export const CARD_GRADES = ['notice', 'yellow', 'red'] as const;
export type CardGrade = (typeof CARD_GRADES)[number];

/** 已发, 督办, 申诉中, 取消, 撤销, 失效 (a correction of the events made the finding untrue). */
export const CARD_STATES = ['issued', 'urged', 'appealed', 'cancelled', 'revoked', 'lapsed'] as const;
export type CardState = (typeof CARD_STATES)[number];

export const CARD_ACTIONS = [
  'issue', // 发牌
  'urge', // 督办
  'ask', // 要求说明
  'reply', // 回复
  'talk', // 约谈
  'appeal', // 申诉
  'revoke', // 申诉成立, 撤销
  'send_back', // 申诉打回
  'pass_up', // 上报上级
  'cancel', // 取消
  'lapse', // 失效
  'attach', // 附证据
  'note', // 批注
] as const;
export type CardAction = (typeof CARD_ACTIONS)[number];

/** For whom a threshold can be set, from the widest to the most specific. */
export const SCOPES_OF_THRESHOLDS = ['everywhere', 'county', 'case_kind', 'department', 'item'] as const;

/** Where an entry of the rectification ledger 整改台账 comes from: 差评, 监察牌, 检查发现, 会议交办, 人工登记. */
export const RECTIFICATION_ORIGINS = ['bad_rating', 'card', 'finding', 'meeting', 'manual'] as const;
export type RectificationOrigin = (typeof RECTIFICATION_ORIGINS)[number];

/** 待签收, 整改中, 待核验, 退回重改, 已销号, 已撤项. */
export const RECTIFICATION_STATES = ['opened', 'in_hand', 'submitted', 'sent_back', 'closed', 'cancelled'] as const;
export type RectificationState = (typeof RECTIFICATION_STATES)[number];

export const RECTIFICATION_ACTIONS = [
  'open', // 立项
  'take_up', // 签收
  'submit', // 报整改
  'close', // 销号
  'send_back', // 退回
  'urge', // 督办
  'amend', // 调整: due day, responsible person
  'cancel', // 撤项
  'attach', // 附证明
  'note', // 批注
] as const;
export type RectificationAction = (typeof RECTIFICATION_ACTIONS)[number];

/** What an entry looks like on a day: overdue and due soon follow from its due day. */
export const RECTIFICATION_LAMPS = ['overdue', 'due_soon', 'open', 'closed', 'cancelled'] as const;
export type RectificationLamp = (typeof RECTIFICATION_LAMPS)[number];

/** What data quality can be told apart by. */
export const QUALITY_DIMENSIONS = ['source', 'department', 'day'] as const;
export type QualityDimension = (typeof QUALITY_DIMENSIONS)[number];

/** What can be wrong with data: 迟录, 同版本冲突, 名录无此项, 环节缺失, 拒收. */
export const FINDINGS = ['late_entry', 'conflict', 'not_on_file', 'stages_missing', 'reject'] as const;
export type Finding = (typeof FINDINGS)[number];

/** 三个全覆盖: departments, items, process. */
export const COVERAGES = ['department', 'item', 'process'] as const;
export type Coverage = (typeof COVERAGES)[number];

/** Which of two sources knows a case. */
export const KNOWN_TO = ['a', 'b', 'both'] as const;
export type KnownTo = (typeof KNOWN_TO)[number];

/** Heard as usual, silent for longer than usual, or too new to say what is usual. */
export const SOURCE_STATES = ['heard', 'silent', 'not_judged'] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

/** What lists come as: for programs, and for people, who get words instead of codes. */
export const LIST_FORMATS = ['json', 'csv', 'arrow', 'parquet', 'xlsx', 'docx', 'pdf'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** 一岗三责, the three lines of those responsible: 经办人, 首席代表, 分管领导; 监管人员, 副主任, 主任; 纪检监察. */
export const ROLES = [
  'clerk',
  'chief_representative',
  'leader',
  'supervisor',
  'deputy_director',
  'director',
  'inspection',
] as const;
export type Role = (typeof ROLES)[number];

/** 窗口, 中心, 纪检监察. */
export const SIDES = ['window', 'centre', 'inspection'] as const;

/** On which side a role stands, and from which grade of a card on it is told: the graver, the higher up. */
export const LINE_OF_ROLE: Readonly<Record<Role, { side: (typeof SIDES)[number]; told_from: CardGrade }>> = {
  clerk: { side: 'window', told_from: 'notice' },
  chief_representative: { side: 'window', told_from: 'notice' },
  leader: { side: 'window', told_from: 'yellow' },
  supervisor: { side: 'centre', told_from: 'yellow' },
  deputy_director: { side: 'centre', told_from: 'yellow' },
  director: { side: 'centre', told_from: 'red' },
  inspection: { side: 'inspection', told_from: 'red' },
};

/** The four levels of the monthly review 月讲评: 机关, 首席代表, 窗口工作人员, 县市区. */
export const REVIEW_LEVELS = ['departments', 'chiefs', 'staff', 'counties'] as const;
export type ReviewLevelCode = (typeof REVIEW_LEVELS)[number];

/** What is told of each level, one message a screen: first and last, rates, speed-up, cards and satisfaction. */
export const REVIEW_VIEWS = ['rank', 'rates', 'speed', 'cards'] as const;
export type ReviewView = (typeof REVIEW_VIEWS)[number];

/** The chapters of the review, in the order they are told. */
export const REVIEW_CHAPTERS = [
  'opening',
  ...REVIEW_LEVELS,
  'overdue',
  'stages',
  'quality',
  'basis',
  'stars',
  'done',
  'tasks',
] as const;
export type ReviewChapter = (typeof REVIEW_CHAPTERS)[number];

/** The four forms of supervision comments are taken under: 纪检监督, 民主监督, 问责督查, 舆论监督. */
export const SUPERVISION_FORMS = ['discipline', 'democratic', 'accountability', 'media'] as const;
export type SupervisionForm = (typeof SUPERVISION_FORMS)[number];

/** The figures the review opens with. */
export const REVIEW_FIGURES = [
  'received',
  'accepted',
  'decided',
  'online_share',
  'handling',
  'early_rate',
  'within_limit_rate',
  'speed_up',
  'speed_up_statutory',
  'satisfaction',
  'overdue',
  'cards',
] as const;
export type ReviewFigureCode = (typeof REVIEW_FIGURES)[number];

/** Why somebody is no candidate for 服务之星. */
export const STAR_REASONS = ['', 'too_few', 'too_few_ratings', 'card', 'late'] as const;
export type StarReason = (typeof STAR_REASONS)[number];

/** A publication is a ranking 排名, or a notice 通报 with statistics and rankings. */
export const PUBLICATION_KINDS = ['ranking', 'notice'] as const;
export type PublicationKind = (typeof PUBLICATION_KINDS)[number];

/** By which units a notice states the statistics of its period. */
export const STATISTIC_LEVELS = ['all', 'county', 'department'] as const satisfies Level[];
export type StatisticLevel = (typeof STATISTIC_LEVELS)[number];

/** 异议: 待复核, 成立, 不成立, 已撤回. */
export const OBJECTION_STATES = ['filed', 'upheld', 'rejected', 'withdrawn'] as const;
export type ObjectionState = (typeof OBJECTION_STATES)[number];
export const OBJECTION_OUTCOMES = ['upheld', 'rejected', 'withdrawn'] as const satisfies ObjectionState[];
export type ObjectionOutcome = (typeof OBJECTION_OUTCOMES)[number];

export const OBJECTION_ACTIONS = [
  'file', // 提出
  'uphold', // 成立
  'reject', // 不成立
  'withdraw', // 撤回
] as const;
export type ObjectionAction = (typeof OBJECTION_ACTIONS)[number];

/** What verification looks at: the seal, the files, the chain, what is on record, and the numbers counted again. */
export const VERIFICATION_CHECKS = ['seal', 'files', 'chain', 'record', 'cases', 'ranking', 'statistics'] as const;
export type VerificationCheck = (typeof VERIFICATION_CHECKS)[number];
