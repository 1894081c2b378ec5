/** Who reports: the centre of a scope with its county or city, and by which convention its clocks count. */

import type { Span } from '../periods/period.ts';
import type { Reader } from './reader.ts';
import { type Filters, filterConditions } from './scope.ts';
import { AS_OF } from './select.ts';

export interface Office {
  /** Name of the centre; that of the root of the regions where the scope names none. Empty where none is on file. */
  centre: string;
  /** Name of what the scope is narrowed to; empty for everything. */
  area: string;
  /** Conventions by which the clocks of the period's cases count. */
  counting: string[];
}

const NARROWEST_FIRST = ['item', 'staff', 'window', 'department', 'centre', 'county'] as const;

export async function office(reader: Reader, period: Span, filters: Filters, asOf: Date): Promise<Office> {
  const { where, parameters } = filterConditions(filters);
  const narrowed = NARROWEST_FIRST.find((name) => filters[name] !== undefined);
  const statement = `select
      (select argMin(name, (length(county), length(code), code)) from dictionary('unit')
        where level = 'centre' and ({of_county:String} = '' or county = {of_county:String})
          and ({of_centre:String} = '' or code = {of_centre:String})) as centre,
      dictGetOrDefault('unit', 'name', ({level:String}, {code:String}), '') as area,
      (select arraySort(groupUniqArray(toString(counting))) from case_facts
        where first_on <= {to_day:Date} and last_on >= {from_day:Date} and received_at <= ${AS_OF}
          ${where.map((condition) => `and ${condition}`).join(' ')}) as counting`;
  const { rows } = await reader.rows<Office>(
    statement,
    {
      ...parameters,
      from_day: period.from,
      to_day: period.to,
      of_county: filters.county ?? '',
      of_centre: filters.centre ?? '',
      level: narrowed ?? '',
      code: narrowed === undefined ? '' : (filters[narrowed] ?? ''),
    },
    asOf,
  );
  return rows[0] ?? { centre: '', area: '', counting: [] };
}
