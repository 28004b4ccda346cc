/**
 * Reads one operation of a register's queue: the kind, the body against its schema, the hash.
 *
 * Operation by operation, so that one bad body does not stop the others.
 */
import {
  canonicalBody,
  canonicalJson,
  codecOf,
  isOperationKind,
  operationBodies,
} from '@evertill/contract';
import type {
  CashMovementBody,
  CustomerCreateBody,
  CustomerUpdateBody,
  DecisionBody,
  RefundBody,
  RefusalCode,
  SaleBody,
  SessionCloseBody,
  SessionOpenBody,
  VoidBody,
} from '@evertill/contract';
import { checkSchema, describe, sha256Hex, unknownFields } from '@evertill/kernel';

export interface SentOperation {
  readonly seq: number;
  readonly id: string;
  readonly kind: string;
  readonly occurredAt: string;
  /** In wire names, as it came. */
  readonly body: Readonly<Record<string, unknown>>;
  /** An earlier operation of this register, without which this one means nothing. */
  readonly dependsOn?: string | undefined;
}

interface Read {
  readonly seq: number;
  readonly id: string;
  readonly kind: string;
  readonly occurredAt: Date;
  readonly bodyHash: string;
  /** Canonical JSON: what is kept when the operation has to wait for a person. */
  readonly bodyText: string;
  readonly dependsOn?: string | undefined;
}

export type SaleOperation = Read & { readonly kind: 'sale'; readonly body: SaleBody };
export type RefundOperation = Read & { readonly kind: 'refund'; readonly body: RefundBody };
export type SessionOperation = Read &
  (
    | { readonly kind: 'session_open'; readonly body: SessionOpenBody }
    | { readonly kind: 'session_close'; readonly body: SessionCloseBody }
    | { readonly kind: 'cash_movement'; readonly body: CashMovementBody }
  );
export type VoidOperation = Read & { readonly kind: 'void'; readonly body: VoidBody };
export type CustomerOperation = Read &
  (
    | { readonly kind: 'customer_create'; readonly body: CustomerCreateBody }
    | { readonly kind: 'customer_update'; readonly body: CustomerUpdateBody }
  );
export type DecisionOperation = Read & { readonly kind: 'decision'; readonly body: DecisionBody };
export type ReadOperation =
  | SaleOperation
  | RefundOperation
  | VoidOperation
  | SessionOperation
  | CustomerOperation
  | DecisionOperation;

/** An operation that cannot be booked, and why. */
export interface UnreadableOperation extends Read {
  readonly flaw: { readonly code: RefusalCode; readonly detail: string };
}

export function readOperation(sent: SentOperation): ReadOperation | UnreadableOperation {
  const head = {
    seq: sent.seq,
    id: sent.id.toLowerCase(),
    occurredAt: new Date(sent.occurredAt),
    dependsOn: sent.dependsOn?.toLowerCase(),
  };
  if (!isOperationKind(sent.kind)) {
    const detail = `There is no kind of operation called ${sent.kind}.`;
    return { ...head, ...asItCame(sent), flaw: { code: 'kind_unknown', detail } };
  }
  const type = operationBodies[sent.kind];
  const { value, unknown } = codecOf(type).read(sent.body);
  const fields = [...unknownFields(unknown.slice(0, 10)), ...checkSchema(type, value)];
  if (fields.length > 0) {
    const detail = describe(fields.slice(0, 10));
    return { ...head, ...asItCame(sent), flaw: { code: 'input_invalid', detail } };
  }
  const bodyText = canonicalBody(type, value);
  const bodyHash = sha256Hex(bodyText);
  return { ...head, kind: sent.kind, bodyHash, bodyText, body: value } as ReadOperation;
}

/** The hash of a body that fits no schema is taken over what came. */
function asItCame(sent: SentOperation): Pick<Read, 'kind' | 'bodyHash' | 'bodyText'> {
  const bodyText = textOf(sent.body);
  return { kind: sent.kind, bodyText, bodyHash: sha256Hex(bodyText) };
}

/** RFC 8785 knows no half characters and no infinite numbers; what came is kept all the same. */
function textOf(body: SentOperation['body']): string {
  try {
    return canonicalJson(body);
  } catch {
    return JSON.stringify(body);
  }
}
