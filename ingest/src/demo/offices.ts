/** 一岗三责 in the demo city: a leader for each department, three people for each centre, inspection for the city and counties. */
import { personName } from './centres.ts';
import type { CityCentre, CityOffice, CityRegion } from './city.ts';
import type { Random } from './random.ts';

export function officesOf(
  regions: readonly CityRegion[],
  centres: readonly CityCentre[],
  random: Random,
): CityOffice[] {
  const office = (role: CityOffice['role'], of: Partial<CityOffice>): CityOffice => ({
    role,
    region: '',
    centre: '',
    department: '',
    person: personName(random),
    ...of,
  });
  return [
    ...regions
      .filter(({ level }) => level === 'city' || level === 'county')
      // What is inspected for the city is inspected everywhere the counties have nobody of their own.
      .map(({ level, region }) => office('inspection', { region: level === 'city' ? '' : region })),
    ...centres.flatMap(({ code: centre, departments }) => [
      ...(['supervisor', 'deputy_director', 'director'] as const).map((role) => office(role, { centre })),
      ...departments.map(({ code: department }) => office('leader', { department })),
    ]),
  ];
}
