/**
 * The demo city: who and what is supervised in it, drawn from a seed. One city with its hall (48 units, 203 window
 * staff, 200 items), eight counties with a centre each, townships with a service station, villages. All invented.
 */
import { CITY, COUNTIES, COUNTY_UNITS, HALL_CATALOGUE, TOWNSHIP_ITEMS } from './catalogue-of-items.ts';
import { Random } from './random.ts';

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
export interface City {
  regions: CityRegion[];
  centres: CityCentre[];
  /** Day from which everything is on file. */
  since: string;
  /** Exponent of chance that turns early cases into days used; see `calibrate`. */
  haste: number;
}

/** Published figures the city is drawn to (domain: numbers). */
export const FIGURES = { earlyRate: 0.606, speedUp: 0.438, instantShare: 0.77, late: 0.004 } as const;
export const CALENDAR_CODE = 'lanchuan';
/** Aimed at a little above the figures: late cases, extensions and items without a limit take some of it away. */
const AIM = { earlyRate: FIGURES.earlyRate + 0.005, speedUp: FIGURES.speedUp + 0.012 } as const;
const HALL_STAFF = 203;
const SURNAMES = [...'陈李王张刘杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'];
const GIVEN = [...'思远文清晓峰若兰嘉禾志明雨桐国安静怡海波秀英子墨建华婷雪立新梓涵永康雅琴'];

/** Limits of `c5/20` and its kin in catalogue-of-items.ts. */
function readItem(text: string, department: string, code: string, since: string, random: Random): CityItem {
  const [label = '', rule = ''] = text.trim().split(' ');
  const isService = label.startsWith('*');
  const match = /^([icjedn])(\d*)(?:\/(\d+))?$/.exec(rule);
  if (!match) throw new Error(`Item '${text}' of the catalogue has no readable limit. Write it like 'c5/20'.`);
  const [, mark = '', first = '', second = ''] = match;
  const kind = ({ i: 'instant', j: 'joint', e: 'escalated' } as Record<string, CaseKind>)[mark] ?? 'commitment';
  const unit = mark === 'd' ? 'calendar_days' : 'working_days';
  const promised = mark === 'n' ? null : ({ days: mark === 'i' ? 0 : Number(first), unit } satisfies Limit);
  const statutory = mark === 'n' ? null : ({ days: Number(mark === 'i' ? first : second), unit } satisfies Limit);
  const stage = (share: number) =>
    promised && promised.days > 0 ? Math.max(1, Math.round(promised.days * share)) : null;
  return {
    code,
    name: label.replace('*', ''),
    type: isService ? '公共服务' : '行政许可',
    department,
    kind,
    limits: [{ from: since, promised, statutory }],
    fee: !isService && random.chance(0.08) ? random.pick([5, 10, 20, 80, 150, 300]) : 0,
    isOnline: random.chance(0.8),
    stages:
      kind === 'instant'
        ? [{ stage: '1', name: '承办', limit: null }]
        : [
            { stage: '1', name: '承办', limit: stage(0.5) },
            { stage: '2', name: '审核', limit: stage(0.3) },
            { stage: '3', name: '批准', limit: stage(0.2) },
          ],
    weight: Math.exp(0.7 * random.bell()) * (kind === 'joint' || kind === 'escalated' ? 0.25 : 1),
  };
}

/** Makes instant items `FIGURES.instantShare` of the centre's instant and commitment cases. */
function balanceKinds(items: CityItem[]): void {
  const sum = (kind: CaseKind) => items.reduce((total, item) => total + (item.kind === kind ? item.weight : 0), 0);
  const factor = (FIGURES.instantShare / (1 - FIGURES.instantShare)) * (sum('commitment') / sum('instant'));
  for (const item of items) if (item.kind === 'instant') item.weight *= factor;
}

