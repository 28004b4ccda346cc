/** What a body says for certain: whether it fits the contract, and the hash it is known by. */
import {
  canonicalBody,
  canonicalJson,
  codecOf,
  isOperationKind,
  operationBodies,
} from '@evertill/contract';
import type { OperationKind } from '@evertill/contract';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { BodyFlaw } from './engine-port.ts';
import type { KeptKind, WireBody } from './kept-operation.ts';

/**
 * SHA-256 of the RFC 8785 JSON of a body, as the server takes it. Made at once and without waiting,
 * since it is made within a transaction. Throws `BodyFlaw` where the body does not fit its kind.
 */
export function bodyHashOf(kind: KeptKind, body: WireBody): string {
  if (!isOperationKind(kind)) return hexOf(canonicalJson(body));
  return hexOf(canonicalBody(operationBodies[kind], readBody(kind, body)));
}

function readBody(kind: OperationKind, body: WireBody): unknown {
  const type = operationBodies[kind];
  const { value, unknown, flaws } = codecOf(type).read(body);
  const parsed = type.safeParse(value);
  if (parsed.success && unknown.length === 0 && flaws.length === 0) return value;
  const [issue] = parsed.error?.issues ?? [];
  const what =
    issue === undefined ? unknown.join(', ') : `${issue.path.join('.')} ${issue.message}`;
  throw new BodyFlaw(`not the body of a ${kind}: ${what}`);
}

function hexOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

const parentFields: Partial<Record<KeptKind, string>> = {
  refund: 'sales_header',
  void: 'sales_header',
  session_close: 'session',
  cash_movement: 'session',
  customer_update: 'customer',
};

/** The id of what an operation speaks of, and without which it means nothing. */
export function parentIdOf(kind: KeptKind, body: WireBody): string | null {
  const parent = body[parentFields[kind] ?? ''];
  return typeof parent === 'string' ? parent.toLowerCase() : null;
}
