/** What is always true of the audit log. Each query answers no row when all is well. */

const isHashRight = `(hash = encode(sha256(convert_to(previous_hash || payload, 'UTF8')), 'hex'))`;

/** As `Date.toISOString` writes it: compared as text, so that no forged text can fail to cast. */
const isoOf = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export const invariants: readonly { id: string; name: string; sql: string }[] = [
  {
    id: 'I28',
    name: 'the audit chain is unbroken: places without a gap, each hash over the one before',
    sql: `
      SELECT chain_id, seq FROM (
        SELECT e.*,
          row_number() OVER chain AS place,
          coalesce(lag(e.hash) OVER chain,
                   encode(sha256(convert_to(e.chain_id, 'UTF8')), 'hex')) AS expected
        FROM audit.entries e WHERE e.tenant_id = $1
        WINDOW chain AS (PARTITION BY e.chain_id ORDER BY e.seq)
      ) linked
      WHERE seq <> place OR previous_hash <> expected
        OR NOT ${isHashRight}`,
  },
  {
    id: 'I28-content',
    name: 'what an audit entry shows is what was hashed',
    sql: `
      SELECT chain_id, seq FROM (
        SELECT e.*, CASE WHEN ${isHashRight} THEN payload::jsonb END AS p
        FROM audit.entries e WHERE e.tenant_id = $1
      ) entry
      WHERE (lower(p ->> 'tenantId'), p ->> 'chainId', p ->> 'seq', p ->> 'auditLogId',
             p ->> 'eventId', p ->> 'action', p ->> 'modelName', p ->> 'objectId',
             lower(p ->> 'userId'), p ->> 'reason', p -> 'data',
             p ->> 'occurredAt', p ->> 'createdAt')
        IS DISTINCT FROM
            (tenant_id::text, chain_id, seq::text, audit_log_id::text,
             event_id::text, action, model_name, object_id,
             user_id::text, reason, data,
             ${isoOf('occurred_at')}, ${isoOf('created_at')})`,
  },
  {
    id: 'I29',
    name: 'no audit chain forks',
    sql: `
      SELECT chain_id, previous_hash FROM audit.entries WHERE tenant_id = $1
      GROUP BY chain_id, previous_hash HAVING count(*) > 1`,
  },
  {
    id: 'I29-head',
    name: 'the head of each audit chain is its last entry, or its beginning',
    sql: `
      SELECT coalesce(c.chain_id, last.chain_id) AS chain_id, c.seq, last.seq AS last_seq
      FROM (SELECT * FROM audit.chains WHERE tenant_id = $1) c
      FULL JOIN (
        SELECT DISTINCT ON (chain_id) chain_id, seq, hash FROM audit.entries
        WHERE tenant_id = $1 ORDER BY chain_id, seq DESC
      ) last ON last.chain_id = c.chain_id
      WHERE c.seq IS DISTINCT FROM coalesce(last.seq, 0)
        OR c.hash IS DISTINCT FROM
           coalesce(last.hash, encode(sha256(convert_to(c.chain_id, 'UTF8')), 'hex'))`,
  },
];
