/** What a reader asked of a list, in words: the parameters that are neither a period nor whom it is about. */
import { FILTERS } from '../contract/codes.ts';
import type { Speech } from '../words/speech.ts';

type Title = readonly [zh: string, en: string];

/** A parameter's name, and the group of terms, or the words, for its values. */
const PARAMETERS: Readonly<Record<string, { title: Title; group?: string; words?: Readonly<Record<string, Title>> }>> =
  {
    by: {
      title: ['统计到', 'By'],
      words: {
        all: ['全部合计', 'all together'],
        county: ['县市区', 'county'],
        centre: ['中心', 'centre'],
        department: ['部门', 'department'],
        window: ['窗口', 'window'],
        staff: ['人员', 'staff'],
        item: ['事项', 'item'],
        source: ['数据源', 'source'],
        day: ['日', 'day'],
      },
    },
    board: {
      title: ['排行榜', 'Board'],
      words: {
        departments: ['部门', 'departments'],
        windows: ['窗口', 'windows'],
        counties: ['县市区', 'counties'],
        staff: ['人员', 'staff'],
      },
    },
    compare: {
      title: ['对比', 'Compared with'],
      words: {
        previous: ['上期', 'the period before'],
        year: ['上年同期', 'the year before'],
        both: ['上期和上年同期', 'both'],
      },
    },
    level: { title: ['层级', 'Level'] },
    measure: { title: ['指标', 'Measure'], group: 'measure' },
    grade: { title: ['等级', 'Grades'], group: 'grade' },
    card: { title: ['监察牌', 'Cards'], group: 'card_grade' },
    card_state: { title: ['牌状态', 'States of cards'], group: 'card_state' },
    origin: { title: ['来源', 'Origin'], group: 'rect_origin' },
    source: { title: ['数据源', 'Source'] },
    hours: { title: ['录入时限（小时）', 'To be recorded within hours'] },
    stopped_days: { title: ['停钟过久（工作日）', 'Long stop, working days'] },
    a: { title: ['数据源甲', 'Source a'] },
    b: { title: ['数据源乙', 'Source b'] },
    target_wait: { title: ['等候不超过（分钟）', 'Wait no longer than (min)'] },
    service_level: { title: ['达到', 'For a share of'] },
    minutes_per_case: { title: ['单件分钟', 'Minutes per case'] },
    rule: { title: ['规则', 'Rule'] },
    case_id: { title: ['办件编号', 'Case number'] },
  };

/** Said elsewhere, or about the file and not about what is in it. */
const OTHERWISE = new Set<string>([
  ...FILTERS,
  ...['from', 'to', 'week', 'period', 'as_of', 'format', 'lang', 'limit', 'cursor'],
]);

export function parameterWords(asked: Readonly<Record<string, string>>, speech: Speech): [string, string][] {
  const at = speech.language === 'zh' ? 0 : 1;
  return Object.entries(asked).flatMap(([name, value]) => {
    if (OTHERWISE.has(name)) return [];
    const known = PARAMETERS[name];
    const word = (code: string) =>
      known?.words?.[code]?.[at] ?? (known?.group === undefined ? code : speech.code(known.group, code));
    const said = value.split(',').map(word);
    return [[known?.title[at] ?? name, said.join(speech.language === 'zh' ? '、' : ', ')] as [string, string]];
  });
}
