/**
 * A server in front of the server: it serves files of ours under the same origin, hands everything
 * else on, and plays the line: down, slow, or with somebody else answering.
 */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface FrontFile {
  readonly type: string;
  readonly body: string | Buffer;
}

/** `up`; `down`: no answer to anything; `portal`: a log-in page of somebody else to everything. */
export type Line = 'up' | 'down' | 'portal';

export interface Front {
  readonly url: string;
  readonly files: Map<string, FrontFile>;
  line: Line;
  /** Added to each request that is handed on. */
  delayMs: number;
  /** Requests that reached us, as `GET /path`. */
  readonly heard: string[];
  readonly close: () => Promise<void>;
}

const PORTAL = '<!doctype html><title>Hotel Wi-Fi</title><p>Please log in.';

export async function openFront(target: string): Promise<Front> {
  const files = new Map<string, FrontFile>();
  const server = http.createServer((request, response) => {
    front.heard.push(`${request.method ?? ''} ${request.url ?? ''}`);
    void serve(request, response);
  });
  const serve = async (
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> => {
    if (front.line === 'down') {
      request.socket.destroy();
      return;
    }
    if (front.line === 'portal') {
      response.writeHead(200, { 'content-type': 'text/html' }).end(PORTAL);
      return;
    }
    const file = files.get((request.url ?? '').split('?', 1)[0] ?? '');
    if (front.delayMs > 0) await sleep(front.delayMs);
    if (file === undefined) handOn(target, request, response);
    else response.writeHead(200, { 'content-type': file.type }).end(file.body);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const front: Front = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    line: 'up',
    delayMs: 0,
    heard: [],
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return front;
}

function handOn(
  target: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): void {
  const { method, headers, url = '/' } = request;
  const onwards = http.request(
    new URL(url, target),
    { method, headers: { ...headers, host: new URL(target).host } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  onwards.on('error', () => response.destroy());
  request.pipe(onwards);
}
