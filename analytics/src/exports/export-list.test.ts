import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { CoverageRow } from '../contract/index.ts';
import type { Reader } from '../query/reader.ts';
import { exportList } from './export-list.ts';
import { REPORTS } from './reports.ts';

const asked: number[] = [];
/** A list of more rows than are asked for, however many. */
const endless: Pick<Reader, 'bulk' | 'look'> = {
  bulk: async (_select, { limit }) => {
    asked.push(limit);
    const body = Readable.from([Buffer.from('["department",3,4]\n'.repeat(Math.min(limit, 3)))]);
    return { as_of: '2026-03-11T09:30:00.000Z', watermark: null, next_cursor: 'more', body };
  },
  look: async <Row>() => ({
    asOf: new Date(),
    rows: [{ calendar: 'default', zone: 'Asia/Shanghai', known_until: '2026-12-31', names: [] }] as Row[],
  }),
};
const list = (limit: number | undefined, language: 'zh' | 'en' = 'zh') =>
  exportList({
    reader: endless as Reader,
    report: REPORTS.coverage,
    select: { from: 'coverage', row: CoverageRow, order: [], parameters: {} },
    page: { limit, cursor: undefined, asOf: undefined },
    format: 'docx',
    language,
    filters: {},
    asked: {},
    release: '0.0.0',
  });

it('refuses to print more than fits on paper, and says what to do instead', async () => {
  await expect(list(undefined)).rejects.toMatchObject({ status: 400, message: expect.stringContaining('改取Excel') });
  await expect(list(5000, 'en')).rejects.toThrow('Narrow the period or whom it is about');
  expect(asked).toEqual([2000, 2000]);
});

it('prints the first rows when they are asked for', async () => {
  const { body, next_cursor, type } = await list(3);
  expect(type).toContain('wordprocessingml');
  expect(next_cursor).toBe('more');
  expect((body as Buffer).subarray(0, 2).toString()).toBe('PK');
});
