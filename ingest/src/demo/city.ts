/** The demo city's parts: who and what is supervised in it. `build-city.ts` draws them. */

export type CaseKind = 'instant' | 'commitment' | 'joint' | 'escalated';
export interface Limit {
  days: number;
  unit: 'working_days' | 'calendar_days';
}
/** Limits of an item from a day on. Null: none on file. */
export interface ItemLimits {
  /** ISO day. */
  from: string;
  promised: Limit | null;
  statutory: Limit | null;
}
export interface CityItem {
  code: string;
  name: string;
  type: string;
  department: string;
  kind: CaseKind;
  /** In order of `from`. */
  limits: ItemLimits[];
  fee: number;
  isOnline: boolean;
  /** Handled in the hall; null: the directory does not say. */
  isInHall: boolean | null;
  stages: { stage: string; name: string; limit: number | null }[];
  /** Share of its centre's cases. */
  weight: number;
}
export interface CityWindow {
  code: string;
  name: string;
  department: string;
  centre: string;
  staff: { code: string; name: string; isChief: boolean }[];
}
export interface CityDepartment {
  code: string;
  name: string;
  centre: string;
  windows: CityWindow[];
  /** Share of its commitment cases decided before the promised day. */
  earlyShare: number;
  /** Sends people away on the last day rather than be late. */
  dodges: boolean;
}
export interface CityCentre {
  code: string;
  name: string;
  region: string;
  /** Region code of its 县市区; empty for the city hall. */
  county: string;
  departments: CityDepartment[];
  items: CityItem[];
  /** Share of the city's cases. */
  weight: number;
}
export interface CityRegion {
  region: string;
  name: string;
  parent: string;
  level: 'city' | 'county' | 'township' | 'village';
}
/** 一岗三责: who holds an office of a department, a centre or, where both are empty, of a region. */
export interface CityOffice {
  role: 'leader' | 'supervisor' | 'deputy_director' | 'director' | 'inspection';
  region: string;
  centre: string;
  department: string;
  person: string;
}
export interface City {
  regions: CityRegion[];
  offices: CityOffice[];
  centres: CityCentre[];
  /** Day from which everything is on file. */
  since: string;
  /** Exponent of chance that turns early cases into days used; see calibration.ts. */
  haste: number;
}

/** Published figures the city is drawn to (domain: numbers). */
export const FIGURES = { earlyRate: 0.606, speedUp: 0.438, instantShare: 0.77, late: 0.004 } as const;
export const CALENDAR_CODE = 'lanchuan';

/** The limits of an item in force on an ISO day. */
export function limitsOn(item: CityItem, day: string): ItemLimits {
  let found = item.limits[0]!;
  for (const limits of item.limits) if (limits.from <= day) found = limits;
  return found;
}
