/** What the directory knows of one level: the codes a filter or a threshold can name, with their names. */
import { FILTERS, type Filter, UnitRow } from '../contract/index.ts';
import type { Reader } from './reader.ts';
import { type Filters, filterConditions } from './scope.ts';
import type { Select } from './select.ts';

export function units(level: Filter, filters: Pick<Filters, 'county' | 'centre' | 'department'>): Select {
  const { where, parameters } = filterConditions(filters);
  return {
    from: `(
      select code, name, department, centre, county from dictionary('unit') where level = {level:String}
      settings prefer_column_name_to_alias = 1
    )`,
    row: UnitRow,
    where,
    order: [{ expression: 'code', type: 'String' }],
    parameters: { level, ...parameters },
  };
}

/** Filters whose code neither the directory nor any case knows: whoever misspelt one would read that nothing is late. */
export async function unknownFilters(reader: Reader, filters: Filters): Promise<Filter[]> {
  const given = FILTERS.filter((name) => filters[name] !== undefined);
  if (given.length === 0) return [];
  const isKnown = given.map(
    (name) => `dictHas('unit', ('${name}', {${name}:String}))
      or (select count() > 0 from (select 1 from case_facts where ${name} = {${name}:String} limit 1)) as knows_${name}`,
  );
  const { parameters } = filterConditions(filters);
  const { rows } = await reader.look<Record<string, 0 | 1>>(`select ${isKnown.join(', ')}`, parameters);
  return given.filter((name) => !rows[0]?.[`knows_${name}`]);
}
