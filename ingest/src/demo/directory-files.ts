/** The demo city's directory as the CSV files `mingcha directory import` reads: name → text, UTF-8, header row. */
import { CALENDAR_CODE, type City } from './city.ts';

type Cell = string | number | boolean | null;

function csv(header: string, rows: readonly (readonly Cell[])[]): string {
  const cell = (value: Cell) => {
    const text = value === null ? '' : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[header, ...rows.map((row) => row.map(cell).join(','))].join('\n')}\n`;
}

export function directoryFiles(city: City): Record<string, string> {
  const since = city.since;
  const departments = city.centres.flatMap((centre) => centre.departments);
  const windows = departments.flatMap((department) => department.windows);
  const items = city.centres.flatMap((centre) => centre.items);
  return {
    'regions.csv': csv(
      'region,name,parent,level,valid_from',
      city.regions.map((r) => [r.region, r.name, r.parent, r.level, since]),
    ),
    'centres.csv': csv(
      'centre,name,region,calendar,valid_from',
      city.centres.map((c) => [c.code, c.name, c.region, CALENDAR_CODE, since]),
    ),
    'departments.csv': csv(
      'department,name,centre,valid_from',
      departments.map((d) => [d.code, d.name, d.centre, since]),
    ),
    'windows.csv': csv(
      'window,name,department,centre,valid_from',
      windows.map((w) => [w.code, w.name, w.department, w.centre, since]),
    ),
    'staff.csv': csv(
      'staff,name,window,department,is_chief_representative,valid_from',
      windows.flatMap((w) => w.staff.map((s) => [s.code, s.name, w.code, w.department, s.isChief, since])),
    ),
    'responsibilities.csv': csv(
      'role,region,centre,department,person,valid_from',
      city.offices.map((o) => [o.role, o.region, o.centre, o.department, o.person, since]),
    ),
    'items.csv': csv(
      'item,name,item_type,department,case_kind,promised_limit,promised_unit,statutory_limit,statutory_unit,fee,is_online,is_in_hall,valid_from',
      items.flatMap((i) =>
        i.limits.map((l) => [
          i.code,
          i.name,
          i.type,
          i.department,
          i.kind,
          l.promised?.days ?? null,
          l.promised?.unit ?? null,
          l.statutory?.days ?? null,
          l.statutory?.unit ?? null,
          i.fee,
          i.isOnline,
          i.isInHall,
          l.from,
        ]),
      ),
    ),
    'item_stages.csv': csv(
      'item,stage,name,position,limit,unit,valid_from',
      items.flatMap((i) =>
        i.stages.map((s, n) => [
          i.code,
          s.stage,
          s.name,
          n + 1,
          s.limit,
          s.limit === null ? null : 'working_days',
          since,
        ]),
      ),
    ),
    'calendars.csv': csv('calendar,zone,counting,standard_day_hours,hours,valid_from', [
      [CALENDAR_CODE, 'Asia/Shanghai', 'whole_days', 7, '09:00-12:00 13:00-17:00', since],
    ]),
    'calendar_days.csv': csv('calendar,day,is_working,name', []),
    'settings.csv': csv('key,region,value,valid_from', []),
  };
}
