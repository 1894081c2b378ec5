/** The sentences of the opening: how much was done, and how well, against the month before and the year before. */
import type { MonthlyReview, ReviewFigureCode, ReviewPart } from '../contract/index.ts';
import { permille } from '../words/rates.ts';
import type { Clause, Value } from './clauses.ts';

type Facts = Pick<MonthlyReview, 'month' | 'periods' | 'figures' | 'is_running'>;
export interface Told {
  title: Clause;
  points: readonly Clause[];
}

const of = (facts: Facts, id: ReviewFigureCode) => facts.figures.find((figure) => figure.id === id);
const rate = ({ numerator, denominator }: ReviewPart): Value => ({ rate: [numerator, denominator ?? 0] });
/** Nothing for a part that is not there or a rate over nothing. */
const tenths = (part: ReviewPart | null | undefined) =>
  part?.denominator === null || part == null ? null : permille(part.numerator, part.denominator);

export function tellVolume(facts: Facts): Told {
  const decided = of(facts, 'decided');
  const [now, before, year] = [decided?.now, decided?.before, decided?.year_before];
  const count = now?.numerator ?? 0;
  const points: Clause[] = [];
  const values = { month: { month: facts.month }, decided: { count, of: 'case' } } as const;
  const moreOrLess = (than: number) => (count > than ? 'more' : count < than ? 'less' : 'same');
  const change = (than: number): Value => ({ rate: [Math.abs(count - than), than] });

  if (now != null && year != null && year.numerator > 0) {
    const key = `volume.year_${moreOrLess(year.numerator)}` as const;
    const than = { before: { count: year.numerator, of: 'case' }, change: change(year.numerator) } as const;
    points.push({ key, values: key === 'volume.year_same' ? {} : than });
  } else points.push({ key: 'volume.year_absent', values: {} });

  const [received, accepted, online] = [
    of(facts, 'received')?.now,
    of(facts, 'accepted')?.now,
    of(facts, 'online_share')?.now,
  ];
  if (received != null) {
    points.push({
      key: 'volume.received',
      values: {
        received: { count: received.numerator, of: 'case' },
        online: rate(online ?? { numerator: 0, denominator: 0 }),
        accepted: { count: accepted?.numerator ?? 0, of: 'case' },
      },
    });
  }
  const handling = of(facts, 'handling');
  if (handling?.now != null) {
    const days: Value = { count: handling.now.numerator, of: 'day' };
    if (handling.before == null) points.push({ key: 'volume.handling', values: { days } });
    else {
      const before: Value = { count: handling.before.numerator, of: 'day' };
      points.push({ key: 'volume.handling_before', values: { days, before } });
    }
  }
  if (facts.is_running) points.push({ key: 'volume.running', values: { day: { day: facts.periods.now.to } } });

  if (count === 0) return { title: { key: 'volume.none', values: { month: values.month } }, points };
  if (before == null || before.numerator === 0) return { title: { key: 'volume.alone', values }, points };
  const key = `volume.${moreOrLess(before.numerator)}` as const;
  return {
    title: { key, values: key === 'volume.same' ? values : { ...values, change: change(before.numerator) } },
    points,
  };
}

export function tellRates(facts: Facts): Told {
  const points: Clause[] = [];
  const part = (id: ReviewFigureCode) => of(facts, id)?.now ?? null;
  const within = part('within_limit_rate');
  if (within === null || !within.denominator) points.push({ key: 'rates.within_none', values: {} });
  else if (within.numerator === within.denominator) {
    points.push({ key: 'rates.within_all', values: { n: { count: within.denominator, of: 'case' } } });
  } else {
    const late = part('overdue')?.numerator ?? 0;
    points.push({ key: 'rates.within', values: { rate: rate(within), late: { count: late, of: 'case' } } });
  }
  const [promised, statutory] = [part('speed_up'), part('speed_up_statutory')];
  if (promised?.denominator) points.push(...tellSaved(promised, statutory ?? { numerator: 0, denominator: 0 }));
  const satisfaction = part('satisfaction');
  if (satisfaction?.denominator) {
    const n: Value = { count: satisfaction.denominator, of: 'rating' };
    points.push({ key: 'rates.satisfaction', values: { rate: rate(satisfaction), n } });
  } else points.push({ key: 'rates.satisfaction_none', values: {} });

  const early = of(facts, 'early_rate');
  const [now, before] = [tenths(early?.now), tenths(early?.before)];
  if (now === null || early?.now == null) return { title: { key: 'rates.none', values: {} }, points };
  const values = { rate: rate(early.now) };
  if (before === null) return { title: { key: 'rates.alone', values }, points };
  if (now === before) return { title: { key: 'rates.same', values }, points };
  return {
    title: {
      key: now > before ? 'rates.up' : 'rates.down',
      values: { ...values, points: { points: (now - before) / 10 } },
    },
    points,
  };
}

/** Time saved against both limits; time taken beyond one is never told as a saving. */
function tellSaved(promised: ReviewPart, statutory: ReviewPart): Clause[] {
  if (promised.numerator >= 0 && statutory.numerator >= 0)
    return [{ key: 'rates.speed', values: { promised: rate(promised), statutory: rate(statutory) } }];
  const one = (than: 'promised' | 'statutory', part: ReviewPart): Clause => ({
    key: `rates.${than}_${part.numerator < 0 ? 'over' : 'saved'}`,
    values: { rate: rate({ ...part, numerator: Math.abs(part.numerator) }) },
  });
  return [one('promised', promised), ...(statutory.denominator ? [one('statutory', statutory)] : [])];
}

/** Cards of the whole month, in effect by grade. */
export function tellAllCards(cards: { issued: number; taken_back: number; yellow: number; red: number }): Clause {
  if (cards.issued === 0) return { key: 'rates.cards_none', values: {} };
  const card = (number: number): Value => ({ number });
  return {
    key: 'rates.cards',
    values: {
      red: card(cards.red),
      yellow: card(cards.yellow),
      issued: card(cards.issued),
      taken_back: card(cards.taken_back),
    },
  };
}
