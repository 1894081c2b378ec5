/** Something could not be done, for a reason the person at the terminal can act on: told in a sentence, without a trace. */
export class Failure extends Error {
  override readonly name = 'Failure';
}
