/** What must hold of stock at any time; each query answers the rows that break it. */
export const invariants = [
  {
    id: 'I18',
    name: 'what is on hand is the sum of its movements',
    sql: `SELECT coalesce(l.product_id, m.product_id) AS product_id, l.on_hand_milli, m.moved
      FROM (SELECT * FROM inventory.stock_levels WHERE tenant_id = $1) l
      FULL JOIN (
        SELECT location_id, product_id, sum(quantity_milli) AS moved
        FROM inventory.stock_movements WHERE tenant_id = $1 GROUP BY 1, 2
      ) m USING (location_id, product_id)
      WHERE coalesce(l.on_hand_milli, 0) <> coalesce(m.moved, 0)`,
  },
  {
    id: 'I18b',
    name: 'each adjustment has moved stock if it was approved, and only then',
    sql: `SELECT a.adjustment_id FROM inventory.stock_adjustments a
      LEFT JOIN inventory.stock_movements m ON m.tenant_id = a.tenant_id
        AND m.source_type = 'adjustment' AND m.source_id = a.adjustment_id
        AND m.quantity_milli = a.quantity_milli AND m.product_id = a.product_id
        AND m.location_id = a.location_id
        AND m.type = CASE a.type WHEN 'DAMAGE' THEN 'DAMAGE' ELSE 'ADJUSTMENT' END
      WHERE a.tenant_id = $1 AND (a.approved_at IS NOT NULL) <> (m.movement_id IS NOT NULL)`,
  },
  {
    id: 'I18c',
    name: 'what a piece costs on average is what was told of it last',
    sql: `SELECT a.product_id, a.average_milli_minor, t.told
      FROM (SELECT * FROM inventory.average_costs
            WHERE tenant_id = $1 AND average_milli_minor IS NOT NULL) a
      FULL JOIN (
        SELECT DISTINCT ON (aggregate_id) aggregate_id::uuid AS product_id,
          (payload ->> 'averageMilliMinor')::bigint AS told
        FROM inventory.outbox WHERE tenant_id = $1 AND type = 'inventory.cost_averaged'
        ORDER BY aggregate_id, xid DESC, id DESC
      ) t USING (product_id)
      WHERE a.average_milli_minor IS DISTINCT FROM t.told`,
  },
  {
    id: 'I20',
    name: 'what is reserved is the sum of what active reservations hold',
    sql: `SELECT coalesce(l.product_id, i.product_id) AS product_id, l.reserved_milli, i.held
      FROM (SELECT * FROM inventory.stock_levels WHERE tenant_id = $1) l
      FULL JOIN (
        SELECT location_id, product_id, sum(quantity_milli) AS held
        FROM inventory.reservation_items WHERE tenant_id = $1 AND released_at IS NULL GROUP BY 1, 2
      ) i USING (location_id, product_id)
      WHERE coalesce(l.reserved_milli, 0) <> coalesce(i.held, 0)`,
  },
  {
    id: 'I20b',
    name: 'a reservation holds something while it is active, and nothing after',
    sql: `SELECT r.reservation_id, r.state FROM inventory.reservations r
      WHERE r.tenant_id = $1 AND (r.state = 'ACTIVE') <> EXISTS (
        SELECT FROM inventory.reservation_items i WHERE i.tenant_id = $1
          AND i.reservation_id = r.reservation_id AND i.released_at IS NULL)`,
  },
  {
    id: 'I20c',
    name: 'a reservation that was consumed was sold',
    sql: `SELECT r.reservation_id FROM inventory.reservations r
      WHERE r.tenant_id = $1 AND r.state = 'CONSUMED' AND NOT EXISTS (
        SELECT FROM inventory.stock_movements m WHERE m.tenant_id = $1
          AND m.source_type = 'sale' AND m.source_id = r.reservation_id)`,
  },
  {
    id: 'I21',
    name: 'what is below zero of a guarded product was taken there by a movement that says so',
    sql: `SELECT l.location_id, l.product_id, l.on_hand_milli FROM inventory.stock_levels l
      JOIN inventory.products p
        ON p.tenant_id = l.tenant_id AND p.product_id = l.product_id
        AND p.oversell_policy = 'BLOCK'
      WHERE l.tenant_id = $1 AND l.on_hand_milli < 0 AND NOT EXISTS (
        SELECT FROM inventory.stock_movements m WHERE m.tenant_id = $1
          AND m.location_id = l.location_id AND m.product_id = l.product_id
          AND m.quantity_milli < 0 AND m.new_milli < 0 AND m.source_type <> 'transfer')`,
  },
  {
    id: 'I22',
    name: 'a transfer moves nothing, or as much in as out, where it said',
    sql: `SELECT t.transfer_id FROM inventory.stock_transfers t
      LEFT JOIN inventory.stock_movements o ON o.tenant_id = t.tenant_id
        AND o.source_type = 'transfer' AND o.source_id = t.transfer_id AND o.source_line = 1
        AND o.location_id = t.from_location_id AND o.quantity_milli = -t.quantity_milli
      LEFT JOIN inventory.stock_movements i ON i.tenant_id = t.tenant_id
        AND i.source_type = 'transfer' AND i.source_id = t.transfer_id AND i.source_line = 2
        AND i.location_id = t.to_location_id AND i.quantity_milli = t.quantity_milli
      WHERE t.tenant_id = $1 AND ((t.applied_at IS NOT NULL) <> (o.movement_id IS NOT NULL)
        OR (t.applied_at IS NOT NULL) <> (i.movement_id IS NOT NULL))`,
  },
  {
    id: 'I22b',
    name: 'what transfers moved adds up to nothing',
    sql: `SELECT source_id, sum(quantity_milli) AS moved FROM inventory.stock_movements
      WHERE tenant_id = $1 AND type = 'TRANSFER'
      GROUP BY source_id HAVING sum(quantity_milli) <> 0 OR count(*) <> 2`,
  },
  {
    id: 'I22c',
    name: 'an active alert that the level itself raised is true, and there is one of its kind',
    sql: `SELECT a.alert_id, a.type, l.on_hand_milli
      FROM inventory.stock_alerts a
      JOIN inventory.stock_levels l ON l.tenant_id = a.tenant_id
        AND l.location_id = a.location_id AND l.product_id = a.product_id
      LEFT JOIN inventory.products p ON p.tenant_id = a.tenant_id AND p.product_id = a.product_id
      WHERE a.tenant_id = $1 AND a.resolved_at IS NULL AND (
        a.raised_by IS NULL AND NOT coalesce(CASE a.type
          WHEN 'LOW_STOCK' THEN l.on_hand_milli <= coalesce(l.min_milli, p.min_milli, 0)
          WHEN 'OUT_OF_STOCK' THEN l.on_hand_milli <= 0
          ELSE l.on_hand_milli > l.max_milli END, false)
        OR EXISTS (SELECT FROM inventory.stock_alerts o WHERE o.tenant_id = $1
          AND o.resolved_at IS NULL AND o.alert_id <> a.alert_id AND o.type = a.type
          AND o.location_id = a.location_id AND o.product_id = a.product_id))`,
  },
  {
    id: 'inventory-changes',
    name: 'each level has its place in the order of what registers copy',
    sql: `SELECT l.pls_id FROM inventory.stock_levels l
      LEFT JOIN inventory.changes c
        ON c.tenant_id = l.tenant_id AND c.kind = 'level' AND c.object_id = l.pls_id
      WHERE l.tenant_id = $1 AND c.object_id IS NULL`,
  },
  {
    id: 'I22e',
    name: 'an empty place that was taken off the list has no limits',
    sql: `SELECT l.pls_id FROM inventory.stock_levels l
      WHERE l.tenant_id = $1 AND l.delisted_at IS NOT NULL
        AND l.on_hand_milli = 0 AND l.reserved_milli = 0
        AND num_nonnulls(l.min_milli, l.max_milli) > 0`,
  },
  {
    id: 'I22d',
    name: 'each level that fell low was told of, once for each alert',
    sql: `SELECT a.product_id, a.alerts, o.told
      FROM (
        SELECT product_id, count(*) AS alerts FROM inventory.stock_alerts
        WHERE tenant_id = $1 AND type = 'LOW_STOCK' AND raised_by IS NULL GROUP BY 1
      ) a FULL JOIN (
        SELECT aggregate_id::uuid AS product_id, count(*) AS told FROM inventory.outbox
        WHERE tenant_id = $1 AND type = 'inventory.low_stock' GROUP BY 1
      ) o USING (product_id)
      WHERE coalesce(a.alerts, 0) <> coalesce(o.told, 0)`,
  },
] as const;
