import { expect, it } from 'vitest';
import { dated } from './dated.ts';

const say = (day: string, time?: string) => `<${day.slice(5)}${time ? ` ${time}` : ''}>`;

it('says days and minutes of a sentence, close together in Chinese', () => {
  expect(dated('应于 2026-03-02 前办结。', 'zh', say)).toBe('应于<03-02>前办结。');
  expect(dated('2026-03-02 18:15 办结，2026-03-03 09:00 才受理', 'zh', say)).toBe(
    '<03-02 18:15>办结，<03-03 09:00>才受理',
  );
  expect(dated('Decided at 2026-03-02 18:15, due 2026-03-01 at last.', 'en', say)).toBe(
    'Decided at <03-02 18:15>, due <03-01> at last.',
  );
  expect(dated('2026-03-02T18:15:00', 'en', say)).toBe('<03-02 18:15>');
});

it('leaves numbers of cases and documents alone', () => {
  for (const text of ['439600-20261010-000124', 'HN-2026-000017', '12026-03-02', '2026-03-021', '2026-03-02-7'])
    expect(dated(text, 'zh', say)).toBe(text);
});
