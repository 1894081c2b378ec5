/**
 * Whose cases a reader may see. Every read of the query layer takes a scope and narrows its filters by it here, and
 * nowhere else. The engine in process has no row policies, so what is not narrowed here is not narrowed at all.
 */
import { FILTERS, type Filter } from '../contract/index.ts';
import { HttpProblem } from '../problem.ts';

/** Codes a read is narrowed to; absent means any. */
export type Filters = Partial<Record<Filter, string>>;

/** A scope is a set of filters that always hold. */
export type Scope = Readonly<Omit<Filters, 'item'>>;

/** Sees everything. */
export const EVERYTHING: Scope = Object.freeze({});

/** The filters asked for, narrowed to what the scope allows; 403 when they ask for something outside it. */
export function narrow(scope: Scope, asked: Filters): Filters {
  for (const [name, allowed] of Object.entries(scope) as [keyof Scope, string][]) {
    const value = asked[name];
    if (value !== undefined && value !== allowed) {
      throw new HttpProblem(403, 'Outside your scope', `You may see ${name} ${allowed} only, not ${value}.`);
    }
  }
  return { ...asked, ...scope };
}

/** Arguments of a parameterised view: an empty string is any, and said where it is written out, so that it need not be planned. */
export function filterArguments(filters: Filters): { text: string; parameters: Record<string, string> } {
  return {
    text: FILTERS.map((name) => `${name}=${filters[name] === undefined ? "''" : `{${name}:String}`}`).join(', '),
    parameters: Object.fromEntries(FILTERS.map((name) => [name, filters[name] ?? ''])),
  };
}

/** Conditions on the columns of the same names. */
export function filterConditions(filters: Filters): { where: string[]; parameters: Record<string, string> } {
  const given = FILTERS.filter((name) => filters[name] !== undefined);
  return {
    where: given.map((name) => `${name} = {${name}:String}`),
    parameters: Object.fromEntries(given.map((name) => [name, filters[name] ?? ''])),
  };
}
