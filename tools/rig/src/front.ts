/**
 * A server in front of the server: it serves files of ours under the same origin, hands everything
 * else on, and plays the line: down, slow, or with somebody else answering.
 */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LineFault } from './line-faults.ts';

export interface FrontFile {
  readonly type: string;
  readonly body: string | Buffer;
  /** It is not answered before. */
  readonly until?: Promise<unknown>;
}

/** `up`; `down`: no answer to anything; `portal`: a log-in page of somebody else to everything. */
export type Line = 'up' | 'down' | 'portal';

export interface Front {
  readonly url: string;
  readonly files: Map<string, FrontFile>;
  line: Line;
  /** Added to each request that is handed on. */
  delayMs: number;
  /** What happens to this request, as `POST /path`; undefined hands it on as it is. */
  fault: (asked: string) => LineFault | undefined;
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
    if (file !== undefined) {
      await file.until;
      response.writeHead(200, { 'content-type': file.type }).end(file.body);
      return;
    }
    const asked = `${request.method ?? ''} ${request.url ?? ''}`;
    const fault = front.fault(asked);
    if (fault === undefined) handOn(target, request, response);
    else await meet(fault, target, request, response);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const front: Front = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    line: 'up',
    delayMs: 0,
    fault: () => undefined,
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
  const onwards = askOnwards(target, request, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onwards.on('error', () => response.destroy());
  request.pipe(onwards);
}

function askOnwards(
  target: string,
  { method, headers, url = '/' }: http.IncomingMessage,
  hear: (answer: http.IncomingMessage) => void,
): http.ClientRequest {
  const to = { method, headers: { ...headers, host: new URL(target).host } };
  return http.request(new URL(url, target), to, hear);
}

/** The request, with something happening to it on the way. */
async function meet(
  fault: LineFault,
  target: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  switch (fault.kind) {
    case 'instead':
      response.writeHead(fault.status, { 'content-type': fault.type }).end(fault.body);
      return;
    case 'unheard':
      request.socket.destroy();
      return;
    case 'late':
      request.socket.destroy();
      await sleep(fault.afterMs);
      await answerTo(target, request, body);
      return;
    case 'unanswered':
      await answerTo(target, request, body);
      request.socket.destroy();
      return;
    case 'twice':
      await answerTo(target, request, body);
      break;
    case 'slow':
      await sleep(fault.delayMs);
      break;
    case 'torn':
  }
  const answer = await answerTo(target, request, body);
  if (answer === undefined) response.destroy();
  else if (fault.kind === 'torn') tear(response, answer);
  else response.writeHead(answer.status, answer.headers).end(answer.body);
}

interface Answered {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Says how long it is, and breaks off in the middle. */
function tear(response: http.ServerResponse, { status, headers, body }: Answered): void {
  response.writeHead(status, headers);
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
}

async function bodyOf(message: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Asks the server, and hears it to the end; undefined where there was no answer. */
async function answerTo(
  target: string,
  request: http.IncomingMessage,
  body: Buffer,
): Promise<Answered | undefined> {
  try {
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
      askOnwards(target, request, resolve).on('error', reject).end(body);
    });
    const { statusCode: status = 502, headers } = answer;
    return { status, headers, body: await bodyOf(answer) };
  } catch {
    return undefined;
  }
}
