/** What must hold of payments at any time; each query answers the rows that break it. */
export const invariants = [
  {
    id: 'I23-payments',
    name: 'what became of each attempt was told as it stands, a success exactly once',
    sql: `SELECT a.attempt_id, a.status, told.type, told.times
      FROM payments.attempts a
      LEFT JOIN (
        SELECT payload ->> 'paymentAttemptId' AS id, type, count(*) AS times
        FROM payments.outbox WHERE tenant_id = $1 GROUP BY 1, 2
      ) told ON told.id = a.attempt_id::text
        AND told.type = CASE a.status WHEN 'FAILED' THEN 'payment.failed' ELSE 'payment.completed' END
      WHERE a.tenant_id = $1
        AND coalesce(told.times, 0) <> (a.status IN ('SUCCEEDED', 'FAILED'))::integer`,
  },
  {
    id: 'I07-payments',
    name: 'no two successes carry one reference of a provider',
    sql: `SELECT provider, provider_reference FROM payments.attempts
      WHERE tenant_id = $1 AND status = 'SUCCEEDED'
      GROUP BY provider, provider_reference HAVING count(*) > 1`,
  },
] as const;
