/** Invariants that reach across modules. A module's own stand beside its SQL. */
import { moduleNames } from '@evertill/kernel';
import type { Invariant } from './modules.ts';

export function crossModuleInvariants(
  listeners: Readonly<Record<string, readonly string[]>>,
): readonly Invariant[] {
  return [
    ...delivered(listeners),
    ...onlyTold(),
    ...noDeadLetters(),
    ...stockFollowsSales,
    ...stockFollowsGoods,
    ...settledByCustomers,
  ];
}

/** Up to where the relay says it has carried a consumer, the consumer has everything. */
function delivered(listeners: Readonly<Record<string, readonly string[]>>): Invariant[] {
  return moduleNames.flatMap((source) =>
    moduleNames.flatMap((consumer) => {
      const types = Object.keys(listeners).filter((type) => listeners[type]?.includes(consumer));
      if (types.length === 0) return [];
      const list = types.map((type) => `'${type}'`).join(', ');
      return [
        {
          id: 'I25',
          name: `what ${source} told ${consumer} up to its cursor was taken in`,
          sql: `SELECT o.event_id, o.type FROM ${source}.outbox o
            JOIN ${source}.outbox_cursors c
              ON c.tenant_id = o.tenant_id AND c.consumer = '${consumer}'
            WHERE o.tenant_id = $1 AND (o.xid, o.id) <= (c.xid, c.id) AND o.type IN (${list})
              AND NOT EXISTS (SELECT FROM ${consumer}.inbox i
                WHERE i.tenant_id = $1 AND i.event_id = o.event_id)`,
        },
      ];
    }),
  );
}

/** Nobody has taken in what nobody told. */
function onlyTold(): Invariant[] {
  return moduleNames.map((consumer) => ({
    id: 'I25b',
    name: `${consumer} has taken in nothing that was not told`,
    sql: `SELECT i.event_id, i.type, i.source FROM ${consumer}.inbox i
      WHERE i.tenant_id = $1 AND NOT EXISTS (
        ${moduleNames
          .map(
            (source) => `SELECT FROM ${source}.outbox o
              WHERE o.tenant_id = $1 AND o.event_id = i.event_id AND i.source = '${source}'`,
          )
          .join(' UNION ALL ')})`,
  }));
}

function noDeadLetters(): Invariant[] {
  return moduleNames.map((consumer) => ({
    id: 'I25c',
    name: `${consumer} has put no event aside`,
    sql: `SELECT event_id, type, reason FROM ${consumer}.dead_letters WHERE tenant_id = $1`,
  }));
}

/** What became of an operation is one thing in the register's sequence and with customers. */
const settledByCustomers: readonly Invariant[] = [
  {
    id: 'I56',
    name: 'each customer operation that a register booked was done, and once',
    sql: `SELECT b.operation_id, s.code FROM orders.booked_operations b
      LEFT JOIN customers.settled_operations s USING (tenant_id, operation_id)
      WHERE b.tenant_id = $1 AND b.kind LIKE 'customer_%' AND s.code IS DISTINCT FROM ''`,
  },
];

