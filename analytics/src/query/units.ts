/** What the directory knows of one level: the codes a filter or a threshold can name, with their names. */
import { type Filter, UnitRow } from '../contract/index.ts';
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