/** Windows for each department by its share of work, then `staffTotal` people over the windows. */
function furnish(centre: CityCentre, windowTotal: number, staffTotal: number, random: Random): void {
  const load = (department: CityDepartment) =>
    centre.items.reduce((sum, item) => sum + (item.department === department.code ? item.weight : 0), 0);
  const total = centre.departments.reduce((sum, department) => sum + load(department), 0);
  let number = 0;
  const prefix = centre.county === '' ? '' : `${centre.code}-`;
  for (const department of centre.departments) {
    const spare = windowTotal - centre.departments.length;
    const count = 1 + Math.min(5, Math.round((spare * load(department)) / total));
    for (let i = 0; i < count; i += 1) {
      number += 1;
      department.windows.push({
        code: `${prefix}W${String(number).padStart(3, '0')}`,
        name: `${department.name.replace(/窗口$/, '')}${i + 1}号窗`,
        department: department.code,
        centre: centre.code,
        staff: [],
      });
    }
  }
  const windows = centre.departments.flatMap((department) => department.windows);
  if (windows.length > staffTotal)
    throw new Error(`${centre.name} has ${windows.length} windows for ${staffTotal} staff.`);
  const people = windows.map(() => 1);
  for (let left = staffTotal - windows.length; left > 0; left -= 1) people[random.between(0, windows.length - 1)]! += 1;
  let person = 0;
  windows.forEach((window, i) => {
    for (let n = 0; n < people[i]!; n += 1) {
      person += 1;
      const isFirst = centre.departments.some((department) => department.windows[0] === window) && n === 0;
      const given = random.chance(0.75) ? random.pick(GIVEN) + random.pick(GIVEN) : random.pick(GIVEN);
      window.staff.push({
        code: `${prefix}S${String(person).padStart(3, '0')}`,
        name: random.pick(SURNAMES) + given,
        isChief: isFirst,
      });
    }
  });
}

function hall(since: string, random: Random): CityCentre {
  const centre: CityCentre = {
    code: CITY.region,
    name: `${CITY.name}政务服务中心`,
    region: CITY.region,
    county: '',
    departments: [],
    items: [],
    weight: 0.58,
  };
  HALL_CATALOGUE.trim()
    .split('\n')
    .forEach((line, i) => {
      const [name = '', items = ''] = line.split(': ');
      const code = `D${String(i + 1).padStart(2, '0')}`;
      centre.departments.push({ code, name, centre: centre.code, windows: [], earlyShare: 0 });
      items.split(', ').forEach((item, n) => {
        centre.items.push(readItem(item, code, `${code}-${String(n + 1).padStart(2, '0')}`, since, random));
      });
    });
  balanceKinds(centre.items);
  furnish(centre, 112, HALL_STAFF, random);
  return centre;
}

function countyCentre(name: string, region: string, catalogue: CityCentre, since: string, random: Random): CityCentre {
  const centre: CityCentre = {
    code: region,
    name: `${name}政务服务中心`,
    region,
    county: region,
    departments: [],
    items: [],
    weight: 0.035 + 0.02 * random.next(),
  };
  COUNTY_UNITS.forEach(([source, count], i) => {
    const model = catalogue.departments.find((department) => department.name === source);
    if (!model) throw new Error(`County unit '${source}' is not in the hall's catalogue.`);
    const code = `${region}-D${String(i + 1).padStart(2, '0')}`;
    centre.departments.push({ code, name: source.replace(/^市/, name), centre: region, windows: [], earlyShare: 0 });
    const offered = catalogue.items
      .filter((item) => item.department === model.code && item.kind !== 'escalated')
      .slice(0, count);
    offered.forEach((item, n) => {
      const weight = Math.exp(0.6 * random.bell());
      const limits = [{ ...item.limits[0]!, from: since }];
      centre.items.push({
        ...item,
        code: `${code}-${String(n + 1).padStart(2, '0')}`,
        department: code,
        limits,
        weight,
      });
    });
  });
  balanceKinds(centre.items);
  furnish(centre, 18, 26, random);
  return centre;
}

function station(name: string, region: string, county: string, since: string, random: Random): CityCentre {
  const code = `${region}-D01`;
  const centre: CityCentre = {
    code: region,
    name: `${name}便民服务中心`,
    region,
    county,
    departments: [],
    items: [],
    weight: 0.004 + 0.004 * random.next(),
  };
  centre.departments.push({ code, name: `${name}便民服务窗口`, centre: region, windows: [], earlyShare: 0 });
  centre.items = TOWNSHIP_ITEMS.split(', ').map((item, n) =>
    readItem(item, code, `${code}-${String(n + 1).padStart(2, '0')}`, since, random),
  );
  balanceKinds(centre.items);
  furnish(centre, 1, 2, random);
  return centre;
}

