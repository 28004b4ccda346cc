/**
 * Connections on which nobody asked anything yet. Browsers open some to have them at hand; Node
 * takes them for busy, and a door that closes would wait for each until its headers are overdue.
 */
import type { FastifyInstance } from 'fastify';
import type { Socket } from 'node:net';

export function endUnusedWhenClosing(app: FastifyInstance): void {
  /** By the other end's address: over TLS a request has another socket than its connection. */
  const unused = new Map<string, Socket>();
  const { server } = app;
  server.on('connection', (socket: Socket) => {
    const end = endOf(socket);
    unused.set(end, socket);
    socket.once('close', () => unused.delete(end));
  });
  server.prependListener('request', ({ socket }: { readonly socket: Socket }) => {
    unused.delete(endOf(socket));
  });
  app.addHook('preClose', async () => {
    for (const socket of unused.values()) socket.destroy();
  });
}

function endOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
