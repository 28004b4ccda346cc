-- Orders that are not sold yet: drafts, their lines, what was paid on them. When an order is sold
-- it becomes a fact in `sales` under the same id, and its row here stays as it was at that moment.

-- The last number given. A number may be drawn and never used; it is never used twice.
CREATE TABLE :schema.order_numbers (
  tenant_id uuid PRIMARY KEY,
  last_number bigint NOT NULL
) WITH (fillfactor = 50);

-- Whoever changes an order, its lines or its payments holds this row. Totals are kept with it.
CREATE TABLE :schema.orders (
  tenant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  order_number text NOT NULL,
  state text NOT NULL
    CHECK (state IN ('draft', 'awaiting_payment', 'completed', 'cancelled', 'expired')),
  body_hash text NOT NULL,
  -- Rises with every change: what was read before a neighbour was asked may be stale after.
  version bigint NOT NULL DEFAULT 1,
  currency text NOT NULL,
  price_book_version integer NOT NULL,
  rules_version integer NOT NULL,
  cash_rounding_minor bigint NOT NULL,
  location_id uuid,
  customer_id uuid,
  session_id uuid,
  note text,
  -- How the customer means to pay, where that was said.
  payment_method text,
  order_discount_minor bigint NOT NULL DEFAULT 0 CHECK (order_discount_minor >= 0),
  -- What somebody with the right to has let pass, of all discounts together.
  allowed_discount_minor bigint NOT NULL DEFAULT 0,
  subtotal_minor bigint NOT NULL DEFAULT 0 CHECK (subtotal_minor >= 0),
  discount_minor bigint NOT NULL DEFAULT 0 CHECK (discount_minor >= 0),
  tax_minor bigint NOT NULL DEFAULT 0 CHECK (tax_minor >= 0),
  -- Without the rounding of cash, which only the payments bring.
  priced_minor bigint NOT NULL DEFAULT 0 CHECK (priced_minor >= 0),
  rounding_minor bigint NOT NULL DEFAULT 0,
  change_minor bigint NOT NULL DEFAULT 0 CHECK (change_minor >= 0),
  balance_minor bigint NOT NULL DEFAULT 0 CHECK (balance_minor >= 0),
  reason text,
  -- Until when lines are kept that were reserved one by one, and until when it may be paid.
  reserved_until timestamptz,
  expires_at timestamptz,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, order_id),
  UNIQUE (tenant_id, order_number)
) WITH (fillfactor = 70);
CREATE INDEX orders_created ON :schema.orders (tenant_id, created_at, order_id);
CREATE INDEX orders_expiring ON :schema.orders (tenant_id, expires_at)
  WHERE state = 'awaiting_payment';

-- A line that was taken off stays, so that its id stays taken.
CREATE TABLE :schema.order_lines (
  tenant_id uuid NOT NULL,
  line_id uuid NOT NULL,
  order_id uuid NOT NULL,
  line_number integer NOT NULL,
  body_hash text NOT NULL,
  product_id uuid NOT NULL,
  unit_id uuid,
  sku text NOT NULL,
  name text NOT NULL,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  -- What the catalogue asked when the line was made, and what is asked.
  list_price_minor bigint NOT NULL CHECK (list_price_minor >= 0),
  unit_price_minor bigint NOT NULL CHECK (unit_price_minor >= 0),
  discount_minor bigint NOT NULL CHECK (discount_minor >= 0),
  tax_code text NOT NULL,
  tax_minor bigint NOT NULL CHECK (tax_minor >= 0),
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  is_reserved boolean NOT NULL DEFAULT false,
  removed_at timestamptz,
  PRIMARY KEY (tenant_id, line_id),
  FOREIGN KEY (tenant_id, order_id) REFERENCES :schema.orders (tenant_id, order_id)
);
CREATE INDEX order_lines_order ON :schema.order_lines (tenant_id, order_id, line_number);

-- What was handed over for an order. When it is sold these become facts in `payments`; when it is
-- cancelled they were given back, in the session that took them.
CREATE TABLE :schema.order_payments (
  tenant_id uuid NOT NULL,
  payment_id uuid NOT NULL,
  order_id uuid NOT NULL,
  payment_number integer NOT NULL,
  body_hash text NOT NULL,
  session_id uuid,
  method text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  -- What went back over the counter at once; only out of cash.
  change_minor bigint NOT NULL CHECK (change_minor >= 0),
  reference text,
  -- The provider that collected it; null when it came over the counter.
  provider text,
  recorded_by uuid,
  occurred_at timestamptz NOT NULL,
  returned_at timestamptz,
  PRIMARY KEY (tenant_id, payment_id),
  FOREIGN KEY (tenant_id, order_id) REFERENCES :schema.orders (tenant_id, order_id),
  CHECK (change_minor = 0 OR method = 'CASH')
);
CREATE INDEX order_payments_order ON :schema.order_payments (tenant_id, order_id);
CREATE INDEX order_payments_session ON :schema.order_payments (tenant_id, session_id);

-- Collected by a provider, and no order could take it.
CREATE TABLE :schema.unmatched_payments (
  tenant_id uuid NOT NULL,
  payment_id uuid NOT NULL,
  order_id uuid NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  method text NOT NULL,
  provider text NOT NULL,
  reference text NOT NULL,
  why text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, payment_id)
);

-- A sale that was undone on its day. The sale stays as it was; this fact stands beside it.
CREATE TABLE :schema.voids (
  tenant_id uuid NOT NULL,
  sale_id uuid NOT NULL,
  session_id uuid,
  reason text NOT NULL,
  voided_by uuid NOT NULL,
  approved_by uuid,
  voided_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, sale_id),
  FOREIGN KEY (tenant_id, sale_id) REFERENCES :schema.sales (tenant_id, sale_id)
);
CREATE INDEX voids_session ON :schema.voids (tenant_id, session_id);

GRANT SELECT, INSERT, UPDATE ON :schema.order_numbers, :schema.orders, :schema.order_lines,
  :schema.order_payments TO :role;
GRANT SELECT, INSERT ON :schema.unmatched_payments, :schema.voids TO :role;

CREATE TRIGGER voids_are_facts BEFORE UPDATE OR DELETE ON :schema.voids
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
CREATE TRIGGER unmatched_payments_are_facts BEFORE UPDATE OR DELETE ON :schema.unmatched_payments
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
