-- What a shop buys: suppliers, orders placed with them, purchases, goods that came, money that was
-- paid; and what else it spends. What was voided keeps its row, so that its id stays taken.

-- The last number given in each series: PU, PO, INV, GRN. Whoever takes the next holds the row.
CREATE TABLE :schema.number_series (
  tenant_id uuid NOT NULL,
  series text NOT NULL,
  last_number bigint NOT NULL,
  PRIMARY KEY (tenant_id, series)
) WITH (fillfactor = 50);

CREATE TABLE :schema.suppliers (
  tenant_id uuid NOT NULL,
  supplier_id uuid NOT NULL,
  name text NOT NULL,
  email text,
  phone text,
  address text NOT NULL,
  description text NOT NULL,
  body_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, supplier_id),
  CONSTRAINT suppliers_email_key UNIQUE (tenant_id, email),
  CONSTRAINT suppliers_phone_key UNIQUE (tenant_id, phone)
);
CREATE INDEX suppliers_by_name ON :schema.suppliers (tenant_id, name, supplier_id);

CREATE TABLE :schema.payment_options (
  tenant_id uuid NOT NULL,
  payment_option_id uuid NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  body_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, payment_option_id),
  CONSTRAINT payment_options_name_key UNIQUE (tenant_id, name)
);

CREATE TABLE :schema.expense_categories (
  tenant_id uuid NOT NULL,
  expense_category_id uuid NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  body_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, expense_category_id),
  CONSTRAINT expense_categories_name_key UNIQUE (tenant_id, name)
);

CREATE TABLE :schema.expenses (
  tenant_id uuid NOT NULL,
  expense_id uuid NOT NULL,
  expense_category_id uuid NOT NULL,
  payment_option_id uuid,
  name text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL,
  expense_date date NOT NULL,
  description text NOT NULL,
  body_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, expense_id),
  CONSTRAINT expenses_category_fkey FOREIGN KEY (tenant_id, expense_category_id)
    REFERENCES :schema.expense_categories,
  CONSTRAINT expenses_payment_option_fkey FOREIGN KEY (tenant_id, payment_option_id)
    REFERENCES :schema.payment_options
);
CREATE INDEX expenses_created ON :schema.expenses (tenant_id, created_at, expense_id);
CREATE INDEX expenses_by_category ON :schema.expenses (tenant_id, expense_category_id);
CREATE INDEX expenses_by_option ON :schema.expenses (tenant_id, payment_option_id);

-- Purchases and purchase orders have the same columns where they mean the same. Whoever changes
-- one, its lines, its payments or what was received of it holds its row.
CREATE TABLE :schema.purchases (
  tenant_id uuid NOT NULL,
  header_id uuid NOT NULL,
  supplier_id uuid NOT NULL,
  payment_option_id uuid,
  order_number text NOT NULL,
  invoice_number text NOT NULL,
  purchase_date date NOT NULL,
  currency text NOT NULL,
  subtotal_minor bigint NOT NULL DEFAULT 0 CHECK (subtotal_minor >= 0),
  total_minor bigint NOT NULL DEFAULT 0 CHECK (total_minor >= 0),
  paid_minor bigint NOT NULL DEFAULT 0 CHECK (paid_minor >= 0),
  balance_minor bigint NOT NULL DEFAULT 0 CHECK (balance_minor >= 0),
  body_hash text NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  voided_at timestamptz,
  PRIMARY KEY (tenant_id, header_id),
  CHECK (balance_minor = total_minor - paid_minor),
  CONSTRAINT purchases_order_number_key UNIQUE (tenant_id, order_number),
  CONSTRAINT purchases_supplier_fkey FOREIGN KEY (tenant_id, supplier_id)
    REFERENCES :schema.suppliers,
  CONSTRAINT purchases_payment_option_fkey FOREIGN KEY (tenant_id, payment_option_id)
    REFERENCES :schema.payment_options
);
CREATE INDEX purchases_created ON :schema.purchases (tenant_id, created_at, header_id);
CREATE INDEX purchases_by_option ON :schema.purchases (tenant_id, payment_option_id);
-- Two suppliers may count their invoices alike; one of them does not send the same one twice.
CREATE UNIQUE INDEX purchases_invoice_number_key
  ON :schema.purchases (tenant_id, supplier_id, invoice_number) WHERE voided_at IS NULL;

CREATE TABLE :schema.purchase_orders (
  tenant_id uuid NOT NULL,
  header_id uuid NOT NULL,
  supplier_id uuid NOT NULL,
  order_number text NOT NULL,
  expected_date date,
  notes text NOT NULL,
  currency text NOT NULL,
  subtotal_minor bigint NOT NULL DEFAULT 0 CHECK (subtotal_minor >= 0),
  total_minor bigint NOT NULL DEFAULT 0 CHECK (total_minor >= 0),
  converted_purchase_id uuid,
  body_hash text NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  voided_at timestamptz,
  PRIMARY KEY (tenant_id, header_id),
  CHECK (voided_at IS NULL OR converted_purchase_id IS NULL),
  CONSTRAINT purchase_orders_order_number_key UNIQUE (tenant_id, order_number),
  CONSTRAINT purchase_orders_converted_key UNIQUE (tenant_id, converted_purchase_id),
  CONSTRAINT purchase_orders_supplier_fkey FOREIGN KEY (tenant_id, supplier_id)
    REFERENCES :schema.suppliers,
  FOREIGN KEY (tenant_id, converted_purchase_id) REFERENCES :schema.purchases
);
CREATE INDEX purchase_orders_created ON :schema.purchase_orders (tenant_id, created_at, header_id);
CREATE INDEX purchase_orders_by_supplier ON :schema.purchase_orders (tenant_id, supplier_id);

