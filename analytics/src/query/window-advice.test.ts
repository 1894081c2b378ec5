import { expect, it } from 'vitest';
import type { WindowLoadRow } from '../contract/index.ts';
import { adviceOf } from './window-advice.ts';

const target = { waitMinutes: 10, share: 0.8 };
const row: WindowLoadRow = {
  unit: 'health',
  unit_name: 'Health',
  on_file: true,
  department: '',
  department_name: '',
  county: '',
  county_name: '',
  weekday: 1,
  hour: 9,
  days: 4,
  open_minutes: 240,
  arrivals: 48,
  unstated: 0,
  handling_cases: 40,
  handling_seconds: 40 * 600,
  all_handling_cases: 400,
  all_handling_seconds: 400 * 300,
  windows_seen: 2,
  windows_on_file: 3,
};

it('divides at the edge: twelve an hour of ten minutes each are two erlangs, which three windows serve', () => {
  const advice = adviceOf(row, { target, minutesPerCase: undefined });
  expect(advice).toMatchObject({
    arrivals_per_hour: 12,
    handling_minutes: 10,
    handling_origin: 'unit',
    load: 2,
    windows_open: 3,
    is_overloaded: false,
  });
  expect(advice.wait_now).toBeCloseTo(40 / 9, 9);
  expect(advice.within_now).toBeCloseTo(1 - (4 / 9) * Math.exp(-1), 9);
  expect(advice).toMatchObject({ windows_advised: 3, wait_advised: advice.wait_now });
});

it('takes the minutes a reader gives before what events tell', () => {
  expect(adviceOf(row, { target, minutesPerCase: 5 })).toMatchObject({ handling_origin: 'given', load: 1 });
});

it('takes the mean of all units where a unit has fewer than twenty timed cases, and says so', () => {
  const advice = adviceOf({ ...row, handling_cases: 19 }, { target, minutesPerCase: undefined });
  expect(advice).toMatchObject({ handling_origin: 'all', handling_minutes: 5 });
});

it('advises nothing where no events tell a handling time, rather than guess', () => {
  const untold = { ...row, handling_cases: 0, all_handling_cases: 3 };
  expect(adviceOf(untold, { target, minutesPerCase: undefined })).toMatchObject({
    arrivals_per_hour: 12,
    handling_origin: 'none',
    handling_minutes: null,
    load: null,
    windows_advised: null,
    wait_now: null,
  });
});

it('knows no rate outside the hours on file', () => {
  const outside = adviceOf({ ...row, open_minutes: 0 }, { target, minutesPerCase: 10 });
  expect(outside).toMatchObject({ arrivals: 48, arrivals_per_hour: null, load: null, windows_advised: null });
});

it('says that the line grows where more comes than the windows open now can take', () => {
  const advice = adviceOf({ ...row, windows_on_file: 2 }, { target, minutesPerCase: undefined });
  expect(advice).toMatchObject({ is_overloaded: true, wait_now: null, within_now: 0, windows_advised: 3 });
});

it('takes the windows seen where the directory has none', () => {
  const advice = adviceOf({ ...row, windows_on_file: 0 }, { target, minutesPerCase: 1 });
  expect(advice.windows_open).toBe(2);
});

it('says nothing of now where no window is known, and advises all the same', () => {
  const advice = adviceOf({ ...row, windows_on_file: 0, windows_seen: 0 }, { target, minutesPerCase: 10 });
  expect(advice).toMatchObject({ windows_open: 0, is_overloaded: false, wait_now: null, within_now: null });
  expect(advice.windows_advised).toBe(3);
});
