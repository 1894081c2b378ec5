/** A figure of a notice, and how it is said: alone, as it was before, and how it changed. */
import type { FactKind, Form } from './vocabulary.ts';

export interface Fact {
  kind: FactKind;
  unit: string;
  /** Rates in tenths of a percent, truncated; days to one decimal; null where there is nothing to say. */
  now: number | string | null;
  before: number | null;
  year_before: number | null;
}
export type Facts = Readonly<Record<string, Fact>>;

/** What the periods before are called in a sentence: 上月, 上年同期. */
export interface Comparing {
  before: string;
  year_before: string;
}

/** The number or text alone; null where there is none. */
export function said({ kind, now }: Fact): string | null {
  return typeof now === 'string' ? now || null : told(kind, now);
}

/** One of the forms behind a dot; null where either side of a comparison is missing. */
export function saidAs(fact: Fact, form: Form, comparing: Comparing): string | null {
  switch (form) {
    case '上期':
      return told(fact.kind, fact.before);
    case '上年同期':
      return told(fact.kind, fact.year_before);
    case '变化': {
      const change = changeOf(fact, fact.before);
      return change === null ? null : plain(Math.abs(change));
    }
    case '环比':
      return compared(fact, fact.before, comparing.before);
    case '同比':
      return compared(fact, fact.year_before, comparing.year_before);
  }
}

/** The number conditions compare: rates as percent. */
export function numberOf(fact: Fact, form: Form | undefined): number | null {
  if (form === '变化') return changeOf(fact, fact.before);
  const value = form === '上期' ? fact.before : form === '上年同期' ? fact.year_before : fact.now;
  if (typeof value !== 'number') return null;
  return fact.kind === 'rate' ? value / 10 : value;
}

function told(kind: FactKind, value: number | string | null): string | null {
  if (typeof value !== 'number') return value;
  if (kind === 'rate') return `${(value / 10).toFixed(1)}%`;
  if (kind === 'points') return value.toFixed(2);
  return plain(value);
}

const plain = (value: number) => String(Math.round(value * 10) / 10);

/** In its unit; rates in percentage points. */
function changeOf({ kind, now }: Fact, then: number | null): number | null {
  if (typeof now !== 'number' || then === null) return null;
  return kind === 'rate' ? (now - then) / 10 : Math.round((now - then) * 10) / 10;
}

function compared(fact: Fact, then: number | null, when: string): string | null {
  const change = changeOf(fact, then);
  if (change === null || then === null) return null;
  if (change === 0) return `与${when}持平`;
  const by = plain(Math.abs(change));
  if (fact.kind === 'rate') return `比${when}${change > 0 ? '提高' : '下降'}${by}个百分点`;
  if (fact.kind === 'days') return `比${when}${change > 0 ? '延长' : '缩短'}${by}${fact.unit}`;
  if (then === 0) return `${when}为0${fact.unit}`;
  const share = Math.trunc((Math.abs(change) * 1000) / then + 1e-9) / 10;
  const much = share === 0 ? '' : `、${change > 0 ? '增长' : '下降'}${share.toFixed(1)}%`;
  return `比${when}${change > 0 ? '增加' : '减少'}${by}${fact.unit}${much}`;
}
