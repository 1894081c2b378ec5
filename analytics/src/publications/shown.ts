/** Publications as the API answers them. */
import type { Objection, Objections, PublicationDetail, PublicationRow } from '../contract/index.ts';
import type { Bundle } from './folder.ts';
import type { KeptObjection } from './kept-objections.ts';
import { possibleOutcomes } from './objection.ts';
import { type Rows, readRows } from './rows.ts';

const restating = (bundles: readonly Bundle[], number: string): string[] =>
  bundles.filter(({ manifest }) => manifest.restates === number).map(({ manifest }) => manifest.number);

/** The newest first. */
export function publicationRows(bundles: readonly Bundle[], objections: readonly KeptObjection[]): PublicationRow[] {
  const rows = bundles.map(({ manifest, sha256 }): PublicationRow => {
    const { format: _, format_version: __, definitions: ___, settings: ____, versions: _____, ...told } = manifest;
    const own = objections.filter(({ number }) => number === manifest.number);
    const inState = (state: KeptObjection['state']) => own.filter((each) => each.state === state).length;
    return {
      ...told,
      sha256,
      restated_by: restating(bundles, manifest.number),
      objections: {
        filed: own.length,
        upheld: inState('upheld'),
        rejected: inState('rejected'),
        withdrawn: inState('withdrawn'),
      },
    };
  });
  return rows.reverse();
}

/** The name a unit had when it was published; its code where the publication does not list it. */
export function nameIn({ rankings, statistics }: Rows, part: string, unit: string): string | undefined {
  const rows = { ...rankings, ...statistics }[part as keyof (typeof rankings & typeof statistics)] ?? [];
  const row = (rows as readonly Record<string, unknown>[]).find((each) => each['unit'] === unit);
  return row === undefined ? undefined : String(row['unit_name'] || unit);
}

export function shownObjection(kept: KeptObjection, rows: Rows): Objection {
  const [filed] = kept.actions;
  const decided = kept.actions.find(({ action }) => action !== 'file');
  return {
    objection_id: kept.objection_id,
    number: kept.number,
    state: kept.state,
    sequence: kept.sequence,
    part: kept.part,
    unit: kept.unit,
    unit_name: nameIn(rows, kept.part, kept.unit) ?? kept.unit,
    cases: filed.cases,
    reason: filed.reason,
    filed_by: filed.actor,
    filed_at: filed.at,
    outcome:
      decided === undefined || kept.state === 'filed'
        ? null
        : { outcome: kept.state, by: decided.actor, at: decided.at, reason: decided.reason },
    actions: kept.actions.map(({ sequence, action, actor, at, reason }) => ({ sequence, action, actor, at, reason })),
    possible: possibleOutcomes(kept.state),
  };
}

export function shownObjections(bundle: Bundle, rows: Rows, kept: readonly KeptObjection[], today: string): Objections {
  const { objections_until } = bundle.manifest;
  return { objections_until, is_open: today <= objections_until, rows: kept.map((each) => shownObjection(each, rows)) };
}

export async function publicationDetail(
  bundle: Bundle,
  all: readonly Bundle[],
  kept: readonly KeptObjection[],
  today: string,
): Promise<PublicationDetail> {
  const rows = await readRows(bundle.path);
  return {
    manifest: bundle.manifest,
    sha256: bundle.sha256,
    restated_by: restating(all, bundle.manifest.number),
    ...rows,
    objections: shownObjections(bundle, rows, kept, today),
  };
}
