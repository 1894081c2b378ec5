/** Where a case belongs, as columns of every list of cases; their order here is the order they are shown in. */
import { CASE_KINDS } from '@mingcha/ingest/codes';
import Type from 'typebox';

/** From the county 县市区 down to who handles the case, with names where the directory knows them. */
export const placeColumns = {
  county: Type.String(),
  centre: Type.String(),
  department: Type.String(),
  department_name: Type.String(),
  window: Type.String(),
  window_name: Type.String(),
  staff: Type.String(),
  staff_name: Type.String(),
};

export const itemColumns = {
  item: Type.String(),
  item_name: Type.String(),
};

export const kindColumn = { case_kind: Type.Enum(['', ...CASE_KINDS]) };
