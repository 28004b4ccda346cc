/**
 * The header `Idempotency-Key`: the id of what a request makes, for callers who have no place for
 * it in the body. It fills the very field that the body could have named, so a repeat is known by
 * what is stored, for as long as that is: there is no second store of keys that could forget.
 */
import { wireName } from '@evertill/contract';
import type { Operation } from '@evertill/contract';
import type { IncomingHttpHeaders } from 'node:http';
import { derivedId, isUuid } from './ids.ts';
import { refuse } from './refusal.ts';

export const IDEMPOTENCY_KEY = 'Idempotency-Key';

type Input = Record<string, unknown>;

/**
 * The input with the key as its own id, where the body has none; as it is, where the operation
 * makes nothing. Items of a list get ids that are derived from the key and their places. Refused as
 * `input_invalid` where the key is no UUID, or the body says another id.
 */
export function withIdempotencyKey(
  { ownId }: Operation,
  headers: IncomingHttpHeaders,
  input: Input,
): Input {
  const header = headers[IDEMPOTENCY_KEY.toLowerCase()];
  if (ownId === undefined || header === undefined) return input;
  const key = keyOf(String(header));
  const [field = ownId, inEach] = ownId.split('.');
  const said = input[field];
  if (inEach !== undefined) {
    return Array.isArray(said) ? { ...input, [field]: withIds(said, inEach, key) } : input;
  }
  if (said === undefined) return { ...input, [field]: key };
  const isSame = typeof said !== 'string' || said.toLowerCase() === key;
  return isSame ? input : refuseKey(`is another id than ${wireName(field)}`);
}

/** A structured field is a string in quotes (RFC 9651); most callers leave them out. */
function keyOf(header: string): string {
  const key = header.replace(/^"(.*)"$/, '$1').toLowerCase();
  return isUuid(key) ? key : refuseKey('is no UUID');
}

function withIds(items: readonly unknown[], field: string, key: string): readonly unknown[] {
  return items.map((item, index) => {
    const isOpen = typeof item === 'object' && item !== null && !(field in item);
    return isOpen ? { ...item, [field]: derivedId(key, String(index)) } : item;
  });
}

function refuseKey(message: string): never {
  const fields = [{ field: IDEMPOTENCY_KEY, message }];
  refuse('input_invalid', { detail: `${IDEMPOTENCY_KEY} ${message}`, fields });
}
