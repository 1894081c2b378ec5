/** The directory's tables: their files, columns, what a column may hold, and what it refers to. */
import { CASE_KINDS, LIMIT_UNITS } from '../codes.ts';

export const REGION_LEVELS = ['city', 'county', 'township', 'village'] as const;
/** 一岗三责: who answers besides clerks and chief representatives, who are staff: 分管领导, 监管人员, 副主任, 主任, 纪检监察. */
export const OFFICES = ['leader', 'supervisor', 'deputy_director', 'director', 'inspection'] as const;
export const COUNTINGS = ['whole_days', 'working_seconds'] as const;

export type TableName =
  | 'regions'
  | 'centres'
  | 'departments'
  | 'windows'
  | 'staff'
  | 'responsibilities'
  | 'items'
  | 'item_stages'
  | 'calendars'
  | 'calendar_days'
  | 'settings';

export type ColumnKind =
  | { kind: 'code' }
  | { kind: 'text' }
  | { kind: 'day' }
  | { kind: 'boolean' }
  | { kind: 'whole'; least: number; most: number }
  | { kind: 'decimal'; most: number }
  | { kind: 'choice'; values: readonly string[] }
  | { kind: 'zone' }
  | { kind: 'hours' };

export interface Column {
  name: string;
  holds: ColumnKind;
  /** May be empty: an empty text, or nothing (null) for numbers. */
  optional?: true;
  /** The table whose code it must be. */
  refersTo?: TableName;
}

export interface DirectoryTable {
  /** Name of the file without .csv, and of the key in a YAML. */
  name: TableName;
  /** The table of the store. */
  stored: string;
  /** Columns that tell rows apart; a row with the same ones replaces the earlier. */
  key: readonly string[];
  columns: readonly Column[];
}

const code = (name: string, refersTo?: TableName): Column => ({
  name,
  holds: { kind: 'code' },
  ...(refersTo ? { refersTo } : {}),
});
const text = (name: string): Column => ({ name, holds: { kind: 'text' } });
const maybe = (column: Column): Column => ({ ...column, optional: true });
const choice = (name: string, values: readonly string[]): Column => ({ name, holds: { kind: 'choice', values } });
const limit = (name: string): Column => maybe({ name, holds: { kind: 'whole', least: 0, most: 65_535 } });
const unit = (name: string): Column => maybe(choice(name, LIMIT_UNITS));
const isTrue = (name: string): Column => ({ name, holds: { kind: 'boolean' } });
const day = (name: string): Column => ({ name, holds: { kind: 'day' } });
const valid_from = day('valid_from');

/** In the order in which they are written: what is referred to comes first. */
export const DIRECTORY_TABLES: readonly DirectoryTable[] = [
  {
    name: 'regions',
    stored: 'regions',
    key: ['region', 'valid_from'],
    columns: [
      code('region'),
      text('name'),
      maybe(code('parent', 'regions')),
      choice('level', REGION_LEVELS),
      valid_from,
    ],
  },
  {
    name: 'calendars',
    stored: 'calendars',
    key: ['calendar', 'valid_from'],
    columns: [
      code('calendar'),
      { name: 'zone', holds: { kind: 'zone' } },
      choice('counting', COUNTINGS),
      { name: 'standard_day_hours', holds: { kind: 'decimal', most: 24 } },
      { name: 'hours', holds: { kind: 'hours' } },
      valid_from,
    ],
  },
  {
    name: 'calendar_days',
    stored: 'calendar_closures',
    key: ['calendar', 'day'],
    columns: [code('calendar', 'calendars'), day('day'), isTrue('is_working'), maybe(text('name'))],
  },
  {
    name: 'centres',
    stored: 'centres',
    key: ['centre', 'valid_from'],
    columns: [
      code('centre'),
      text('name'),
      code('region', 'regions'),
      maybe(code('calendar', 'calendars')),
      valid_from,
    ],
  },
  {
    name: 'departments',
    stored: 'departments',
    key: ['department', 'valid_from'],
    columns: [code('department'), text('name'), code('centre', 'centres'), valid_from],
  },
  {
    name: 'windows',
    stored: 'windows',
    key: ['window', 'valid_from'],
    columns: [
      code('window'),
      text('name'),
      maybe(code('department', 'departments')),
      maybe(code('centre', 'centres')),
      valid_from,
    ],
  },
  {
    name: 'staff',
    stored: 'staff',
    key: ['staff', 'valid_from'],
    columns: [
      code('staff'),
      text('name'),
      maybe(code('window', 'windows')),
      maybe(code('department', 'departments')),
      isTrue('is_chief_representative'),
      valid_from,
    ],
  },
  {
    name: 'responsibilities',
    stored: 'responsibilities',
    key: ['role', 'region', 'centre', 'department', 'valid_from'],
    columns: [
      choice('role', OFFICES),
      // For one of the three, or for everything.
      maybe(code('region', 'regions')),
      maybe(code('centre', 'centres')),
      maybe(code('department', 'departments')),
      // Empty: nobody from that day on.
      maybe(text('person')),
      valid_from,
    ],
  },
  {
    name: 'items',
    stored: 'items',
    key: ['item', 'valid_from'],
    columns: [
      code('item'),
      text('name'),
      maybe(text('item_type')),
      // Empty for an item that many departments handle.
      maybe(code('department', 'departments')),
      maybe(choice('case_kind', CASE_KINDS)),
      limit('promised_limit'),
      unit('promised_unit'),
      limit('statutory_limit'),
      unit('statutory_unit'),
      maybe({ name: 'fee', holds: { kind: 'decimal', most: 9_999_999_999 } }),
      isTrue('is_online'),
      // Empty where nobody says: then no case is judged by where it was accepted.
      maybe(isTrue('is_in_hall')),
      valid_from,
    ],
  },
  {
    name: 'item_stages',
    stored: 'item_stages',
    key: ['item', 'stage', 'valid_from'],
    columns: [
      code('item', 'items'),
      code('stage'),
      text('name'),
      { name: 'position', holds: { kind: 'whole', least: 1, most: 255 } },
      limit('limit'),
      unit('unit'),
      valid_from,
    ],
  },
  {
    name: 'settings',
    stored: 'settings',
    key: ['key', 'region', 'valid_from'],
    columns: [code('key'), maybe(code('region', 'regions')), text('value'), valid_from],
  },
];

export function directoryTable(name: TableName): DirectoryTable {
  return DIRECTORY_TABLES.find((table) => table.name === name)!;
}

/** The code column others refer to: the first one of the table. */
export function codeColumn(name: TableName): string {
  return directoryTable(name).columns[0]!.name;
}
