/** Opens the application on a port, and closes it again. */
import { once } from 'node:events';
import { createServer as createSocket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { type AppOptions, app } from './app.ts';
import { Failure } from './failure.ts';

export interface Address {
  host: string;
  port: number;
}

/** A Fastify instance configured the one way all of them are: strict about parameters, keeping unknown ones visible. */
export function createServer(options: FastifyServerOptions = {}): FastifyInstance {
  return Fastify({
    // Unknown parameters are refused, not removed; all wrong ones are named at once.
    ajv: { customOptions: { removeAdditional: false, allErrors: true, coerceTypes: true } },
    // Streams and idle keep-alive connections must not hold up a shutdown.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 512 },
    ...options,
  });
}

/** Listens; rejects with a sentence when the port is taken. */
export async function listen(server: FastifyInstance, options: AppOptions, { host, port }: Address): Promise<string> {
  await server.register(app, options);
  return server.listen({ host, port }).catch((error) => {
    throw refusedPort(error, port, '--port');
  });
}

/** Why a port cannot be had; undefined where it can. */
export async function portFault({ host, port }: Address): Promise<NodeJS.ErrnoException | undefined> {
  const socket = createSocket().listen({ host, port });
  try {
    await once(socket, 'listening');
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
  socket.close();
  await once(socket, 'close');
  return undefined;
}

/** Rejects with a sentence where the port cannot be had: asked before a store is opened, or made, for nothing. */
export async function mustBeFree(address: Address): Promise<void> {
  const fault = await portFault(address);
  if (fault !== undefined) throw refusedPort(fault, address.port, '--port');
}

/** A port that could not be had, in a sentence; any other error as it is. `option` is what chooses the port. */
export function refusedPort(error: unknown, port: number, option: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new Failure(
      `Port ${port} is in use. Stop what runs there, or choose another: npm start -- ${option} ${port + 1}`,
    );
  if (code === 'EACCES')
    return new Failure(`Port ${port} may not be used by this account. Choose one above 1023 for ${option}.`);
  return error;
}
