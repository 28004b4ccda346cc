/** What must hold of customers at any time; each query answers the rows that break it. */
export const invariants = [
  {
    id: 'I50',
    name: 'whoever is not erased has a key of their own, and whoever is has none',
    sql: `SELECT c.customer_id, c.erased_at FROM customers.customers c
      LEFT JOIN customers.subject_keys k USING (tenant_id, customer_id)
      WHERE c.tenant_id = $1 AND (c.erased_at IS NULL) <> (k.customer_id IS NOT NULL)`,
  },
  {
    id: 'I51',
    name: 'only living customers can be found',
    sql: `SELECT b.customer_id, b.kind FROM customers.blind_index b
      LEFT JOIN customers.customers c USING (tenant_id, customer_id)
      WHERE b.tenant_id = $1
        AND (c.customer_id IS NULL OR c.archived_at IS NOT NULL OR c.erased_at IS NOT NULL)`,
  },
  {
    id: 'I52',
    name: 'a living customer is found by what they have: one phone, one e-mail',
    sql: `SELECT c.customer_id FROM customers.customers c
      WHERE c.tenant_id = $1 AND c.archived_at IS NULL AND c.erased_at IS NULL
        AND ((c.sealed_phone IS NOT NULL)::int <> (SELECT count(*) FROM customers.blind_index b
            WHERE b.tenant_id = $1 AND b.customer_id = c.customer_id AND b.kind = 'phone')
          OR (c.sealed_email IS NOT NULL)::int <> (SELECT count(*) FROM customers.blind_index b
            WHERE b.tenant_id = $1 AND b.customer_id = c.customer_id AND b.kind = 'email'))`,
  },
  {
    id: 'I53',
    name: 'what a customer agrees to is what they said last',
    sql: `SELECT c.customer_id FROM customers.customers c
      LEFT JOIN LATERAL (SELECT h.* FROM customers.consents h
        WHERE h.tenant_id = $1 AND h.customer_id = c.customer_id
        ORDER BY h.consent_number DESC LIMIT 1) h ON true
      WHERE c.tenant_id = $1 AND (
        c.marketing_opt_in <> coalesce(h.marketing_opt_in, false)
        OR c.marketing_channels <> coalesce(h.marketing_channels, '{}')
        OR c.consent_timestamp IS DISTINCT FROM h.occurred_at)`,
  },
  {
    id: 'I54',
    name: 'what was said to being written to is numbered without a gap',
    sql: `SELECT customer_id, max(consent_number), count(*) FROM customers.consents
      WHERE tenant_id = $1 GROUP BY customer_id HAVING max(consent_number) <> count(*)`,
  },
  {
    id: 'I55',
    name: 'each customer was told of once when made, and once when erased, by id alone',
    sql: `SELECT c.customer_id, t.made, t.erased FROM customers.customers c
      LEFT JOIN (SELECT aggregate_id, count(*) FILTER (WHERE type = 'customer.created') AS made,
          count(*) FILTER (WHERE type = 'customer.erased') AS erased
        FROM customers.outbox WHERE tenant_id = $1 GROUP BY 1) t
        ON t.aggregate_id = c.customer_id::text
      WHERE c.tenant_id = $1 AND (coalesce(t.made, 0) <> 1
        OR coalesce(t.erased, 0) <> (c.erased_at IS NOT NULL)::int)
      UNION ALL
      SELECT o.aggregate_id::uuid, 0, 0 FROM customers.outbox o
      WHERE o.tenant_id = $1 AND o.type LIKE 'customer.%'
        AND o.payload <> jsonb_build_object('customerId', o.aggregate_id)`,
  },
  {
    id: 'customers-changes',
    name: 'each customer has their place in the order of what registers copy',
    sql: `SELECT c.customer_id FROM customers.customers c
      LEFT JOIN customers.changes h
        ON h.tenant_id = c.tenant_id AND h.kind = 'customer' AND h.object_id = c.customer_id
      WHERE c.tenant_id = $1 AND h.object_id IS NULL`,
  },
] as const;
