/**
 * The chain: each entry's hash is taken over the hash before it and the entry's own payload, so
 * that SQL alone can verify it. Pure; the store writes what comes out of here.
 */
import { canonicalJson } from '@evertill/contract';
import { sha256Hex } from '@evertill/kernel';

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** What is hashed besides its place in the chain. */
export interface Fact {
  readonly tenantId: string;
  readonly chainId: string;
  readonly auditLogId: string;
  readonly eventId: string;
  readonly action: string;
  readonly modelName: string;
  readonly objectId: string;
  readonly userId: string | null;
  readonly reason: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurredAt: string;
  readonly createdAt: string;
}

export interface Link extends Fact {
  readonly seq: number;
  readonly payload: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** What stands before the first entry: the chain's own name. */
export function genesisOf(chainId: string): Head {
  return { seq: 0, hash: sha256Hex(chainId) };
}

function linkAfter(head: Head, fact: Fact): Link {
  const seq = head.seq + 1;
  const payload = canonicalJson({ ...fact, seq });
  return { ...fact, seq, payload, previousHash: head.hash, hash: sha256Hex(head.hash + payload) };
}

/** The facts in their order, each linked to the one before. */
export function linksAfter(head: Head, facts: readonly Fact[]): readonly Link[] {
  const links: Link[] = [];
  for (const fact of facts) links.push(linkAfter(links.at(-1) ?? head, fact));
  return links;
}
