/** The contract's field that a name was probably meant to be: the same letters, or few of them off; undefined when none is near. */
import { CaseEvent } from '../event.ts';
import { nearest } from '../nearest.ts';

const FIELDS = Object.keys(CaseEvent.properties);
const bare = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');

export function nearestField(name: string): string | undefined {
  if (name.length > 40) return undefined;
  const wanted = bare(name);
  if (wanted.length < 3) return undefined;
  return FIELDS.find((field) => bare(field) === wanted) ?? nearest(name, FIELDS);
}
