/** What stands in PostgreSQL of many sales, in one statement: all that is money, line by line. */
import type pg from 'pg';

/** Minor units; quantities in thousandths. */
export interface StoredSale {
  readonly subtotal: number;
  readonly discount: number;
  readonly tax: number;
  readonly rounding: number;
  readonly total: number;
  readonly change: number;
  readonly lines: readonly {
    readonly quantity: number;
    readonly price: number;
    readonly discount: number;
    readonly taxCode: string;
    readonly tax: number;
    readonly total: number;
  }[];
  /** By id. */
  readonly payments: readonly {
    readonly id: string;
    readonly method: string;
    readonly amount: number;
  }[];
  readonly flags: readonly string[];
  /** In the order of the register's queue. */
  readonly refunds: readonly StoredRefund[];
}

export interface StoredRefund {
  readonly tax: number;
  readonly rounding: number;
  readonly total: number;
  readonly lines: readonly {
    readonly saleLine: number;
    readonly quantity: number;
    readonly taxCode: string;
    readonly tax: number;
    readonly total: number;
  }[];
  readonly payments: readonly { readonly method: string; readonly amount: number }[];
  readonly flags: readonly string[];
}

const all = (json: string, order: string, from: string): string =>
  `(SELECT coalesce(json_agg(${json} ORDER BY ${order}), '[]') FROM orders.${from})`;

const flagsOf = (id: string): string =>
  all('f.flag', 'f.flag', `flags f WHERE f.tenant_id = $1 AND f.subject_id = ${id}`);

const refundJson = `json_build_object(
  'tax', r.tax_minor, 'rounding', r.rounding_minor, 'total', r.total_minor,
  'lines', ${all(
    `json_build_object('saleLine', m.sale_line_number, 'quantity', m.quantity_milli,
      'taxCode', m.tax_code, 'tax', m.tax_minor, 'total', m.total_minor)`,
    'm.line_number',
    'refund_lines m WHERE m.tenant_id = $1 AND m.refund_id = r.refund_id',
  )},
  'payments', ${all(
    `json_build_object('method', q.method, 'amount', q.amount_minor)`,
    'q.payment_id',
    'payments q WHERE q.tenant_id = $1 AND q.refund_id = r.refund_id',
  )},
  'flags', ${flagsOf('r.refund_id')})`;

const statement = `SELECT s.sale_id, json_build_object(
  'subtotal', s.subtotal_minor, 'discount', s.discount_minor, 'tax', s.tax_minor,
  'rounding', s.rounding_minor, 'total', s.total_minor, 'change', s.change_minor,
  'lines', ${all(
    `json_build_object('quantity', l.quantity_milli, 'price', l.unit_price_minor,
      'discount', l.discount_minor, 'taxCode', l.tax_code, 'tax', l.tax_minor,
      'total', l.total_minor)`,
    'l.line_number',
    'sale_lines l WHERE l.tenant_id = $1 AND l.sale_id = s.sale_id',
  )},
  'payments', ${all(
    `json_build_object('id', p.payment_id, 'method', p.method, 'amount', p.amount_minor)`,
    'p.payment_id',
    'payments p WHERE p.tenant_id = $1 AND p.sale_id = s.sale_id',
  )},
  'flags', ${flagsOf('s.sale_id')},
  'refunds', ${all(refundJson, 'r.seq', 'refunds r WHERE r.tenant_id = $1 AND r.sale_id = s.sale_id')}
) AS stored FROM orders.sales s WHERE s.tenant_id = $1 AND s.sale_id = ANY ($2)`;

/** By id of the sale; those that are not there are not in it. */
export async function readStoredSales(
  owner: Pick<pg.Pool, 'query'>,
  tenantId: string,
  saleIds: readonly string[],
): Promise<ReadonlyMap<string, StoredSale>> {
  const values = [tenantId, saleIds];
  const { rows } = await owner.query<{ sale_id: string; stored: StoredSale }>(statement, values);
  return new Map(rows.map((row) => [row.sale_id, row.stored]));
}
