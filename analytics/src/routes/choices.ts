/** A parameter that takes several codes, separated by commas. */
import Type from 'typebox';
import { wrongParameters } from '../problem.ts';

export const choicesOf = {
  parameter: (what: string, known: readonly string[]) =>
    Type.Optional(
      Type.String({
        description: `${what}, separated by commas: ${known.join(', ')}. All unless told.`,
        examples: [known.slice(0, 2).join(',')],
      }),
    ),

  /** The codes named; none where nothing was said. 400 for one nobody knows. `also` says what else may stand there. */
  list<T extends string>(parameter: string, text: string | undefined, known: readonly T[], also = ''): readonly T[] {
    if (text === undefined || text === '') return [];
    const asked = text.split(',');
    const isKnown = (each: string): each is T => (known as readonly string[]).includes(each);
    if (asked.every(isKnown)) return asked;
    const message = `must be of ${known.join(', ')}, separated by commas${also}`;
    throw wrongParameters([{ parameter, message, example: known.slice(0, 2).join(',') }]);
  },
};