const stockFollowsSales: readonly Invariant[] = [
  {
    id: 'I19',
    name: 'each line of a sale that inventory was told of has moved stock, once and by so much',
    sql: `SELECT l.sale_id, l.line_number FROM orders.sale_lines l
      JOIN orders.outbox o ON o.tenant_id = l.tenant_id AND o.type = 'order.completed'
        AND o.aggregate_id = l.sale_id::text
      JOIN inventory.inbox i ON i.tenant_id = l.tenant_id AND i.event_id = o.event_id
      LEFT JOIN inventory.stock_movements m ON m.tenant_id = l.tenant_id
        AND m.source_type = 'sale' AND m.source_id = l.sale_id AND m.source_line = l.line_number
        AND m.event_id = o.event_id
      WHERE l.tenant_id = $1
        AND (m.movement_id IS NULL OR m.quantity_milli <> -l.quantity_milli
          OR m.product_id <> l.product_id)`,
  },
  {
    id: 'I19b',
    name: 'each restocked line of a refund that inventory was told of has moved stock, once',
    sql: `SELECT l.refund_id, l.line_number FROM orders.refund_lines l
      JOIN orders.outbox o ON o.tenant_id = l.tenant_id AND o.type = 'order.refunded'
        AND o.payload ->> 'refundId' = l.refund_id::text
      JOIN inventory.inbox i ON i.tenant_id = l.tenant_id AND i.event_id = o.event_id
      LEFT JOIN inventory.stock_movements m ON m.tenant_id = l.tenant_id
        AND m.source_type = 'refund' AND m.source_id = l.refund_id
        AND m.source_line = l.line_number AND m.event_id = o.event_id
      WHERE l.tenant_id = $1
        AND (m.movement_id IS NOT NULL) <> l.is_restocked
         OR (m.movement_id IS NOT NULL AND m.quantity_milli <> l.quantity_milli)`,
  },
  {
    id: 'I19d',
    name: 'each line of a restocked return that inventory was told of has moved stock, once',
    sql: `SELECT l.sales_return_id, l.line_number FROM orders.sales_return_lines l
      JOIN orders.sales_returns r USING (tenant_id, sales_return_id)
      JOIN orders.outbox o ON o.tenant_id = l.tenant_id AND o.type = 'order.returned'
        AND o.payload ->> 'returnId' = l.sales_return_id::text
      JOIN inventory.inbox i ON i.tenant_id = l.tenant_id AND i.event_id = o.event_id
      LEFT JOIN inventory.stock_movements m ON m.tenant_id = l.tenant_id
        AND m.source_type = 'return' AND m.source_id = l.sales_return_id
        AND m.source_line = l.line_number AND m.event_id = o.event_id
      WHERE l.tenant_id = $1
        AND ((m.movement_id IS NOT NULL) <> r.is_restocked
          OR m.quantity_milli <> l.quantity_milli OR m.product_id <> r.product_id)`,
  },
  {
    id: 'I19c',
    name: 'no stock was moved by a sale, a void, a refund or a return that is not there',
    sql: `SELECT m.movement_id, m.source_type, m.source_id FROM inventory.stock_movements m
      WHERE m.tenant_id = $1
        AND (m.source_type = 'sale' AND NOT EXISTS (
               SELECT FROM orders.sale_lines l WHERE l.tenant_id = $1
                 AND l.sale_id = m.source_id AND l.line_number = m.source_line)
          OR m.source_type = 'void' AND NOT EXISTS (
               SELECT FROM orders.voids v JOIN orders.sale_lines l USING (tenant_id, sale_id)
               WHERE v.tenant_id = $1 AND v.sale_id = m.source_id
                 AND l.line_number = m.source_line)
          OR m.source_type = 'return' AND NOT EXISTS (
               SELECT FROM orders.sales_return_lines l WHERE l.tenant_id = $1
                 AND l.sales_return_id = m.source_id AND l.line_number = m.source_line)
          OR m.source_type = 'refund' AND NOT EXISTS (
               SELECT FROM orders.refund_lines l WHERE l.tenant_id = $1
                 AND l.refund_id = m.source_id AND l.line_number = m.source_line))`,
  },
  {
    id: 'I19e',
    name: 'each line of a void that inventory was told of came back, once and by so much',
    sql: `SELECT l.sale_id, l.line_number FROM orders.voids v
      JOIN orders.sale_lines l USING (tenant_id, sale_id)
      JOIN orders.outbox o ON o.tenant_id = v.tenant_id AND o.type = 'order.voided'
        AND o.aggregate_id = v.sale_id::text
      JOIN inventory.inbox i ON i.tenant_id = v.tenant_id AND i.event_id = o.event_id
      LEFT JOIN inventory.stock_movements m ON m.tenant_id = v.tenant_id
        AND m.source_type = 'void' AND m.source_id = v.sale_id AND m.source_line = l.line_number
        AND m.event_id = o.event_id
      WHERE v.tenant_id = $1
        AND (m.movement_id IS NULL OR m.quantity_milli <> l.quantity_milli
          OR m.product_id <> l.product_id)`,
  },
  {
    id: 'I20d',
    name: 'an order that waits for its payment was kept stock for: its lines, while it is kept',
    sql: `SELECT o.order_id FROM orders.orders o
      LEFT JOIN inventory.reservations r
        ON r.tenant_id = o.tenant_id AND r.reservation_id = o.order_id
      WHERE o.tenant_id = $1 AND o.state = 'awaiting_payment'
        AND (r.reservation_id IS NULL OR r.state = 'ACTIVE' AND EXISTS (
          SELECT FROM (
            SELECT product_id, sum(quantity_milli) AS ordered FROM orders.order_lines
            WHERE tenant_id = $1 AND order_id = o.order_id AND removed_at IS NULL GROUP BY 1
          ) l FULL JOIN (
            SELECT product_id, sum(quantity_milli) AS held FROM inventory.reservation_items
            WHERE tenant_id = $1 AND reservation_id = o.order_id AND released_at IS NULL GROUP BY 1
          ) h USING (product_id)
          WHERE l.ordered IS DISTINCT FROM h.held))`,
  },
];

