/**
 * Picks a free port below those that operating systems give to outgoing connections: otherwise a
 * passing connection could sit on ours in the second in which the server restarts.
 */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { PostgresFault } from './fault.ts';

const PORT_MIN = 20_000;
const PORT_MAX = 32_000;
const TRIES_MAX = 50;

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const port = randomInt(PORT_MIN, PORT_MAX);
    if (await isFree(port)) return port;
  }
  throw new PostgresFault('port_taken', `No free port between ${PORT_MIN} and ${PORT_MAX}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}
