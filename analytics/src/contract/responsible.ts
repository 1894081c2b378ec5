/** 一岗三责: who answers for a case, on which side, from which grade of a card on they are told, and whether they were. */
import Type, { type Static } from 'typebox';
import { CARD_GRADES, ROLES, SIDES } from './codes.ts';
import { Moment, Nullable } from './common.ts';

export const ResponsiblePerson = Type.Object({
  role: Type.Enum(ROLES, { description: '经办人, 首席代表, 分管领导; 监管人员, 副主任, 主任; 纪检监察.' }),
  side: Type.Enum(SIDES, { description: '窗口, 中心, 纪检监察.' }),
  person: Type.String({ description: 'By name; empty where the directory names nobody.' }),
  told_from: Type.Enum(CARD_GRADES, { description: 'Grade of a card from which on the role is told.' }),
  is_concerned: Type.Boolean({ description: 'Whether a card in effect about the case has reached that grade.' }),
  told_at: Nullable(
    Type.Union([Moment], {
      description: 'When a message about the case was last delivered to a receiver of the role.',
    }),
  ),
});
export type ResponsiblePerson = Static<typeof ResponsiblePerson>;

export const ResponsibleChain = Type.Object(
  {
    as_of: Moment,
    case_id: Type.String(),
    people: Type.Array(ResponsiblePerson, { description: 'In order of grade.' }),
  },
  { $id: 'ResponsibleChain' },
);
export type ResponsibleChain = Static<typeof ResponsibleChain>;
