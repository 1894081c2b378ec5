/** The review that is shown: its month, its screen and part as they stand in the address, and its sentences as people read them. */
import type {
  EditedSentence,
  MonthlyReview,
  ReviewRanks,
  ReviewScreen,
  ReviewSentence,
} from '@mingcha/analytics/contract';
import { parsePeriod, periodOf, shiftPeriod } from '@mingcha/analytics/periods';
import { computed, type InjectionKey, inject, provide, shallowRef } from 'vue';
import { get } from '../../api/client.ts';
import { useAddress, useAddressPatch } from '../../composables/use-address.ts';
import { useMisread } from '../../composables/use-misread.ts';
import { useResource } from '../../composables/use-resource.ts';
import { useView } from '../../composables/use-view.ts';
import { useWords } from '../../composables/use-words.ts';
import { type Drill, partsOf, readDrill, writeDrill } from '../../domain/review.ts';

export type Review = ReturnType<typeof makeReview>;
const REVIEW: InjectionKey<Review> = Symbol('review');

export function provideReview(): Review {
  const review = makeReview();
  provide(REVIEW, review);
  return review;
}
export const useReview = (): Review => inject(REVIEW)!;

function makeReview() {
  const { t, locale, period: periodWords } = useWords();
  const language = computed(() => (locale.value === 'en' ? 'en' : 'zh'));
  const { today, filters } = useView();
  const patch = useAddressPatch();
  // A screen walked to is no step of history: back leaves the review, or closes what lies over it.
  const follow = useAddressPatch('replace');
  const monthText = useAddress('month');
  /** Unless told, the last month that is over. */
  const month = computed(() => {
    const period = parsePeriod(monthText.value);
    return period?.kind === 'month'
      ? monthText.value
      : shiftPeriod(periodOf('month', today.value), -1).from.slice(0, 7);
  });
  useMisread(
    'month',
    (text) => parsePeriod(text)?.kind === 'month',
    () => periodWords(periodOf('month', `${month.value}-01`)),
  );
  const scope = computed(() => {
    const { county, centre, department } = filters.value;
    return { ...(county && { county }), ...(centre && { centre }), ...(department && { department }) };
  });
  const asked = () => ({ month: month.value, ...scope.value });
  const resource = useResource(
    () => JSON.stringify(asked()),
    async (signal) => {
      const of = asked();
      return { of, review: await get<MonthlyReview>('/monthly-review', of, signal) };
    },
  );
  const data = computed(() => resource.data.value?.review ?? null);
  /** Month and scope of the review on the screen: those of the address are ahead of it while it is read. */
  const shown = computed(() => resource.data.value?.of ?? asked());
  const shownKey = computed(() => JSON.stringify(shown.value));
  /** Asked for once the review of the month is there: the half-year costs as much again. */
  const ranks = useResource(
    () => (data.value?.month === month.value ? JSON.stringify([month.value, scope.value]) : null),
    (signal) => get<ReviewRanks>('/monthly-review/ranks', { month: month.value, ...scope.value }, signal),
    { keepWhileLoading: false },
  );
  const screens = computed<readonly ReviewScreen[]>(() => data.value?.screens ?? []);
  const screenId = useAddress('screen');
  const index = computed(() =>
    Math.max(
      0,
      screens.value.findIndex(({ id }) => id === screenId.value),
    ),
  );
  const screen = computed(() => screens.value[index.value]);
  useMisread(
    'screen',
    (text) => screens.value.length === 0 || screens.value.some(({ id }) => id === text),
    () => (screen.value ? t(`review.chapter.${screen.value.chapter}`) : ''),
  );
  const partText = useAddress('part');
  const parts = computed(() => (data.value && screen.value ? partsOf(data.value, screen.value) : 1));
  const part = computed(() => Math.min(parts.value - 1, Math.max(0, (Number(partText.value) || 1) - 1)));

  const drillText = useAddress('drill');
  const drill = computed(() => readDrill(drillText.value));

  /** What was edited here since the review was read: it stands on the screen at once, while the review is read again. */
  const edited = shallowRef<readonly (EditedSentence & { of: string })[]>([]);

  function goTo(to: number, toPart = 0) {
    const target = screens.value[to];
    if (!target) return;
    follow({ screen: target.id, part: toPart > 0 ? String(toPart + 1) : undefined, drill: undefined, case: undefined });
  }
  const lastPart = (of: ReviewScreen | undefined) => (data.value && of ? partsOf(data.value, of) - 1 : 0);

  return {
    ...resource,
    data,
    shown,
    shownKey,
    ranks: ranks.data,
    ranksFailed: computed(() => ranks.error.value !== null),
    month,
    scope,
    screens,
    index,
    screen,
    part,
    parts,
    drill,
    goTo,
    next: () => (part.value + 1 < parts.value ? goTo(index.value, part.value + 1) : goTo(index.value + 1)),
    previous: () =>
      part.value > 0
        ? goTo(index.value, part.value - 1)
        : goTo(index.value - 1, lastPart(screens.value[index.value - 1])),
    /** To the first screen of the chapter after this one, or before it. */
    chapter(step: 1 | -1) {
      const own = screen.value?.chapter;
      const names = [...new Set(screens.value.map((each) => each.chapter))];
      const name = names[names.indexOf(own!) + step];
      if (name) goTo(screens.value.findIndex((each) => each.chapter === name));
    },
    setMonth: (to: string) =>
      patch({ month: to, screen: undefined, part: undefined, drill: undefined, case: undefined }),
    openDrill: (to: Drill) => patch({ drill: writeDrill(to) }),
    closeDrill: () => patch({ drill: undefined, case: undefined }),
    /** As somebody wrote it, else as the numbers say. */
    textOf: (sentence: ReviewSentence) => newest(sentence).edit?.text ?? originalOf(sentence),
    editOf: (sentence: ReviewSentence) => newest(sentence).edit,
    sequenceOf: (sentence: ReviewSentence) => newest(sentence).sequence,
    originalOf,
    /** `of`: the review it was written in. */
    takeEdit(answer: EditedSentence, of: string) {
      edited.value = [...edited.value, { ...answer, of }];
      void resource.reload();
    },
    language,
  };

  function newest({ id, edits, sequences }: ReviewSentence) {
    const of = language.value;
    const read = { edit: edits[of], sequence: sequences[of] };
    const here = edited.value.findLast(
      (each) => each.sentence === id && each.language === of && each.of === shownKey.value,
    );
    return here && here.sequence > read.sequence ? here : read;
  }
  function originalOf({ text }: ReviewSentence) {
    return text[language.value];
  }
}
