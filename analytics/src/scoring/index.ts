/**
 * The composite score and what makes a place on a ranking fair to read: how it is made, how sure it is, how little would
 * change it. The formula's one twin outside the engine; light, so that dashboard and server share it.
 */
export { byComponent, type ScoredFigures, type Weights, weightsOf } from './figures.ts';
export { wilson } from './interval.ts';
export { type AfterLateCase, afterLateCases, withLateCase } from './late-case.ts';
export { median } from './median.ts';
export { type Place, placesByScore, placesOf } from './places.ts';
export { cut, type Scored, scoreOf, worthOfOnePoint } from './score.ts';
export { FACTORS, type Move, movesWith, placeSpans, type Span } from './sensitivity.ts';
