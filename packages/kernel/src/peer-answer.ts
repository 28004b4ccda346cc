/**
 * What came of one request to a neighbour: an answer, a refusal in our own words, or silence. A
 * page of somebody in between is silence: nobody who knows us said anything.
 */
import { Refusal, refusalFrom } from './refusal.ts';

export type PeerAnswer =
  | { readonly kind: 'answer'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly error: Refusal }
  | { readonly kind: 'silence'; readonly error: Refusal };

/** No neighbour has that much to say; beyond it something is broken. */
const ANSWER_BYTES_MAX = 32 * 1024 * 1024;

/** Never throws for what happens on a line; throws a fault for an answer that never ends. */
export async function answerOf(module: string, asked: Promise<Response>): Promise<PeerAnswer> {
  let response: Response;
  let text: string | undefined;
  try {
    response = await asked;
    text = await readBounded(response);
  } catch (error) {
    return silence(module, error);
  }
  if (text === undefined) throw new Error(`${module} answered more than ${ANSWER_BYTES_MAX} bytes`);
  const body = parsed(text);
  if (response.ok && body !== undefined) return { kind: 'answer', body };
  const error = refusalFrom(body, retryAfterOf(response));
  if (error !== undefined) return { kind: 'refused', error };
  return silence(module, new Error(`status ${response.status}`));
}

function silence(module: string, cause: unknown): PeerAnswer {
  const detail = `The module ${module} does not answer now.`;
  const error = new Refusal('unavailable', { detail, retryAfterSeconds: 2 });
  return { kind: 'silence', error: Object.assign(error, { cause }) };
}

/** Undefined when there is more than there may be. The rest is not read then. */
async function readBounded({ body }: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > ANSWER_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function retryAfterOf({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return Number.isInteger(seconds) && seconds > 0 ? seconds : undefined;
}
