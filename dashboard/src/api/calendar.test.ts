import { afterEach, expect, it, vi } from 'vitest';
import { workingDayBefore } from './calendar.ts';

afterEach(() => vi.unstubAllGlobals());

/** Answers with these days, and keeps what was asked. */
function calendarOf(days: Record<string, boolean>) {
  const rows = Object.entries(days).map(([day, is_working]) => ({ day, is_working }));
  const fetch = vi.fn(async (_address: string) => Response.json({ rows, next_cursor: null }));
  vi.stubGlobal('fetch', fetch);
  return () => new URL(String(fetch.mock.lastCall?.[0]), 'http://here').searchParams;
}

it('passes over a holiday to the Saturday that made up for it', async () => {
  const asked = calendarOf({ '2026-02-13': true, '2026-02-14': true, '2026-02-15': false, '2026-02-23': false });
  expect(await workingDayBefore('2026-02-24', { department: 'plan' })).toBe('2026-02-14');
  expect(Object.fromEntries(asked())).toEqual({ from: '2025-12-26', to: '2026-02-23', department: 'plan' });
});

it('claims nothing where nobody worked', async () => {
  calendarOf({ '2026-03-07': false, '2026-03-08': false });
  expect(await workingDayBefore('2026-03-09', {})).toBeNull();
});
