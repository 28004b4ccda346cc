/**
 * Computes the chains anew, in PostgreSQL: each hash over what stands there, each link to the one
 * before, each head at its last entry, and what is shown against what was hashed.
 */
import type { audit } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { unhashedEntry } from './invariants.ts';

interface ChainRow extends Record<string, unknown> {
  readonly chain_id: string;
  readonly seq: number;
  readonly hash: string;
  readonly entries: number;
  readonly first_breach: number | null;
}

/** `$1` the tenant, `$2` one chain or null for all. */
export const chainsStatement = `
  SELECT c.chain_id, c.seq, c.hash, coalesce(v.entries, 0)::bigint AS entries,
         -- A head that does not stand at the last entry breaks the chain behind it.
         least(v.first_breach,
               CASE WHEN c.seq <> coalesce(v.entries, 0) OR c.hash <> coalesce(v.last_hash,
                           encode(sha256(convert_to(c.chain_id, 'UTF8')), 'hex'))
                    THEN least(c.seq, coalesce(v.entries, 0)) + 1 END)::bigint AS first_breach
  FROM audit.chains c
  LEFT JOIN (
    SELECT chain_id, count(*) AS entries, min(seq) FILTER (WHERE is_broken) AS first_breach,
           (array_agg(hash ORDER BY seq DESC))[1] AS last_hash
    FROM (
      SELECT e.chain_id, e.seq, e.hash,
             e.seq <> row_number() OVER chain
             OR e.previous_hash <> coalesce(lag(e.hash) OVER chain,
                  encode(sha256(convert_to(e.chain_id, 'UTF8')), 'hex'))
             OR ${unhashedEntry('e')} AS is_broken
      FROM audit.entries e WHERE e.tenant_id = $1 AND ($2::text IS NULL OR e.chain_id = $2)
      WINDOW chain AS (PARTITION BY e.chain_id ORDER BY e.seq)
    ) linked GROUP BY chain_id
  ) v ON v.chain_id = c.chain_id
  WHERE c.tenant_id = $1 AND ($2::text IS NULL OR c.chain_id = $2)
  ORDER BY c.chain_id`;

export function listChains({
  database,
}: Pick<Surroundings, 'database'>): TenantUseCase<typeof audit.listChains> {
  return async (context, { chainId }) => {
    const rows = await database.read(context, (tx) =>
      tx.query<ChainRow>(chainsStatement, [tx.tenantId, chainId ?? null]),
    );
    const chains = rows.map((row) => ({
      chainId: row.chain_id,
      entries: row.entries,
      headHash: row.hash,
      isWhole: row.first_breach === null,
      firstBreachSeq: row.first_breach,
    }));
    return { chains, isWhole: chains.every((chain) => chain.isWhole) };
  };
}
