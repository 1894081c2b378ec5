/** What stands around the routes: the OpenAPI document, the dashboard's files, headers, health. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSmallCity, type SmallCity } from './small-city.ts';

let city: SmallCity;
let pages: string;
beforeAll(async () => {
  pages = await mkdtemp(join(tmpdir(), 'mingcha-pages-'));
  await mkdir(join(pages, 'assets'));
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>明察</title>');
  await writeFile(join(pages, 'assets/index-a1b2.js'), 'export {};\n'.repeat(500));
  city = await openSmallCity({ dashboardDirectory: pages });
});
afterAll(async () => {
  await city?.close();
  await rm(pages, { recursive: true });
});
const get = (url: string, headers: Record<string, string> = {}) => city.server.inject({ url, headers });

describe('the OpenAPI document', () => {
  it('is valid, and describes every route with its answers', async () => {
    const document = (await get('/docs/json')).json();
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/v1/calendar',
      '/api/v1/cards',
      '/api/v1/cards/{card_id}',
      '/api/v1/cards/{card_id}/actions',
      '/api/v1/case-numbers',
      '/api/v1/cases',
      '/api/v1/cases/{case_id}',
      '/api/v1/cases/{case_id}/evidence',
      '/api/v1/cases/{case_id}/explanation',
      '/api/v1/cases/{case_id}/responsible',
      '/api/v1/centres',
      '/api/v1/coverage',
      '/api/v1/coverage/{what}',
      '/api/v1/daily-statistics',
      '/api/v1/data-quality',
      '/api/v1/data-quality/{finding}',
      '/api/v1/data-span',
      '/api/v1/demo',
      '/api/v1/departments',
      '/api/v1/dispatch',
      '/api/v1/dispatch/cases',
      '/api/v1/early-completion',
      '/api/v1/events',
      '/api/v1/live',
      '/api/v1/live/newest',
      '/api/v1/monthly-review',
      '/api/v1/monthly-review/comments',
      '/api/v1/monthly-review/comments/{comment_id}/withdrawal',
      '/api/v1/monthly-review/edits',
      '/api/v1/monthly-review/handout',
      '/api/v1/monthly-review/ranks',
      '/api/v1/notices',
      '/api/v1/notices/{period}',
      '/api/v1/overdue',
      '/api/v1/overdue/summary',
      '/api/v1/period-statistics',
      '/api/v1/publications',
      '/api/v1/publications/{number}',
      '/api/v1/publications/{number}/archive',
      '/api/v1/publications/{number}/files/{name}',
      '/api/v1/publications/{number}/objections',
      '/api/v1/publications/{number}/objections/{objection_id}/outcome',
      '/api/v1/publications/{number}/restatement',
      '/api/v1/publications/{number}/verify',
      '/api/v1/ranking',
      '/api/v1/reconciliation',
      '/api/v1/reconciliation/cases',
      '/api/v1/rectifications',
      '/api/v1/rectifications/summary',
      '/api/v1/rectifications/{rectification_id}',
      '/api/v1/rectifications/{rectification_id}/actions',
      '/api/v1/reject-codes',
      '/api/v1/rejects',
      '/api/v1/rejects/replay',
      '/api/v1/reports',
      '/api/v1/reports/{run_id}/file',
      '/api/v1/rules',
      '/api/v1/rules/{id}/settings',
      '/api/v1/rules/{id}/simulate',
      '/api/v1/schedules',
      '/api/v1/sources',
      '/api/v1/sources/{source}/findings',
      '/api/v1/thresholds',
      '/api/v1/units',
      '/api/v1/wall',
      '/api/v1/wall/live',
      '/api/v1/weekly-ranking',
      '/api/v1/window-advice',
      '/healthz',
      '/metrics',
      '/readyz',
    ]);
    for (const [path, methods] of Object.entries(document.paths as Record<string, Record<string, Operation>>)) {
      for (const operation of Object.values(methods)) {
        expect(`${path}: ${operation.summary}`).not.toContain('undefined');
        expect(`${path}: ${Object.keys(operation.responses)}`).toMatch(/: 200/);
      }
    }
  });

  it('can be read and tried at /docs', async () => {
    const page = await get('/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  });
});
interface Operation {
  summary?: string;
  responses: Record<string, unknown>;
}

describe('the dashboard', () => {
  it.each(['/', '/daily?from=2026-03-01', '/cases/abc'])(
    'is one document, at %s too, never from a cache',
    async (url) => {
      const page = await get(url, { accept: 'text/html,*/*' });
      expect(page.statusCode).toBe(200);
      expect(page.body).toContain('<title>明察</title>');
      expect(page.headers['cache-control']).toBe('no-cache');
    },
  );

  it('has hashed files that stay in the cache for ever', async () => {
    const file = await get('/assets/index-a1b2.js', { 'accept-encoding': 'gzip' });
    expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(file.headers['content-encoding']).toBe('gzip');
  });

  it('does not stand in for a file or an API route that is missing', async () => {
    expect((await get('/assets/gone.js', { accept: 'text/html' })).statusCode).toBe(404);
    expect((await get('/api/v1/gone', { accept: 'text/html' })).statusCode).toBe(404);
    expect((await get('/gone.png', { accept: 'image/*' })).statusCode).toBe(404);
  });

  it('may load only from this server', async () => {
    const { headers } = await get('/', { accept: 'text/html' });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('the server', () => {
  it('says that it lives and is ready', async () => {
    expect((await get('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await get('/readyz')).json()).toEqual({ status: 'ok' });
  });

  it('packs long answers and keeps reports out of caches', async () => {
    const answer = await get('/api/v1/overdue?grade=all', { 'accept-encoding': 'gzip' });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});
