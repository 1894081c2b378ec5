/** The demo city's centres, drawn: the hall, a county's centre, a township's service station. */
import { CITY, COUNTY_UNITS, HALL_CATALOGUE, TOWNSHIP_ITEMS } from './catalogue-of-items.ts';
import { type CaseKind, type CityCentre, type CityDepartment, type CityItem, FIGURES, type Limit } from './city.ts';
import type { Random } from './random.ts';

const HALL_STAFF = 203;
const SURNAMES = [...'陈李王张刘杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'];
const GIVEN = [...'思远文清晓峰若兰嘉禾志明雨桐国安静怡海波秀英子墨建华婷雪立新梓涵永康雅琴'];

/** An invented person. */
export function personName(random: Random): string {
  const given = random.chance(0.75) ? random.pick(GIVEN) + random.pick(GIVEN) : random.pick(GIVEN);
  return random.pick(SURNAMES) + given;
}

/** Limits of `c5/20` and its kin in catalogue-of-items.ts. */
function readItem(
  text: string,
  department: string,
  code: string,
  since: string,
  isInHall: boolean | null,
  random: Random,
): CityItem {
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
    isInHall,
    stages:
      kind === 'instant'
        ? // What is done while one waits has a stage at all in six of seven.
          random.chance(6 / 7)
          ? [{ stage: '1', name: '承办', limit: null }]
          : []
        : [
            { stage: '1', name: '承办', limit: stage(0.5) },
            { stage: '2', name: '审核', limit: stage(0.3) },
            { stage: '3', name: '批准', limit: stage(0.2) },
          ],
    weight: Math.exp(0.5 * random.bell()) * (kind === 'joint' || kind === 'escalated' ? 0.25 : 1),
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
      window.staff.push({
        code: `${prefix}S${String(person).padStart(3, '0')}`,
        name: personName(random),
        isChief: isFirst,
      });
    }
  });
}

export function hall(since: string, random: Random): CityCentre {
  const centre: CityCentre = {
    code: CITY.region,
    name: `${CITY.name}政务服务中心`,
    region: CITY.region,
    county: '',
    departments: [],
    items: [],
    weight: 0.7,
  };
  HALL_CATALOGUE.trim()
    .split('\n')
    .forEach((line, i) => {
      const [name = '', items = ''] = line.split(': ');
      const code = `D${String(i + 1).padStart(2, '0')}`;
      centre.departments.push({ code, name, centre: centre.code, windows: [], earlyShare: 0, dodges: false });
      items.split(', ').forEach((item, n) => {
        centre.items.push(readItem(item, code, `${code}-${String(n + 1).padStart(2, '0')}`, since, true, random));
      });
    });
  balanceKinds(centre.items);
  furnish(centre, 112, HALL_STAFF, random);
  return centre;
}

export function countyCentre(
  name: string,
  region: string,
  catalogue: CityCentre,
  since: string,
  random: Random,
): CityCentre {
  const centre: CityCentre = {
    code: region,
    name: `${name}政务服务中心`,
    region,
    county: region,
    departments: [],
    items: [],
    weight: 0.024 + 0.014 * random.next(),
  };
  COUNTY_UNITS.forEach(([source, count], i) => {
    const model = catalogue.departments.find((department) => department.name === source);
    if (!model) throw new Error(`County unit '${source}' is not in the hall's catalogue.`);
    const code = `${region}-D${String(i + 1).padStart(2, '0')}`;
    centre.departments.push({
      code,
      name: source.replace(/^市/, name),
      centre: region,
      windows: [],
      earlyShare: 0,
      dodges: false,
    });
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
        isInHall: null,
        weight,
      });
    });
  });
  balanceKinds(centre.items);
  furnish(centre, 18, 26, random);
  return centre;
}

export function station(name: string, region: string, county: string, since: string, random: Random): CityCentre {
  const code = `${region}-D01`;
  const centre: CityCentre = {
    code: region,
    name: `${name}便民服务中心`,
    region,
    county,
    departments: [],
    items: [],
    weight: 0.003 + 0.003 * random.next(),
  };
  centre.departments.push({
    code,
    name: `${name}便民服务窗口`,
    centre: region,
    windows: [],
    earlyShare: 0,
    dodges: false,
  });
  centre.items = TOWNSHIP_ITEMS.split(', ').map((item, n) =>
    readItem(item, code, `${code}-${String(n + 1).padStart(2, '0')}`, since, null, random),
  );
  balanceKinds(centre.items);
  furnish(centre, 1, 2, random);
  return centre;
}
