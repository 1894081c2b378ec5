import { expect, test } from 'vitest';
import { asStoreError, StoreError } from './store-error.ts';

test('an error of the engine keeps its code, whether told as a property or in the text', () => {
  const byText = asStoreError(new Error('Code: 60. DB::Exception: Table t does not exist. (UNKNOWN_TABLE)'), 'a query');
  expect(byText).toMatchObject({ code: 60, isRetryable: false });
  expect(byText.message).toBe('The store refused a query (code 60): Table t does not exist. (UNKNOWN_TABLE)');
  expect(asStoreError(Object.assign(new Error('too many parts'), { code: '252' }), 'an insert')).toMatchObject({
    code: 252,
    isRetryable: true,
  });
});

test('a lost connection and a full disk are worth another try, an error of our own is not', () => {
  const lost = asStoreError(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), 'a query');
  expect([lost.isRetryable, lost.code]).toEqual([true, undefined]);
  const full = asStoreError(
    Object.assign(new Error('no space left on device, write'), { code: 'ENOSPC' }),
    'an insert',
  );
  expect(full.isRetryable).toBe(true);
  expect(asStoreError(new TypeError('x is not a function'), 'a query').isRetryable).toBe(false);
});

test('a StoreError stays as it is; any other error is kept as the cause', () => {
  const error = new StoreError('The store is closed.');
  expect(asStoreError(error, 'a query')).toBe(error);
  const cause = new Error('why');
  expect(asStoreError(cause, 'a query').cause).toBe(cause);
});

test.each(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'])(
  'a server away (%s) is told with what to look at, and may be asked again',
  (code) => {
    const away = asStoreError(Object.assign(new Error(`connect ${code} 10.0.0.9:8123`), { code }), 'x');
    expect(away).toMatchObject({ isRetryable: true });
    expect(away.message).toBe(
      `The store cannot be reached: connect ${code} 10.0.0.9:8123. See that its server runs, and that MINGCHA_DATA names it.`,
    );
  },
);