/** Mean of floor(limit × uniform^haste) over the early draws: Σ P(used ≥ j). */
export const meanEarlyUse = (limit: number, haste: number): number => {
  let mean = 0;
  for (let j = 1; j < limit; j += 1) mean += 1 - (j / limit) ** (1 / haste);
  return mean;
};

/** Sets each department's early share and the city's haste so that the expected figures are the published ones. */
function calibrate(city: City, random: Random): void {
  const share = new Map<string, number>();
  for (const { departments } of city.centres) {
    for (const { code } of departments) share.set(code, 0.08 * random.bell());
  }
  const rows = city.centres.flatMap((centre) => {
    const total = centre.items.reduce((sum, item) => sum + item.weight, 0);
    return centre.items
      .filter((item) => item.kind === 'commitment' && item.limits[0]!.promised?.unit === 'working_days')
      .map((item) => ({
        department: item.department,
        limit: item.limits[0]!.promised!.days,
        weight: (centre.weight * item.weight) / total,
      }));
  });
  const weight = rows.reduce((sum, row) => sum + row.weight, 0);
  const drift = rows.reduce((sum, row) => sum + row.weight * share.get(row.department)!, 0) / weight;
  for (const { departments } of city.centres) {
    for (const department of departments) department.earlyShare = AIM.earlyRate + share.get(department.code)! - drift;
  }
  const early = (row: (typeof rows)[number]) => AIM.earlyRate + share.get(row.department)! - drift;
  const promised = rows.reduce((sum, row) => sum + row.weight * row.limit, 0);
  const speedUp = (haste: number) =>
    1 -
    rows.reduce(
      (sum, row) => sum + row.weight * (early(row) * meanEarlyUse(row.limit, haste) + (1 - early(row)) * row.limit),
      0,
    ) /
      promised;
  let [low, high] = [0.05, 20];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (speedUp(middle) < AIM.speedUp) low = middle;
    else high = middle;
  }
  city.haste = (low + high) / 2;
}

/**
 * The city of a seed. `changesOn` is the day from which six items of the hall have other limits, so that the limit in
 * force on the day of acceptance matters.
 */
export function buildCity({
  seed,
  changesOn,
  since = '2020-01-01',
}: {
  seed: number;
  changesOn: string;
  since?: string;
}): City {
  const random = new Random('city', seed);
  const regions: CityRegion[] = [{ region: CITY.region, name: CITY.name, parent: '', level: 'city' }];
  const cityHall = hall(since, random);
  const centres = [cityHall];
  for (const [name, region, townships] of COUNTIES) {
    regions.push({ region, name, parent: CITY.region, level: 'county' });
    centres.push(countyCentre(name, region, cityHall, since, random));
    Object.entries(townships).forEach(([township, villages], i) => {
      const code = `${region}${String(i + 1).padStart(3, '0')}`;
      regions.push({ region: code, name: township, parent: region, level: 'township' });
      villages.forEach((village, n) => {
        const village_code = `${code}${String(n + 201)}`;
        regions.push({ region: village_code, name: village, parent: code, level: 'village' });
      });
      if (i === 0) centres.push(station(township, code, region, since, random));
    });
  }
  const changing = cityHall.items.filter(
    (item) =>
      item.kind === 'commitment' &&
      item.limits[0]!.promised?.unit === 'working_days' &&
      item.limits[0]!.promised.days >= 5,
  );
  for (let i = 0; i < 6; i += 1) {
    const item = changing[Math.floor(((i + 0.5) * changing.length) / 6)]!;
    const { promised, statutory } = item.limits[0]!;
    item.limits.push({
      from: changesOn,
      promised: { ...promised!, days: promised!.days + (i % 2 === 0 ? -2 : 2) },
      statutory,
    });
  }
  const city: City = { regions, centres, since, haste: 1 };
  calibrate(city, random);
  return city;
}

/** The limits of an item in force on an ISO day. */
export function limitsOn(item: CityItem, day: string): ItemLimits {
  let found = item.limits[0]!;
  for (const limits of item.limits) if (limits.from <= day) found = limits;
  return found;
}
