import { describe, expect, it } from 'vitest';
import { acceptedFormat } from './list.ts';

describe('the format of a list', () => {
  it.each([
    [undefined, 'json'],
    ['*/*', 'json'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'json'],
    ['text/csv', 'csv'],
    ['application/vnd.apache.arrow.stream', 'arrow'],
    ['text/csv;q=0.5, application/json', 'json'],
    ['application/json;q=0.1, text/csv', 'csv'],
  ] as const)('for Accept: %s is %s', (accept, format) => {
    expect(acceptedFormat(accept)).toBe(format);
  });

  it.each(['text/html', 'text/csv;q=0'])('for Accept: %s there is none', (accept) => {
    expect(() => acceptedFormat(accept)).toThrow('Lists come as');
  });
});
