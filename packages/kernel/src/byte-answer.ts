/** Sends what is no JSON: a picture, a snapshot. Who has the very same bytes is only told so. */
import type { ByteAnswer } from '@evertill/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export interface ByteExchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly mediaType: string;
}

export function sendBytes({ request, reply, mediaType }: ByteExchange, answer: ByteAnswer): void {
  const etag = `"${answer.etag}"`;
  // Kept by whoever asked and by nobody between us; asked for again, it is compared first.
  reply.header('etag', etag).header('cache-control', 'private, no-cache');
  if (answer.compression !== null) reply.header('vary', 'accept-encoding');
  if (isKnown(request.headers['if-none-match'], etag)) {
    reply.code(304).send();
    return;
  }
  const content = Buffer.from(answer.content, 'base64');
  reply.code(200).header('content-type', mediaType);
  if (answer.compression === null) {
    reply.send(content);
  } else if (takesGzip(request.headers['accept-encoding'])) {
    reply.header('content-encoding', 'gzip').send(content);
  } else {
    reply.send(Readable.from([content]).pipe(createGunzip()));
  }
}

/** A proxy that compresses anew marks the tag as weak: for us the bytes are the same. */
function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

/** Who says nothing takes anything. */
function takesGzip(header: string | string[] | undefined): boolean {
  const text = Array.isArray(header) ? header.join(',') : header;
  if (text === undefined) return true;
  const refused = /(?:^|,)\s*(?:gzip|\*)\s*;\s*q=0(?:\.0+)?\s*(?:,|$)/i;
  return /(?:^|,)\s*(?:gzip|\*)\s*(?:;|,|$)/i.test(text) && !refused.test(text);
}
