/** Centres on file, each with its calendar and the zone its days are of. */
import { CentreRow } from '../contract/index.ts';
import { KNOWN } from './calendar.ts';
import { type Filters, filterConditions } from './scope.ts';
import type { Select } from './select.ts';

const CENTRES = `
  select
    centre, centre_name, county, calendar, calendars.zone as zone, calendars.known_until as calendar_known_until
  from (
    select code as centre, name as centre_name, county, ${KNOWN} as calendar
    from dictionary('unit') where level = 'centre'
    settings prefer_column_name_to_alias = 1
  ) as centres
  inner join calendar_numbers as calendars on calendars.calendar = centres.calendar`;

export function centres(filters: Pick<Filters, 'county' | 'centre'>): Select {
  const { where, parameters } = filterConditions(filters);
  return {
    from: `(${CENTRES})`,
    row: CentreRow,
    where,
    order: [{ expression: 'centre', type: 'String' }],
    parameters,
  };
}
