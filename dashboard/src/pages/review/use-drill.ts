/** What lies behind a figure of the review: its cases, its cards or its late entries, each a line that leads to the case. */
import { CARD_GRADES } from '@mingcha/analytics/codes';
import type { CardRow, CaseRow, FindingRow } from '@mingcha/analytics/contract';
import { computed } from 'vue';
import { get } from '../../api/client.ts';
import { useResource } from '../../composables/use-resource.ts';
import { useWords } from '../../composables/use-words.ts';
import { dayOf } from '../../domain/moments.ts';
import type { Drill } from '../../domain/review.ts';
import { useReview } from './use-review.ts';

const MOST = 300;
const TAKEN_BACK = 'cancelled,revoked,lapsed';

export interface DrillLine {
  key: string;
  case_id: string;
  what: string;
  verdict: string;
  place: string;
  when: string;
}
interface Rows<Row> {
  rows: Row[];
  next_cursor: string | null;
}

export function useDrill(drill: Drill) {
  const { t, day, moment, code, locale, zone } = useWords();
  const { data, scope, month } = useReview();
  const parameters = computed(() => ({
    from: data.value?.periods.now.from ?? `${month.value}-01`,
    to: data.value?.periods.now.to ?? `${month.value}-01`,
    ...scope.value,
    ...(drill.filter && { [drill.filter]: drill.code }),
    limit: MOST,
  }));
  const place = (row: CaseRow | CardRow) =>
    [row.department_name || row.department, row.staff_name || row.staff].filter(Boolean).join(' · ');
  const item = (row: CaseRow | CardRow | FindingRow) => row.item_name || row.item || row.case_id;

  const ofCase = (row: CaseRow): DrillLine => ({
    key: row.case_id,
    case_id: row.case_id,
    what: item(row),
    verdict: row.verdict ? t(`verdict.${row.verdict}`) : code('case_state', row.state),
    place: place(row),
    when: row.decided_at
      ? t('review.decided_on', { day: day(dayOf(row.decided_at, zone.value)) })
      : t('review.due', { day: day(row.due_on) }),
  });
  const ofCard = (row: CardRow): DrillLine => ({
    key: row.card_id,
    case_id: row.case_id,
    what: locale.value === 'en' ? row.sentence_en : row.sentence_zh,
    verdict: `${t(`card_grade.${row.grade}`)} · ${t(`card_state.${row.state}`)}`,
    place: [item(row), place(row)].join(' · '),
    when: moment(row.found_at ?? row.issued_at),
  });
  const ofLateEntry = (row: FindingRow): DrillLine => ({
    key: `${row.source} ${row.event_id}`,
    case_id: row.case_id,
    what: item(row),
    verdict: row.problem,
    place: [row.department_name || row.department, code('event', row.type)].filter(Boolean).join(' · '),
    when: t('quality.recorded', { at: moment(row.recorded_at) }),
  });

  async function read(signal: AbortSignal): Promise<{ lines: DrillLine[]; hasMore: boolean }> {
    const list = async <Row>(path: string, asked: object, line: (row: Row) => DrillLine) => {
      const { rows, next_cursor } = await get<Rows<Row>>(path, { ...parameters.value, ...asked }, signal);
      return { lines: rows.map(line), hasMore: next_cursor !== null };
    };
    const cards = (asked: object) => list('/cards', { baseline: 'false', ...asked }, ofCard);
    const grade = CARD_GRADES.find((each) => drill.measure === `cards_${each}`);
    if (grade) return cards({ grade });
    if (drill.measure === 'cards_issued') return cards({ state: 'all' });
    if (drill.measure === 'cards_taken_back') return cards({ state: TAKEN_BACK });
    if (drill.measure === 'late_entry')
      return list('/data-quality/late_entry', { lang: locale.value === 'en' ? 'en' : 'zh' }, ofLateEntry);
    return list('/cases', { measure: drill.measure }, ofCase);
  }
  return {
    ...useResource(() => JSON.stringify([parameters.value, locale.value]), read, { keepWhileLoading: false }),
    title: computed(() => {
      const grade = CARD_GRADES.find((each) => drill.measure === `cards_${each}`);
      if (grade) return t(`card_grade.${grade}`);
      if (drill.measure === 'late_entry') return t('quality.finding.late_entry');
      return drill.measure.startsWith('cards_') ? t(`review.${drill.measure}`) : t(`measure.${drill.measure}`);
    }),
  };
}
