/** Serves the built dashboard: hashed files for ever, the page itself never from a cache. */
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

const SERVER_PATHS = ['/api/', '/docs', '/healthz', '/readyz', '/metrics', '/assets/'];

export default fp<{ directory: string }>(async (app, { directory }) => {
  await app.register(fastifyStatic, {
    root: directory,
    cacheControl: false,
    setHeaders(reply, path) {
      const isHashed = path.includes(`${sep}assets${sep}`);
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
});

export function isBuilt(directory: string): boolean {
  return existsSync(join(directory, 'index.html'));
}

/** Pages of the dashboard have addresses of their own; all of them are served by its one document. */
export function isPage(request: FastifyRequest): boolean {
  return (
    request.method === 'GET' &&
    (request.headers.accept ?? '').includes('text/html') &&
    !SERVER_PATHS.some((path) => request.url.startsWith(path))
  );
}
