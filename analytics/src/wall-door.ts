/**
 * A door for the wall screen alone: a port of its own that answers the wall's page and what the page reads, and nothing else.
 * Nothing can be written through it, and no case or person be asked for, so a screen in a corridor can be given this
 * address and not the dashboard's. Whoever reaches the port sees the wall: it asks nobody who they are.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type Address, refusedPort } from './server.ts';

/** Exactly these, whatever their parameters. The centres' names and opening hours are what the page's clock needs. */
const ANSWERED = new Set([
  '/wall',
  ...['wall', 'wall/live', 'centres', 'calendar', 'demo'].map((read) => `/api/v1/${read}`),
]);
const FILES = '/assets/';

/** Whether the door lets a request through. */
function isOfTheWall({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const path = url.split('?', 1)[0]!;
  // A path that still has to be read some way is none of ours.
  return ANSWERED.has(path) || (path.startsWith(FILES) && !/\.\.|%|\\/.test(path));
}

export interface WallDoor {
  /** The one it got, where 0 asked for any. */
  port: number;
  close(): Promise<void>;
}

/** Hands what is let through to the application, which must be ready, and refuses the rest in a sentence. */
export async function openWallDoor(app: FastifyInstance, { host, port }: Address): Promise<WallDoor> {
  const server = createServer((request, response) => {
    if (isOfTheWall(request)) app.routing(request, response);
    else if (request.method === 'GET' && request.url === '/') response.writeHead(302, { location: '/wall' }).end();
    else refuse(response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(refusedPort(error, port, '--wall-port')));
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Screens keep a stream open for ever.
        server.closeAllConnections();
      }),
  };
}

function refuse(response: ServerResponse) {
  response.writeHead(403, { 'content-type': 'application/problem+json' }).end(
    JSON.stringify({
      type: 'about:blank',
      title: 'Only the wall screen',
      status: 403,
      detail:
        'This address shows the wall screen at /wall and nothing else. Everything else is at the dashboard’s own.',
    }),
  );
}
