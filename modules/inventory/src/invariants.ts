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
        AND m.quantity_milli = a.quantity_milli
      WHERE a.tenant_id = $1 AND (a.approved_at IS NOT NULL) <> (m.movement_id IS NOT NULL)`,
  },
  {
    id: 'I20',
    name: 'nothing is reserved below zero',
    sql: `SELECT product_id FROM inventory.stock_levels
      WHERE tenant_id = $1 AND reserved_milli < 0`,
  },
] as const;
