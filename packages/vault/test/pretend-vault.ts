/** A pretend Vault over HTTP, or over HTTPS: what was asked, and answers that a test decides. */
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly token: string | undefined;
  readonly namespace: string | undefined;
  readonly body: unknown;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface PretendVault {
  readonly address: string;
  readonly asked: Asked[];
  readonly close: () => Promise<void>;
}

export async function pretendVault(
  answer: (asked: Asked) => Answer,
  tls?: https.ServerOptions,
): Promise<PretendVault> {
  const asked: Asked[] = [];
  const serve: http.RequestListener = (request, response) => {
    void readAll(request).then((text) => {
      const one = {
        method: request.method ?? '',
        path: (request.url ?? '').replace('/v1/', ''),
        token: wordOf(request.headers['x-vault-token']),
        namespace: wordOf(request.headers['x-vault-namespace']),
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      };
      asked.push(one);
      const { status, body } = answer(one);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
  };
  const server = tls === undefined ? http.createServer(serve) : https.createServer(tls, serve);
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const wordOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;

async function readAll(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
