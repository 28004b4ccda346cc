/** What holds of decisions about parked operations. */
export const decisionInvariants = [
  {
    id: 'I70',
    name: "every decision that came by a register's queue has its place there, and none has two",
    sql: `SELECT coalesce(d.decision_id, b.operation_id) AS decision_id
      FROM (
        SELECT * FROM orders.parked_decisions WHERE tenant_id = $1 AND way = 'REGISTER'
      ) d
      FULL JOIN (
        SELECT * FROM orders.booked_operations WHERE tenant_id = $1 AND kind = 'decision'
      ) b ON b.operation_id = d.decision_id AND b.register_id = d.register_id
      WHERE d.decision_id IS NULL OR b.operation_id IS NULL OR b.body_hash <> d.body_hash`,
  },
  {
    id: 'I71',
    name: 'what ends the waiting of an operation says why, or what stands in for it',
    sql: `SELECT decision_id FROM orders.parked_decisions
      WHERE tenant_id = $1 AND is_fit
        AND CASE decision WHEN 'AMENDED' THEN amended_by IS NULL ELSE btrim(reason) = '' END`,
  },
] as const;
