/** Sends what an operation answered, in the casing it was asked for in. */
import { codecOf } from '@evertill/contract';
import type { ByteAnswer, Operation } from '@evertill/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendBytes } from './byte-answer.ts';
import { mediaTypeIn } from './casing.ts';
import { givenAsCookie } from './refresh-cookie.ts';
import { asRecord } from './request-reading.ts';

export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export function sendOutput(operation: Operation, exchange: Exchange, output: unknown): void {
  const { reply, request } = exchange;
  const bytesType = operation.http?.produces;
  if (bytesType !== undefined) {
    sendBytes({ reply, request, mediaType: bytesType }, output as ByteAnswer);
    return;
  }
  const wire = codecOf(operation.output, request.casing).write(output);
  const contentType = mediaTypeIn(request.casing, 'application/json');
  if (operation.isList === true) {
    tellPage(exchange, output);
    reply.header('content-type', contentType).send(JSON.stringify(asRecord(wire)['items']));
    return;
  }
  const outcome = asRecord(output)['outcome'];
  // A fact sent alone says by its status whether it is new.
  const success = outcome === 'APPLIED' ? 201 : (operation.http?.success ?? 200);
  const { body, cookie } = givenAsCookie(operation, request.headers, wire);
  if (cookie !== undefined) reply.header('set-cookie', cookie);
  if (success === 204) {
    reply.code(success).send();
    return;
  }
  reply.code(success).header('content-type', contentType).send(JSON.stringify(body));
}

/** A bare array, as AsiriaPOS documents it; where to go on and how many there are, in headers. */
function tellPage({ request, reply }: Exchange, page: unknown): void {
  const { totalCount, nextCursor } = asRecord(page);
  reply.header('x-total-count', String(totalCount));
  if (typeof nextCursor !== 'string') return;
  const [path, query = ''] = request.url.split('?', 2);
  const params = new URLSearchParams(query);
  // Of a name that may begin with a capital there is one spelling.
  params.delete('Cursor');
  params.set('cursor', nextCursor);
  reply.header('link', `<${path ?? ''}?${params.toString()}>; rel="next"`);
}
