import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, address, get, getAll, post } from './client.ts';

afterEach(() => vi.unstubAllGlobals());

const answers = (...bodies: { status?: number; body: string }[]) => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    const next = bodies.shift();
    return new Response(next?.body ?? '', { status: next?.status ?? 200 });
  });
  return asked;
};

describe('asking the API', () => {
  it('leaves empty parameters out of the address and escapes the rest', () => {
    expect(address('/cases', { measure: 'early', window: '', county: undefined, item: '甲&乙' })).toBe(
      '/api/v1/cases?measure=early&item=%E7%94%B2%26%E4%B9%99',
    );
  });

  it('hands on what the server says about a wrong parameter', async () => {
    const errors = [{ parameter: 'week', message: 'must be an ISO week' }];
    const detail = '"week" must be an ISO week.';
    answers({ status: 400, body: JSON.stringify({ title: 'Wrong parameter', status: 400, detail, errors }) });
    await expect(get('/weekly-ranking')).rejects.toMatchObject({
      message: detail,
      status: 400,
      isPassing: false,
    });
  });

  it('hands on what is wrong with each part where the server does not say it in its sentence', async () => {
    const errors = [{ parameter: 'ranking', message: '3 instead of 4' }];
    answers({ status: 409, body: JSON.stringify({ title: 'No', status: 409, detail: 'Two engines differ.', errors }) });
    await expect(get('/publications')).rejects.toMatchObject({
      message: 'Two engines differ. ranking: 3 instead of 4',
    });
  });

  it('sends an act as JSON, and hands on that it came too late', async () => {
    const sent: RequestInit[] = [];
    vi.stubGlobal('fetch', async (_url: string, request: RequestInit) => {
      sent.push(request);
      return new Response(JSON.stringify({ detail: 'The card moved on.', status: 409 }), { status: 409 });
    });
    await expect(post('/cards/1/actions', { action: 'urge' })).rejects.toMatchObject({
      message: 'The card moved on.',
      status: 409,
      isPassing: false,
    });
    expect(sent).toMatchObject([
      { method: 'POST', body: '{"action":"urge"}', headers: { 'content-type': 'application/json' } },
    ]);
  });

  it('keeps only the status of a page that is no problem+json', async () => {
    answers({ status: 503, body: '<html>Bad gateway</html>' });
    await expect(get('/overdue')).rejects.toMatchObject({ message: '', status: 503, isPassing: true });
  });

  it('tells a network that is away from a server that fails', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('failed to fetch');
    });
    const failed = await get('/overdue').catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ApiError);
    expect((failed as ApiError).status).toBe(0);
  });

  it('follows the cursor to the last page', async () => {
    const page = (rows: number[], next_cursor: string | null) => ({
      body: JSON.stringify({ as_of: '', watermark: null, rows, next_cursor }),
    });
    const asked = answers(page([1, 2], 'more'), page([3], null));
    expect((await getAll<number>('/daily-statistics', { by: 'all' })).rows).toEqual([1, 2, 3]);
    expect(asked[1]).toContain('cursor=more');
  });
});
