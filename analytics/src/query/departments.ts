/**
 * Departments with their chief representatives 首席代表, from the directory.
 *
 * Open cases do not carry the representative: a city has some fifty, who change by appointment and not by case, and
 * readers who group by them ask once and join by department. A look-up more in overdue_warnings would make every reading
 * of it dearer to plan, for a name most readings do not show.
 */
import { DepartmentRow } from '../contract/index.ts';
import { type Filters, filterConditions } from './scope.ts';
import { AS_OF, type Select } from './select.ts';

/** The day at the default calendar's place: appointments take effect on their day. */
const TODAY = `toDate(local_time(dictGet('calendar_number', 'calendar_no', 'default'), ${AS_OF}))`;

// Whoever has moved on, or is representative no more, has a later row that says so.
const CHIEFS = `
  select department, argMax((staff, name), (since, staff)) as chief
  from (
    select
      staff, max(valid_from) as since, argMax(name, valid_from) as name,
      argMax(is_chief_representative, valid_from) as is_chief,
      argMax(if(department != '', department, dictGetOrDefault('unit', 'department', ('window', window), '')), valid_from) as department
    from (select * from staff final where valid_from <= ${TODAY})
    group by staff
  )
  where is_chief group by department
  settings prefer_column_name_to_alias = 1`;

const DEPARTMENTS = `
  select
    units.code as department, units.name as department_name, units.centre as centre, units.county as county,
    chiefs.chief.1 as chief_representative, chiefs.chief.2 as chief_representative_name
  from (select code, name, centre, county from dictionary('unit') where level = 'department') as units
  left join (${CHIEFS}) as chiefs on chiefs.department = units.code`;

export function departments(filters: Pick<Filters, 'county' | 'centre' | 'department'>): Select {
  const { where, parameters } = filterConditions(filters);
  return {
    from: `(${DEPARTMENTS})`,
    row: DepartmentRow,
    where,
    order: [{ expression: 'department', type: 'String' }],
    parameters,
  };
}
