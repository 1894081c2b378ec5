import { expect, it } from 'vitest';
import { shortName } from './short-name.ts';

it('leaves names apart that begin or end alike', () => {
  const names = [
    '市市场监督管理局许可窗口',
    '市市场监督管理局注册窗口',
    '青岑区市场监督管理局注册窗口',
    '市公安局户籍窗口',
  ];
  const cut = names.map((name) => shortName(name, 9));
  expect(new Set(cut).size).toBe(names.length);
  expect(cut.every((name) => [...name].length <= 9)).toBe(true);
  expect(cut[0]).toBe('市市场监…许可窗口');
});

it('leaves whole what fits', () => {
  expect(shortName('市水利局', 4)).toBe('市水利局');
});
