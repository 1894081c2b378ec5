import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readTemplate } from './read-template.ts';
import { TemplateError } from './template.ts';
import { CHARTS, FACTS, FORMS, LISTS } from './vocabulary.ts';

const HEAD = `name: 试
periods: [month]
mark: 某市文件
number: "〔{年}〕　号"
title: 通报
signature: 某市
date: 某日
`;

function mistakesOf(sections: string): string[] {
  try {
    readTemplate(`${HEAD}${sections}`, 'own/monthly.yaml');
  } catch (error) {
    if (error instanceof TemplateError)
      return error.mistakes.map(({ line, key, message }) => `${line} ${key}: ${message}`);
    throw error;
  }
  return [];
}

describe('a template', () => {
  it('is read with its conditions, tables and charts', () => {
    const template = readTemplate(
      `${HEAD}sections:
  - heading: 总体
    content:
      - say: [{ when: 收件 > 0, say: "收件{收件}件。", otherwise: 没有收件。 }, "{满意率}"]
      - table: 县市区
        title: 各县
        columns: [名称, { of: 收件.变化, title: 增减 }]
      - chart: 逐日收办
`,
      'own/monthly.yaml',
    );
    expect(template.id).toBe('monthly');
    expect(template.sections[0]!.content.map(({ kind }) => kind)).toEqual(['say', 'table', 'chart']);
    expect(template.sections[0]!.content[1]).toMatchObject({ columns: [{ title: '名称' }, { title: '增减' }] });
  });

  it('is refused with line, key and remedy for each mistake', () => {
    const mistakes = mistakesOf(`sections:
  - heading: 总体
    content:
      - say: "收件{收仵}件"
      - say: "{收件.环此}"
      - table: 县市
        title: 各县
        columns: [名称]
      - table: 县市区
        title: 各县
        columns: [名称, 收件量]
      - chart: 饼图
      - when: 收件 大于 3
        say: 多
      - limit: 3
        say: 多
      - sey: 多
`);
    expect(mistakes).toEqual([
      expect.stringMatching(/^11 sections\[0\]\.content\[0\]\.say: There is no figure “收仵”; did you mean “收件”\?/),
      expect.stringMatching(/^12 sections\[0\]\.content\[1\]\.say: “收件\.环此”: behind the dot stands one of 上期/),
      expect.stringMatching(/^13 sections\[0\]\.content\[2\]\.table: There is no list “县市”; did you mean “县市区”\?/),
      expect.stringMatching(/^18 sections\[0\]\.content\[3\]\.columns\[1\]: There is no figure “收件量”/),
      expect.stringMatching(/^19 sections\[0\]\.content\[4\]\.chart: There is no chart “饼图”/),
      expect.stringMatching(/^20 sections\[0\]\.content\[5\]\.when: “收件 大于 3” is no condition/),
      expect.stringMatching(/^22 sections\[0\]\.content\[6\]\.limit: “limit” does not belong beside “say”/),
      expect.stringMatching(/^24 sections\[0\]\.content\[7\]\.sey: “sey” is not known here/),
      expect.stringMatching(/^24 sections\[0\]\.content\[7\]: Names nothing to show/),
    ]);
  });

  it('misses nothing it has to state', () => {
    expect(() => readTemplate('name: 试\n', 'own.yaml')).toThrow(/line 1, mark: “mark” is missing/);
  });
});

it('every name a template can use is told in the README of the templates, and no other', async () => {
  const readme = await readFile(new URL('../../notices/README.md', import.meta.url), 'utf8');
  const told = [...readme.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name]) => name);
  const names = [
    ...Object.keys(FACTS),
    ...Object.keys(FORMS).map((form) => `.${form}`),
    ...Object.entries(LISTS).flatMap(([list, { columns }]) => [
      list,
      ...Object.keys(columns).map((name) => `${list}/${name}`),
    ]),
    ...Object.keys(CHARTS),
  ];
  expect(told).toEqual(names);
});
