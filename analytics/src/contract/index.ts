/**
 * The HTTP contract: the shape of every answer, once. OpenAPI, the dashboard's types and the test that
 * compares each SQL mart's columns with it are all derived from these schemas.
 */
export * from './cards.ts';
export * from './case-detail.ts';
export * from './case-event.ts';
export * from './codes.ts';
export * from './common.ts';
export * from './demo.ts';
export * from './directory.ts';
export * from './dispatch.ts';
export * from './explanation.ts';
export * from './live.ts';
export * from './notices.ts';
export * from './publications.ts';
export * from './quality.ts';
export * from './rectifications.ts';
export * from './reports.ts';
export * from './responsible.ts';
export * from './review.ts';
export * from './rules.ts';
export * from './statistics.ts';
export * from './supervision.ts';
export * from './wall.ts';
export * from './window-advice.ts';
