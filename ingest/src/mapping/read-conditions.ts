/** The `when` of an event: which rows make it. */
import { nearest } from '../nearest.ts';
import type { Condition } from './mapping.ts';
import type { Spot, YamlReading } from './yaml-reading.ts';

/** Columns with what must hold of each. */
export function readConditions(yaml: YamlReading, spot: Spot): Condition[] {
  const conditions: Condition[] = [];
  for (const [name, entry] of yaml.map(spot)) {
    const optional = name.endsWith('?');
    const column = optional ? name.slice(0, -1) : name;
    const at = { column, optional, line: entry.line, key: entry.key };
    if (yaml.isList(entry)) {
      conditions.push({ ...at, test: 'in', values: yaml.texts(entry) });
    } else if (yaml.isMap(entry)) {
      const not = yaml.map(entry, ['not']).get('not');
      if (not) conditions.push({ ...at, test: 'not_in', values: yaml.texts(not) });
      else yaml.wrong(entry, 'Must be present, empty, a value, a list of values, or {not: values}.');
    } else {
      const text = yaml.text(entry);
      if (text === undefined) continue;
      const near = nearest(text, ['present', 'empty']);
      if (text === '') yaml.wrong(entry, 'Must be present, empty, a value, a list of values, or {not: values}.');
      else if (text === 'present' || text === 'empty') conditions.push({ ...at, test: text, values: [] });
      else if (near)
        yaml.wrong(entry, `Did you mean “${near}”? To compare with “${text}” itself, write it as a list: [${text}].`);
      else conditions.push({ ...at, test: 'in', values: [text] });
    }
  }
  return conditions;
}
