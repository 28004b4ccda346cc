/** What a request says, as one input in code names. What the schema does not know is named. */
import { codeName, codecOf } from '@evertill/contract';
import type { Operation, WireReading } from '@evertill/contract';
import type { FastifyRequest } from 'fastify';
import { bodyCasingOf } from './casing.ts';
import { withIdempotencyKey } from './idempotency-key.ts';
import { withRefreshCookie } from './refresh-cookie.ts';
import { refuse } from './refusal.ts';
import type { FieldError } from './refusal.ts';
import { describe, shownName, unknownFields } from './schema-check.ts';

const FLAWS_MAX = 20;

/**
 * Path, then query or body. A query speaks the casing its answer is asked for in, a body the one
 * its type says.
 */
export function readInput(operation: Operation, request: FastifyRequest): unknown {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const casing = isRead ? request.casing : bodyCasing(request);
  const codec = codecOf(operation.input, casing);
  const inPath = casing === 'native' ? asRecord(request.params) : renamed(request.params);
  const fromText = codec.read(isRead ? { ...asRecord(request.query), ...inPath } : inPath, {
    isText: true,
  });
  // A body that was not sent is an empty one; `null` is no object.
  const sent = request.body === undefined ? {} : request.body;
  const body = isRead ? noBody : codec.read(sent);
  if (typeof body.value !== 'object' || body.value === null || Array.isArray(body.value)) {
    refuse('input_invalid', { detail: 'The body must be a JSON object.' });
  }
  refuseUnread(fromText, body);
  const input = { ...body.value, ...asRecord(fromText.value) };
  const { headers } = request;
  return withIdempotencyKey(operation, headers, withRefreshCookie(operation, headers, input));
}

const noBody: WireReading = { value: {}, unknown: [], flaws: [] };

/** Of a request without a body the address is all there is, and speaks as its answer will. */
function bodyCasing(request: FastifyRequest): FastifyRequest['casing'] {
  const contentType = request.headers['content-type'];
  return contentType === undefined
    ? request.casing
    : (bodyCasingOf(contentType) ?? refuse('casing_unknown'));
}

/** Routes are written in native casing. */
function renamed(params: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(asRecord(params)).map(([name, value]) => [codeName(name), value]),
  );
}

function refuseUnread(...readings: readonly WireReading[]): void {
  const unknown = readings.flatMap((reading) => reading.unknown);
  const flaws = readings.flatMap((reading) => reading.flaws);
  if (unknown.length + flaws.length === 0) return;
  const fields: readonly FieldError[] = [
    ...unknownFields(unknown),
    ...flaws.map(({ field, message }) => ({ field: shownName(field), message })),
  ].slice(0, FLAWS_MAX);
  const isUnknown = flaws.length === 0;
  const detail = isUnknown
    ? `Not known: ${fields.map(({ field }) => field).join(', ')}`
    : describe(fields);
  refuse('input_invalid', { detail, fields });
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