CREATE TABLE :schema.purchase_order_lines (
  tenant_id uuid NOT NULL,
  line_id uuid NOT NULL,
  header_id uuid NOT NULL,
  line_number integer NOT NULL,
  product_id uuid NOT NULL,
  unit_id uuid,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  unit_price_minor bigint NOT NULL CHECK (unit_price_minor >= 0),
  discount_minor bigint NOT NULL CHECK (discount_minor >= 0),
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  body_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  removed_at timestamptz,
  PRIMARY KEY (tenant_id, line_id),
  UNIQUE (tenant_id, header_id, line_number),
  FOREIGN KEY (tenant_id, header_id) REFERENCES :schema.purchase_orders
);
CREATE INDEX purchase_order_lines_created
  ON :schema.purchase_order_lines (tenant_id, created_at, line_id);

-- What was received of a line, and what that cost, is kept with the line: two who receive the last
-- pieces meet here.
CREATE TABLE :schema.purchase_lines (
  tenant_id uuid NOT NULL,
  line_id uuid NOT NULL,
  header_id uuid NOT NULL,
  line_number integer NOT NULL,
  product_id uuid NOT NULL,
  unit_id uuid,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  unit_price_minor bigint NOT NULL CHECK (unit_price_minor >= 0),
  discount_minor bigint NOT NULL CHECK (discount_minor >= 0),
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  received_milli bigint NOT NULL DEFAULT 0,
  costed_minor bigint NOT NULL DEFAULT 0 CHECK (costed_minor >= 0),
  body_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  removed_at timestamptz,
  PRIMARY KEY (tenant_id, line_id),
  UNIQUE (tenant_id, header_id, line_number),
  CONSTRAINT purchase_lines_received_check CHECK (received_milli BETWEEN 0 AND quantity_milli),
  CHECK (removed_at IS NULL OR received_milli = 0),
  FOREIGN KEY (tenant_id, header_id) REFERENCES :schema.purchases
);
CREATE INDEX purchase_lines_created ON :schema.purchase_lines (tenant_id, created_at, line_id);

CREATE TABLE :schema.supplier_payments (
  tenant_id uuid NOT NULL,
  payment_id uuid NOT NULL,
  header_id uuid NOT NULL,
  payment_option_id uuid,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  narration text NOT NULL,
  body_hash text NOT NULL,
  paid_by uuid,
  created_at timestamptz NOT NULL,
  voided_at timestamptz,
  PRIMARY KEY (tenant_id, payment_id),
  FOREIGN KEY (tenant_id, header_id) REFERENCES :schema.purchases,
  CONSTRAINT supplier_payments_payment_option_fkey FOREIGN KEY (tenant_id, payment_option_id)
    REFERENCES :schema.payment_options
);
CREATE INDEX supplier_payments_created
  ON :schema.supplier_payments (tenant_id, created_at, payment_id);
CREATE INDEX supplier_payments_by_purchase ON :schema.supplier_payments (tenant_id, header_id);
CREATE INDEX supplier_payments_by_option
  ON :schema.supplier_payments (tenant_id, payment_option_id);

CREATE TABLE :schema.goods_notes (
  tenant_id uuid NOT NULL,
  note_id uuid NOT NULL,
  purchase_id uuid NOT NULL,
  grn_number text NOT NULL,
  received_date date NOT NULL,
  location_id uuid,
  notes text NOT NULL,
  -- Every line that the note ever had; the next one gets the next number.
  last_line integer NOT NULL DEFAULT 0,
  body_hash text NOT NULL,
  received_by uuid,
  created_at timestamptz NOT NULL,
  voided_at timestamptz,
  PRIMARY KEY (tenant_id, note_id),
  CONSTRAINT goods_notes_grn_number_key UNIQUE (tenant_id, grn_number),
  FOREIGN KEY (tenant_id, purchase_id) REFERENCES :schema.purchases
);
CREATE INDEX goods_notes_created ON :schema.goods_notes (tenant_id, created_at, note_id);
CREATE INDEX goods_notes_by_purchase ON :schema.goods_notes (tenant_id, purchase_id);

-- A line of a note is never changed: it stands, or it was voided.
CREATE TABLE :schema.goods_note_lines (
  tenant_id uuid NOT NULL,
  line_id uuid NOT NULL,
  note_id uuid NOT NULL,
  line_number integer NOT NULL,
  purchase_line_id uuid NOT NULL,
  product_id uuid NOT NULL,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  cost_minor bigint NOT NULL CHECK (cost_minor >= 0),
  body_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  voided_at timestamptz,
  PRIMARY KEY (tenant_id, line_id),
  UNIQUE (tenant_id, note_id, line_number),
  FOREIGN KEY (tenant_id, note_id) REFERENCES :schema.goods_notes,
  FOREIGN KEY (tenant_id, purchase_line_id) REFERENCES :schema.purchase_lines
);
CREATE INDEX goods_note_lines_created
  ON :schema.goods_note_lines (tenant_id, created_at, line_id);
CREATE INDEX goods_note_lines_by_purchase_line
  ON :schema.goods_note_lines (tenant_id, purchase_line_id);

GRANT SELECT, INSERT, UPDATE ON :schema.number_series, :schema.purchases, :schema.purchase_orders,
  :schema.purchase_order_lines, :schema.purchase_lines, :schema.supplier_payments TO :role;
GRANT SELECT, INSERT, UPDATE, DELETE ON :schema.suppliers, :schema.payment_options,
  :schema.expense_categories, :schema.expenses TO :role;
GRANT SELECT, INSERT ON :schema.goods_notes, :schema.goods_note_lines TO :role;
GRANT UPDATE (received_date, notes, last_line, voided_at) ON :schema.goods_notes TO :role;
GRANT UPDATE (voided_at) ON :schema.goods_note_lines TO :role;
