/** 一岗三责 of a case: who answers for it today, from the directory, and whether they were told. */
import { CARD_GRADES, LINE_OF_ROLE, type ResponsibleChain, ROLES, type Role } from '../contract/index.ts';
import { isInEffect } from '../supervision/card.ts';
import { cardsOfCase } from './cards.ts';
import { departments } from './departments.ts';
import type { Reader } from './reader.ts';
import { AS_OF } from './select.ts';

const TODAY = `toDate(local_time(dictGet('calendar_number', 'calendar_no', 'default'), ${AS_OF}))`;

const PLACE = `select county, centre, department, dictGetOrDefault('unit', 'name', ('staff', staff), '') as named, staff
  from case_facts final where case_id = {case_id:String} and event_count > 0`;

/** Whoever is nearest: of the department before of the centre before of the county before of everything; the newest of them. */
const OFFICES = `
  select role, argMax(person, (department != '', centre != '', region != '', valid_from)) as person
  from (select * from responsibilities final)
  where valid_from <= ${TODAY}
    and department in ('', {department:String}) and centre in ('', {centre:String}) and region in ('', {county:String})
  group by role
  settings prefer_column_name_to_alias = 1`;

const TOLD = `
  select receivers.role as role, max(told.at) as told_at
  from (select receiver, at from deliveries where case_id = {case_id:String} and action = 'delivered' and at <= ${AS_OF}) as told
  inner join (select receiver, toString(role) as role from notification_receivers final) as receivers
    on receivers.receiver = told.receiver
  group by role`;

/** Undefined when there is no such case. */
export async function responsibleChain(
  reader: Reader,
  caseId: string,
  asked?: Date,
): Promise<ResponsibleChain | undefined> {
  const given = { case_id: caseId };
  const { asOf, rows } = await reader.look<Record<'county' | 'centre' | 'department' | 'named' | 'staff', string>>(
    PLACE,
    given,
    asked,
  );
  const [place] = rows;
  if (place === undefined) return undefined;
  const { county, centre, department, named, staff } = place;
  const chief = `select chief_representative_name as person from ${departments({}).from} where department = {department:String}`;
  const [offices, chiefs, told, cards] = await Promise.all([
    reader.look<{ role: Role; person: string }>(OFFICES, { county, centre, department }, asOf),
    reader.look<{ person: string }>(chief, { department }, asOf),
    reader.look<{ role: Role; told_at: string }>(TOLD, given, asOf),
    cardsOfCase(reader, caseId, asOf),
  ]);
  const people = new Map<Role, string>(offices.rows.map(({ role, person }) => [role, person]));
  people.set('clerk', named || staff);
  people.set('chief_representative', chiefs.rows[0]?.person ?? '');
  const tellings = new Map(told.rows.map(({ role, told_at }) => [role, told_at]));
  const gravest = Math.max(
    -1,
    ...cards.filter(({ state }) => isInEffect(state)).map(({ grade }) => CARD_GRADES.indexOf(grade)),
  );
  return {
    as_of: asOf.toISOString(),
    case_id: caseId,
    people: ROLES.map((role) => {
      const { side, told_from } = LINE_OF_ROLE[role];
      return {
        role,
        side,
        person: people.get(role) ?? '',
        told_from,
        is_concerned: CARD_GRADES.indexOf(told_from) <= gravest,
        told_at: tellings.get(role) ?? null,
      };
    }),
  };
}
