/** Turns what was thrown into an answer: a problem body, its status, the headers to go with it. */
import { codeName } from '@evertill/contract';
import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { mediaTypeIn } from './casing.ts';
import type { Log } from './log.ts';
import { Refusal, problemOf } from './refusal.ts';

export interface Failure {
  readonly error: unknown;
  readonly traceId: string;
  readonly log: Log;
}

export function answerProblem(reply: FastifyReply, { error, traceId, log }: Failure): FastifyReply {
  const known = fromFastify(error);
  const problem = problemOf(known, traceId);
  if (problem.status === 500) log.error({ err: error, trace_id: traceId }, 'a fault');
  if (known instanceof Refusal && known.retryAfterSeconds !== undefined) {
    reply.header('retry-after', String(known.retryAfterSeconds));
  }
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  const { casing } = reply.request;
  const body =
    casing === 'native'
      ? problem
      : Object.fromEntries(Object.entries(problem).map(([name, one]) => [codeName(name), one]));
  return reply
    .code(problem.status)
    .header('content-type', mediaTypeIn(casing, 'application/problem+json'))
    .header('cache-control', 'no-store')
    .header('x-trace-id', traceId)
    .send(JSON.stringify(body));
}

/** What Fastify and its plugins refuse by themselves, in our own words. */
function fromFastify(error: unknown): unknown {
  if (error instanceof Refusal || typeof error !== 'object' || error === null) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refusal('body_too_large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Refusal('media_type_unsupported');
  if (code === 'FST_ERR_BAD_URL' || statusCode === 414) return new Refusal('route_unknown');
  if (statusCode === 400 || error instanceof SyntaxError) return new Refusal('body_not_json');
  if (statusCode === 413) return new Refusal('body_too_large');
  // A file may only be asked for by its own name.
  if (statusCode === 404 || statusCode === 403) return new Refusal('route_unknown');
  if (statusCode !== undefined && statusCode > 400 && statusCode < 500) {
    return new Refusal('input_invalid', { detail: `Not possible: ${STATUS_CODES[statusCode]}.` });
  }
  return error;
}
