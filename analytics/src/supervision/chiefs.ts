/** Chief representatives 首席代表 by department, whom a card names. */
import type { Store } from '@mingcha/sql';
import { departments } from '../query/departments.ts';

export async function readChiefs(store: Pick<Store, 'query'>, asOf: Date): Promise<Map<string, string>> {
  const rows = await store.query<{ department: string; chief: string }>(
    `select department, chief_representative as chief from ${departments({}).from} where chief_representative != ''`,
    { as_of: asOf },
  );
  return new Map(rows.map(({ department, chief }) => [department, chief]));
}
