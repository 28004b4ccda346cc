/** What must hold of buying at any time; each query answers the rows that break it. */

/** Of either paper: its lines, and the totals over them. */
const totalsOf = (headers: string, lines: string): string => `
  SELECT h.header_id FROM purchasing.${headers} h
  LEFT JOIN (
    SELECT header_id, sum(total_minor) AS total,
      sum(round(unit_price_minor * quantity_milli / 1000::numeric)) AS gross,
      bool_and(total_minor
        = round(unit_price_minor * quantity_milli / 1000::numeric) - discount_minor) AS is_sound
    FROM purchasing.${lines} WHERE tenant_id = $1 AND removed_at IS NULL GROUP BY header_id
  ) l USING (header_id)
  WHERE h.tenant_id = $1 AND (h.total_minor <> coalesce(l.total, 0)
    OR h.subtotal_minor <> coalesce(l.gross, 0) OR NOT coalesce(l.is_sound, true))`;

export const invariants: readonly { id: string; name: string; sql: string }[] = [
  {
    id: 'purchasing-order-totals',
    name: 'a purchase order costs what all its lines cost',
    sql: totalsOf('purchase_orders', 'purchase_order_lines'),
  },
  {
    id: 'purchasing-totals',
    name: 'a purchase costs what all its lines cost',
    sql: totalsOf('purchases', 'purchase_lines'),
  },
  {
    id: 'purchasing-balance',
    name: 'a balance is the total less what was paid, and never below zero',
    sql: `
      SELECT h.header_id, h.balance_minor, h.total_minor, p.paid FROM purchasing.purchases h
      LEFT JOIN (
        SELECT header_id, sum(amount_minor) AS paid FROM purchasing.supplier_payments
        WHERE tenant_id = $1 AND voided_at IS NULL GROUP BY header_id
      ) p USING (header_id)
      WHERE h.tenant_id = $1 AND (h.paid_minor <> coalesce(p.paid, 0) OR h.balance_minor < 0
        OR h.balance_minor <> h.total_minor - coalesce(p.paid, 0))`,
  },
  {
    id: 'purchasing-received',
    name: 'what was received of a line is the sum of the notes, and no more than was ordered',
    sql: `
      SELECT l.line_id, l.received_milli, l.quantity_milli, n.received, n.cost
      FROM purchasing.purchase_lines l
      LEFT JOIN (
        SELECT purchase_line_id AS line_id, sum(quantity_milli) AS received,
               sum(cost_minor) AS cost
        FROM purchasing.goods_note_lines WHERE tenant_id = $1 AND voided_at IS NULL GROUP BY 1
      ) n USING (line_id)
      WHERE l.tenant_id = $1 AND (l.received_milli <> coalesce(n.received, 0)
        OR l.costed_minor <> coalesce(n.cost, 0) OR l.received_milli > l.quantity_milli)`,
  },
  {
    id: 'purchasing-note-lines',
    name: 'a line of a note is of the purchase and the product that the note is about',
    sql: `
      SELECT l.line_id FROM purchasing.goods_note_lines l
      JOIN purchasing.goods_notes n ON n.tenant_id = l.tenant_id AND n.note_id = l.note_id
      JOIN purchasing.purchase_lines p ON p.tenant_id = l.tenant_id
        AND p.line_id = l.purchase_line_id
      WHERE l.tenant_id = $1 AND (p.header_id <> n.purchase_id
        OR p.product_id <> l.product_id AND l.voided_at IS NULL
        OR n.voided_at IS NOT NULL AND l.voided_at IS NULL OR l.line_number > n.last_line)`,
  },
  {
    id: 'purchasing-told',
    name: 'each line that came was told once, and once more if it was voided, and no other',
    sql: `
      SELECT coalesce(l.note_id, t.note_id) AS note_id, coalesce(l.line_number, t.line_number)
      FROM (
        SELECT note_id, line_number, 'goods.received' AS type, quantity_milli, cost_minor
        FROM purchasing.goods_note_lines WHERE tenant_id = $1
        UNION ALL
        SELECT note_id, line_number, 'goods.receipt_voided', quantity_milli, cost_minor
        FROM purchasing.goods_note_lines WHERE tenant_id = $1 AND voided_at IS NOT NULL
      ) l
      FULL JOIN (
        SELECT (o.payload ->> 'grnHeaderId')::uuid AS note_id, o.type,
          (i ->> 'lineNumber')::integer AS line_number,
          min((i ->> 'quantityMilli')::bigint) AS quantity_milli,
          min((i ->> 'costMinor')::bigint) AS cost_minor, count(*) AS times
        FROM purchasing.outbox o CROSS JOIN LATERAL jsonb_array_elements(o.payload -> 'items') i
        WHERE o.tenant_id = $1 AND o.type IN ('goods.received', 'goods.receipt_voided')
        GROUP BY 1, 2, 3
      ) t USING (note_id, line_number, type)
      WHERE (l.quantity_milli, l.cost_minor, 1::bigint)
        IS DISTINCT FROM (t.quantity_milli, t.cost_minor, t.times)`,
  },
  {
    id: 'purchasing-voided',
    name: 'nothing is paid on a voided purchase, nothing came of it, and no order leads to it',
    sql: `
      SELECT h.header_id FROM purchasing.purchases h
      WHERE h.tenant_id = $1 AND h.voided_at IS NOT NULL AND (h.paid_minor <> 0
        OR EXISTS (SELECT FROM purchasing.goods_notes n WHERE n.tenant_id = $1
             AND n.purchase_id = h.header_id AND n.voided_at IS NULL)
        OR EXISTS (SELECT FROM purchasing.purchase_orders o WHERE o.tenant_id = $1
             AND o.converted_purchase_id = h.header_id))`,
  },
];
