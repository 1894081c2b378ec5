/**
 * The demo city: who and what is supervised in it, drawn from a seed. One city with its hall (48 units, 203 window
 * staff, 200 items), eight counties with a centre each, townships with a service station, villages. All invented.
 */
import { calibrate } from './calibration.ts';
import { CITY, COUNTIES } from './catalogue-of-items.ts';
import { countyCentre, hall, station } from './centres.ts';
import type { City, CityCentre, CityDepartment, CityRegion } from './city.ts';
import { officesOf } from './offices.ts';
import { Random } from './random.ts';

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
  busiestCommitted(cityHall).dodges = true;
  const offices = officesOf(regions, centres, new Random('offices', seed));
  const city: City = { regions, offices, centres, since, haste: 1 };
  calibrate(city, random);
  return city;
}

/** The unit with most commitment cases: what it does shows in figures. */
function busiestCommitted({ departments, items }: CityCentre): CityDepartment {
  const work = new Map<string, number>();
  for (const { department, kind, weight } of items) {
    if (kind === 'commitment') work.set(department, (work.get(department) ?? 0) + weight);
  }
  return departments.reduce((most, each) => ((work.get(each.code) ?? 0) > (work.get(most.code) ?? 0) ? each : most));
}
