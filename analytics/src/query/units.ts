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

/** Filters whose code neither the directory nor any case knows now: whoever misspelt one would read that nothing is late. */
export async function unknownFilters(reader: Reader, filters: Filters): Promise<Filter[]> {
  const { parameters } = filterConditions(filters);
  const without = async (names: readonly Filter[], known: (name: Filter) => string) => {
    if (names.length === 0) return [];
    const statement = `select ${names.map((name) => `${known(name)} as knows_${name}`).join(', ')}`;
    const { rows } = await reader.look<Record<string, 0 | 1>>(statement, parameters);
    return names.filter((name) => !rows[0]?.[`knows_${name}`]);
  };
  const given = FILTERS.filter((name) => filters[name] !== undefined);
  const notOnFile = await without(given, (name) => `dictHas('unit', ('${name}', {${name}:String}))`);
  return without(
    notOnFile,
    (name) => `(select count() > 0 from (select 1 from case_facts final where ${name} = {${name}:String} limit 1))`,
  );
}
