/** 一岗三责 of a case: who is nearest answers, from their day on, and stands out once a card has reached them. */
import { openCards, openSupervisor, ResponsibleChain, type ResponsiblePerson } from '@mingcha/analytics';
import { readRules } from '@mingcha/sql';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NOW, openSmallCity, type SmallCity } from './small-city.ts';

let city: SmallCity;
beforeAll(async () => {
  city = await openSmallCity({
    directory: {
      'responsibilities.csv': `role,region,centre,department,person,valid_from
leader,,,plan,钱局长,2020-01-01
leader,,,plan,孙局长,2026-03-01
leader,,,plan,未来局长,2026-04-01
supervisor,,hall,,周监管,2020-01-01
director,,hall,,吴主任,2020-01-01
director,,hall,,,2026-01-01
inspection,,,,市纪检组,2020-01-01
inspection,430100,,,县纪检组,2020-01-01
`,
    },
  });
  const { store } = city.engine;
  const options = { store, clock: () => NOW, onFault: (error: unknown) => expect.fail(String(error)) };
  const rules = (await readRules()).filter(({ id }) => ['promised_limit', 'notice_before_due'].includes(id));
  await openSupervisor({ ...options, cards: openCards(options), rules }).run();
});
afterAll(() => city?.close());

async function chainOf(caseId: string, query = ''): Promise<ResponsiblePerson[]> {
  const answer = await city.server.inject({ url: `/api/v1/cases/${caseId}/responsible${query}` });
  expect(answer.statusCode, answer.body).toBe(200);
  expect([...Value.Errors(ResponsibleChain, answer.json())].slice(0, 3)).toEqual([]);
  return answer.json().people;
}
const named = (people: readonly ResponsiblePerson[]) => people.map(({ role, person }) => `${role} ${person}`);

it('names the nearest of each office, the newest in force, and nobody where the office is vacant', async () => {
  expect(named(await chainOf('open-late'))).toEqual([
    'clerk 张工',
    'chief_representative 张工',
    'leader 孙局长',
    'supervisor 周监管',
    'deputy_director ',
    'director ',
    'inspection 县纪检组',
  ]);
  expect(named(await chainOf('open-late', '?as_of=2026-04-02T09:00:00%2B08:00'))[2]).toBe('leader 未来局长');
  expect(named(await chainOf('open-soon'))[2]).toBe('leader ');
});

it('lets a notice reach the chief representative, and a yellow card the leader and the centre', async () => {
  const reached = async (caseId: string) =>
    (await chainOf(caseId)).flatMap(({ role, is_concerned }) => (is_concerned ? [role] : []));
  expect(await reached('open-fine')).toEqual([]);
  expect(await reached('open-soon')).toEqual(['clerk', 'chief_representative']);
  expect(await reached('open-late')).toEqual([
    'clerk',
    'chief_representative',
    'leader',
    'supervisor',
    'deputy_director',
  ]);
});

it('knows no case nobody reported', async () => {
  expect((await city.server.inject({ url: '/api/v1/cases/nobody/responsible' })).statusCode).toBe(404);
});
