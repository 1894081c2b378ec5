/** An entry somebody opens by hand, made whole: whose it is, who answers for it and by when. */
import type { Store } from '@mingcha/sql';
import type { NewRectification } from '../contract/index.ts';
import type { WrongParameter } from '../problem.ts';
import type { Cards } from '../supervision/cards.ts';
import { readChiefs } from '../supervision/chiefs.ts';
import { localToday, WORKING_DAYS, workingDayAfter } from './due-day.ts';
import { entryId } from './entry.ts';
import type { Opening } from './ledger.ts';
import { namesOfStaff, type Place, placeOfUnit, placesOfCases } from './place.ts';

export interface Said {
  actor: string;
  reason: string;
  task: string;
}

/** The opening, or what is wrong with what was asked. `said` is what they wrote, as it is kept. */
export async function openingByHand(
  { store, cards }: { store: Store; cards: Pick<Cards, 'read'> },
  asked: NewRectification,
  said: Said,
  at: Date,
): Promise<Opening | WrongParameter> {
  const { origin, card_id = '' } = asked;
  if (origin === 'card' && card_id === '') {
    return { parameter: 'card_id', message: 'is missing; an entry from a card names it' };
  }
  const card = card_id === '' ? undefined : (await cards.read([card_id])).get(card_id);
  if (card_id !== '' && card === undefined) {
    return { parameter: 'card_id', message: 'must be a card there is; GET /api/v1/cards lists them' };
  }
  const case_id = card?.case_id ?? asked.case_id ?? '';
  if (card !== undefined && asked.case_id !== undefined && asked.case_id !== card.case_id) {
    return { parameter: 'case_id', message: 'must be the case of the card, or left out', example: card.case_id };
  }
  if (asked.meeting !== undefined && origin !== 'meeting') {
    return { parameter: 'meeting', message: 'must be left out where the origin is not "meeting"' };
  }
  const place = await placeOf(store, asked, case_id);
  if ('parameter' in place) return place;
  const today = await localToday(store, place.calendar, at);
  if (asked.due_on !== undefined && asked.due_on < today) {
    return { parameter: 'due_on', message: 'must not be before today', example: today };
  }
  const due_on = asked.due_on ?? (await workingDayAfter(store, place.calendar, at, WORKING_DAYS[origin]));
  const responsible = (await readChiefs(store, at)).get(place.department) ?? place.staff;
  const person = asked.person?.trim() || (await namesOfStaff(store, [responsible])).get(responsible) || '';
  const about = [case_id, place.centre, place.department, said.actor, said.task, said.reason, today];
  return {
    // A card has one entry; the same words by the same person on one day are the same entry.
    rectification_id: card_id === '' ? entryId(origin, ...about) : entryId('card', card_id),
    origin,
    case_id,
    card_id,
    detail: {
      task: { zh: said.task, en: said.task },
      ...place,
      person,
      due_on,
      rating: null,
      rated_on: null,
      ...(asked.meeting !== undefined && { meeting: asked.meeting }),
    },
  };
}

async function placeOf(store: Store, asked: NewRectification, caseId: string): Promise<Place | WrongParameter> {
  const { department, centre } = asked;
  if (department !== undefined && centre !== undefined) {
    return {
      parameter: 'centre',
      message: 'must be left out where a department is named: one of the two answers for it',
    };
  }
  const ofCase = caseId === '' ? undefined : (await placesOfCases(store, [caseId])).get(caseId);
  if (caseId !== '' && ofCase === undefined) {
    return { parameter: 'case_id', message: 'must be the number of a case whose events have arrived' };
  }
  const level = department === undefined ? 'centre' : 'department';
  const code = department ?? centre;
  if (code === undefined) {
    if (ofCase !== undefined) return ofCase;
    return { parameter: 'department', message: 'is missing; name the responsible department, a centre, or a case' };
  }
  const ofUnit = await placeOfUnit(store, level, code);
  if (ofUnit === undefined) return { parameter: level, message: `must be a ${level} on file` };
  const isItsOwn = ofCase !== undefined && ofCase.department === ofUnit.department && level === 'department';
  return isItsOwn ? ofCase : { ...ofUnit, item: ofCase?.item ?? '' };
}
