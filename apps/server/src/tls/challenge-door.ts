/**
 * Plain HTTP on port 80, for two things: to show an authority that the name is ours (http-01), and
 * to send everybody else to where the connection is safe.
 */
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { ConfigError } from '../config-error.ts';

export interface ChallengeDoor {
  readonly show: (token: string, answer: string) => void;
  readonly hide: (token: string) => void;
  readonly close: () => Promise<void>;
}

export interface ChallengeDoorOptions {
  readonly host: string;
  readonly port: number;
  /** Where people go: the name and, unless it is 443, the port. */
  readonly goTo: () => string;
}

const PREFIX = '/.well-known/acme-challenge/';

export async function openChallengeDoor(options: ChallengeDoorOptions): Promise<ChallengeDoor> {
  const answers = new Map<string, string>();
  const server = createServer((request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    const answer = path.startsWith(PREFIX) ? answers.get(path.slice(PREFIX.length)) : undefined;
    if (answer !== undefined) say(response, 200, answer);
    else if (path.startsWith(PREFIX) || !path.startsWith('/')) say(response, 404, '');
    else {
      response.setHeader('location', `https://${options.goTo()}${request.url ?? '/'}`);
      say(response, 308, '');
    }
  });
  const { host, port } = options;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const why = `ACME needs port ${port} on ${host}: ${error.message}.`;
      reject(new ConfigError(why));
    });
    server.listen(port, host, resolve);
  });
  return {
    show: (token, answer) => answers.set(token, answer),
    hide: (token) => answers.delete(token),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function say(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain');
  response.end(text);
}
