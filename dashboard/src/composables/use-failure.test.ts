// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { ApiError } from '../api/client.ts';
import { i18n } from '../locales/index.ts';
import { useFailure } from './use-failure.ts';

it('says what the server said, what became of the request, and of a network that is away no status', () => {
  let words!: ReturnType<typeof useFailure>;
  const page = {
    setup() {
      words = useFailure();
      return () => null;
    },
  };
  mount(page, { global: { plugins: [i18n] } });
  expect(words(new ApiError('The card moved on.', 409))).toBe('The card moved on.');
  expect(words(new ApiError('', 502))).toContain('HTTP 502');
  expect(words(new ApiError('', 0))).toContain('连不上服务');
});
