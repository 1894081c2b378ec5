/** Code tables of a mapping: what each code of the source stands for, and what becomes of the others. */
import { nearest } from '../nearest.ts';
import type { CodeTable } from './mapping.ts';
import type { Spot, YamlReading } from './yaml-reading.ts';

/** A code table; without `otherwise` it is a mistake. */
export function readCodeTable(yaml: YamlReading, name: string, spot: Spot): CodeTable {
  const values = new Map<string, string>();
  let otherwise: CodeTable['otherwise'] | undefined;
  for (const [code, entry] of yaml.map(spot)) {
    if (code === 'otherwise') {
      if (yaml.isMap(entry)) {
        const use = yaml.map(entry, ['use']).get('use');
        otherwise = { do: 'use', value: (use && yaml.text(use)) ?? '' };
        if (!use) yaml.wrong(entry, 'Must be reject, keep, omit, or {use: value}.');
        continue;
      }
      const text = yaml.text(entry);
      if (text === 'reject' || text === 'keep' || text === 'omit') otherwise = { do: text };
      else yaml.wrong(entry, 'Must be reject, keep, omit, or {use: value}.');
      continue;
    }
    values.set(code, yaml.text(entry) ?? '');
  }
  if (!otherwise && yaml.isMap(spot)) {
    yaml.wrong(
      spot,
      'The code table does not say what becomes of other codes; add “otherwise: reject” (or keep, omit, {use: value}).',
    );
  }
  return { name, values, otherwise: otherwise ?? { do: 'reject' } };
}

/** The code table a field names; undefined, and a mistake, when there is none. */
export function namedCodeTable(
  yaml: YamlReading,
  tables: ReadonlyMap<string, CodeTable>,
  spot: Spot,
): CodeTable | undefined {
  const name = yaml.text(spot);
  if (name === undefined) return undefined;
  const table = tables.get(name);
  if (table) return table;
  const known = [...tables.keys()];
  const near = nearest(name, known);
  return yaml.wrong(
    spot,
    `There is no code table “${name}” under “codes”${near ? `; did you mean “${near}”?` : ''}${known.length ? ` (there are ${known.join(', ')})` : ''}.`,
  );
}
