export * from './event.ts';
export { momentProblem, momentText, parseMoment } from './intake/moment.ts';
export { SHANGHAI, type Zone, zoneNamed } from './intake/zone.ts';
