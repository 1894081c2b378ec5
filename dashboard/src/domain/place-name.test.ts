import { expect, it } from 'vitest';
import { placeName } from './place-name.ts';

const named = (department_name: string, window_name: string) => placeName({ department_name, window_name });

it('says a department once', () => {
  expect(named('市城市管理局', '市城市管理局2号窗')).toBe('市城市管理局2号窗');
  expect(named('市自然资源局', '不动产3号窗')).toBe('市自然资源局 · 不动产3号窗');
});

it('takes codes where nothing is on file, and what there is where one is missing', () => {
  expect(placeName({ department: 'd1', department_name: '', window: 'w1', window_name: '' })).toBe('d1 · w1');
  expect(named('市税务局', '')).toBe('市税务局');
  expect(named('', '')).toBe('');
});
