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

/**
 * Filters whose code neither the directory nor any case knows now, and of sources by the name of their parameter those nothing
 * came from: whoever misspelt one would read that nothing is late.
 */
export async function unknownCodes(
  reader: Reader,
  filters: Filters,
  sources: Readonly<Record<string, string>>,
): Promise<{ filters: Filter[]; sources: string[] }> {
  const parameters = { ...filterConditions(filters).parameters, ...sources };
  const without = async <Name extends string>(names: readonly Name[], known: (name: Name) => string) => {
    if (names.length === 0) return [];
    const statement = `select ${names.map((name) => `${known(name)} as knows_${name}`).join(', ')}`;
    const { rows } = await reader.look<Record<string, 0 | 1>>(statement, parameters);
    return names.filter((name) => !rows[0]?.[`knows_${name}`]);
  };
  const given = FILTERS.filter((name) => filters[name] !== undefined);
  const notOnFile = await without(given, (name) => `dictHas('unit', ('${name}', {${name}:String}))`);
  const any = (from: string) => `(select count() > 0 from (select 1 from ${from} limit 1))`;
  return {
    filters: await without(notOnFile, (name) => any(`case_facts final where ${name} = {${name}:String}`)),
    sources: await without(
      Object.keys(sources),
      (name) => `${any(`case_events where source = {${name}:String}`)}
        or ${any(`ingest_rejects where source = {${name}:String}`)}`,
    ),
  };
}
