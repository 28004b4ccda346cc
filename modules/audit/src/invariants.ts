/** What is always true of the audit log. Each query answers no row when all is well. */

const hashIsRight = (e: string): string =>
  `(${e}.hash = encode(sha256(convert_to(${e}.previous_hash || ${e}.payload, 'UTF8')), 'hex'))`;

/** As `Date.toISOString` writes it: compared as text, so that no forged text can fail to cast. */
const isoOf = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Whether what the entry `e` shows is not what was hashed, or its hash is not its own. */
export const unhashedEntry = (e: string): string => `(NOT ${hashIsRight(e)} OR ${shownDiffers(e)})`;

/** The payload is read as JSON only where its hash is right: a forged one may be no JSON at all. */
const shownDiffers = (e: string): string => `(
  SELECT (lower(p ->> 'tenantId'), p ->> 'chainId', p ->> 'seq', p ->> 'auditLogId',
          p ->> 'eventId', p ->> 'action', p ->> 'modelName', p ->> 'objectId',
          lower(p ->> 'userId'), p ->> 'reason', p -> 'data',
          p ->> 'occurredAt', p ->> 'createdAt')
    IS DISTINCT FROM
         (${e}.tenant_id::text, ${e}.chain_id, ${e}.seq::text, ${e}.audit_log_id::text,
          ${e}.event_id::text, ${e}.action, ${e}.model_name, ${e}.object_id,
          ${e}.user_id::text, ${e}.reason, ${e}.data,
          ${isoOf(`${e}.occurred_at`)}, ${isoOf(`${e}.created_at`)})
  FROM (SELECT CASE WHEN ${hashIsRight(e)} THEN ${e}.payload::jsonb END AS p) hashed)`;

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
        OR NOT ${hashIsRight('linked')}`,
  },
  {
    id: 'I28-content',
    name: 'what an audit entry shows is what was hashed',
    sql: `
      SELECT e.chain_id, e.seq FROM audit.entries e
      WHERE e.tenant_id = $1 AND ${shownDiffers('e')}`,
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
