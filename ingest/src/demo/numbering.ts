/** Case numbers of a day: centre, date, sequence within the centre, e.g. 439600-20260302-000123. */
import type { CityCentre } from './city.ts';
import { isoOf } from './working-days.ts';

export function numbering(day: number): (centre: CityCentre) => string {
  const date = isoOf(day).replaceAll('-', '');
  const last = new Map<string, number>();
  return ({ code }) => {
    const number = (last.get(code) ?? 0) + 1;
    last.set(code, number);
    return `${code}-${date}-${String(number).padStart(6, '0')}`;
  };
}
