/**
 * What comes in and is no request: Node's parser gives up on it before there is anything to route.
 * It is answered on the bare connection, in the words of every other refusal, and then hung up on.
 */
import { refusals } from '@evertill/contract';
import type { RefusalCode } from '@evertill/contract';
import { STATUS_CODES } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { traceIdOf, traceparentFrom } from './context.ts';
import type { Log } from './log.ts';
import { Refusal, problemOf } from './refusal.ts';
import type { World } from './surroundings.ts';

export interface UnreadableOptions {
  readonly world: World;
  readonly log: Log;
}

interface ParseError {
  readonly code: string;
}

export interface UnreadableRequests {
  /** To be given every error of a connection. */
  readonly answer: (error: ParseError, socket: Socket) => void;
  /** Keeps count of the answers that are owed on each connection. */
  readonly watch: (server: Server) => void;
}

export function unreadableRequests({ world, log }: UnreadableOptions): UnreadableRequests {
  const owed = new WeakMap<Socket, Set<ServerResponse>>();
  return {
    watch: (server) => {
      server.on('request', ({ socket }, response) => {
        const responses = owed.get(socket) ?? new Set();
        owed.set(socket, responses.add(response));
        response.once('close', () => responses.delete(response));
      });
    },
    answer: (error, socket) => {
      // What still comes in after our answer is no news.
      if (socket.writableEnded) return;
      const code = refusalFor(error);
      // The connection broke: there is nobody left to tell.
      if (code === undefined || !mayAnswer(socket, owed.get(socket))) {
        socket.destroy();
        return;
      }
      const traceparent = traceparentFrom(undefined, world.randomness.bytes);
      const traceId = traceIdOf({ traceparent });
      // The error itself holds the bytes that came, tokens and all: it is never logged.
      log.info({ code, parser_code: error.code, trace_id: traceId }, 'not a request');
      socket.end(answerOf(code, traceId));
      socket.destroySoon();
    },
  };
}

function refusalFor({ code }: ParseError): RefusalCode | undefined {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request_timeout';
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large';
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 'body_too_large';
  return code.startsWith('HPE_') ? 'request_malformed' : undefined;
}

/**
 * On a connection that still owes an answer, ours would be taken for that one: a register whose
 * sale is being booked would read that it was refused. It is told only if what broke is the very
 * request the answer is owed to: its body has not come to an end.
 */
function mayAnswer(socket: Socket, responses: ReadonlySet<ServerResponse> = new Set()): boolean {
  const [first, ...others] = responses;
  if (!socket.writable || others.length > 0) return false;
  return first === undefined || (!first.headersSent && !first.req.complete);
}

function answerOf(code: RefusalCode, traceId: string): string {
  const { status } = refusals[code];
  const body = JSON.stringify(problemOf(new Refusal(code), traceId));
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    `X-Trace-Id: ${traceId}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
