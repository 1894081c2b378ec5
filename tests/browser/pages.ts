/**
 * Every page of the dashboard, at an address that shows the same whenever it is opened: a city of past weeks, looked at from
 * a moment of its own. A page that is new in the router has to be here too.
 */
import type { CityOfTest } from './driver.ts';

/** Mid-afternoon of a Thursday. */
export const THEN = '2025-03-13T15:30:00+08:00';
export const PAST_CITY: CityOfTest = { cases: 4_000, seed: 14, from: '2025-02-10', to: '2025-03-13', asOf: THEN };

export interface PageOfTest {
  /** Of its file among the looks. */
  name: string;
  /** As the router has it. */
  route: string;
  query?: string;
}

/** From which only a refused line came: a source nobody heard of is held against none. */
export const OTHER_SOURCE = 'approval';

export const pages = (caseId: string): PageOfTest[] => [
  { name: 'supervision', route: '/supervision' },
  { name: 'case', route: '/supervision', query: `case=${caseId}` },
  { name: 'daily', route: '/daily', query: 'period=2025-03-12' },
  { name: 'ranking', route: '/ranking', query: 'period=2025-W10' },
  { name: 'rectifications', route: '/rectifications' },
  { name: 'dispatch', route: '/dispatch', query: 'period=2025-03-2' },
  { name: 'dispatch-cases', route: '/dispatch/cases', query: 'period=2025-03-2&place=overdue' },
  { name: 'review', route: '/review', query: 'month=2025-02' },
  { name: 'notices', route: '/notices', query: 'period=2025-02' },
  { name: 'quality', route: '/quality', query: 'period=2025-W10' },
  { name: 'quality-findings', route: '/quality/findings', query: 'period=2025-W10&finding=late_entry' },
  { name: 'quality-reconciled', route: '/quality/reconciled', query: `week=2025-W10&a=demo-city&b=${OTHER_SOURCE}` },
  { name: 'reports', route: '/reports' },
  { name: 'rules', route: '/rules' },
  { name: 'cases', route: '/cases', query: 'measure=decided&period=2025-03-12' },
  { name: 'wall', route: '/wall' },
  { name: 'not-found', route: '/:rest(.*)' },
];

/** The page's address, looked at from that moment. */
export function addressOf({ route, query }: PageOfTest): string {
  const path = route.startsWith('/:') ? '/no/such/page' : route;
  return `${path}?${query ? `${query}&` : ''}as_of=${encodeURIComponent(THEN)}`;
}