/** What a note's event says of its lines, as far as inventory was told, beside what it moved. */
const goodsTold = (type: string, sourceType: string, sign: string): string => `
  SELECT o.event_id, i ->> 'lineNumber' AS line_number FROM purchasing.outbox o
  CROSS JOIN LATERAL jsonb_array_elements(o.payload -> 'items') i
  JOIN inventory.inbox b ON b.tenant_id = o.tenant_id AND b.event_id = o.event_id
  LEFT JOIN inventory.stock_movements m ON m.tenant_id = o.tenant_id
    AND m.source_type = '${sourceType}' AND m.event_id = o.event_id
    AND m.source_id = (o.payload ->> 'grnHeaderId')::uuid
    AND m.source_line = (i ->> 'lineNumber')::integer
  WHERE o.tenant_id = $1 AND o.type = '${type}' AND (m.movement_id IS NULL
    OR m.quantity_milli <> ${sign}(i ->> 'quantityMilli')::bigint
    OR m.product_id <> (i ->> 'productId')::uuid)`;

const stockFollowsGoods: readonly Invariant[] = [
  {
    id: 'I26',
    name: 'each line of goods that inventory was told of has moved stock, once and by so much',
    sql: goodsTold('goods.received', 'grn', ''),
  },
  {
    id: 'I26b',
    name: 'each voided line of goods that inventory was told of has gone off the stock, once',
    sql: goodsTold('goods.receipt_voided', 'grn_void', '-'),
  },
  {
    id: 'I26c',
    name: 'no stock was moved by goods that are on no note, or on a line that still stands',
    sql: `SELECT m.movement_id, m.source_type, m.source_id FROM inventory.stock_movements m
      LEFT JOIN purchasing.goods_note_lines l ON l.tenant_id = m.tenant_id
        AND l.note_id = m.source_id AND l.line_number = m.source_line
      WHERE m.tenant_id = $1 AND (m.source_type IN ('grn', 'grn_void') AND l.line_id IS NULL
        OR m.source_type = 'grn_void' AND l.voided_at IS NULL)`,
  },
  {
    id: 'I26d',
    name: 'the catalogue shows the average cost that it was told last',
    sql: `SELECT a.product_id, a.average_milli_minor, t.told FROM (
        SELECT DISTINCT ON (o.aggregate_id) o.aggregate_id::uuid AS product_id,
          (o.payload ->> 'averageMilliMinor')::bigint AS told
        FROM inventory.outbox o
        JOIN catalog.inbox i ON i.tenant_id = o.tenant_id AND i.event_id = o.event_id
        WHERE o.tenant_id = $1 AND o.type = 'inventory.cost_averaged'
        ORDER BY o.aggregate_id, o.xid DESC, o.id DESC
      ) t FULL JOIN (SELECT * FROM catalog.average_costs WHERE tenant_id = $1) a
        USING (product_id)
      WHERE a.average_milli_minor IS DISTINCT FROM t.told`,
  },
];
