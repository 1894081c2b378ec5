/** The contract's code lists in display order, restated so that the server's schemas stay out of the bundle. */
import type { Board, Component, Grade, Measure } from '@mingcha/analytics/contract';

export const GRADES = ['red', 'yellow', 'notice', 'stopped', 'fine', 'no_limit'] as const satisfies readonly Grade[];
export const BOARDS = ['departments', 'windows', 'counties', 'staff'] as const satisfies readonly Board[];
export const COMPONENTS = [
  'early',
  'within_limit',
  'speed_up',
  'satisfaction',
  'data_quality',
  'workload',
] as const satisfies readonly Component[];
export const MEASURES = [
  'received',
  'accepted',
  'refused',
  'decided',
  'completed',
  'delivered',
  'withdrawn',
  'early',
  'on_time',
  'overdue',
  'commitment_completed',
  'commitment_early',
  'commitment_received',
  'rated',
  'satisfied',
  'praised',
  'open_at_end',
  'overdue_open_at_end',
] as const satisfies readonly Measure[];

export const isGrade = (text: string): text is Grade => (GRADES as readonly string[]).includes(text);
export const isMeasure = (text: string): text is Measure => (MEASURES as readonly string[]).includes(text);
