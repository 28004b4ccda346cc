-- Orders: registers, sales, refunds, and what became of every operation a register ever sent.

CREATE TABLE :schema.registers (
  tenant_id uuid NOT NULL,
  register_id uuid NOT NULL,
  name text NOT NULL,
  location_id uuid,
  body_hash text NOT NULL,
  epoch integer NOT NULL DEFAULT 0,
  device_key_hash text,
  fencing bigint NOT NULL DEFAULT 0,
  lease_until timestamptz,
  last_seq bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, register_id),
  UNIQUE (tenant_id, name)
) WITH (fillfactor = 50);

-- Leads from a one-time code to its tenant, before any tenant is known. Holds hashes only.
CREATE TABLE :schema.enrolment_codes (
  code_hash text PRIMARY KEY,
  tenant_id uuid NOT NULL,
  register_id uuid NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX enrolment_codes_register ON :schema.enrolment_codes (tenant_id, register_id);

CREATE TABLE :schema.price_books (
  tenant_id uuid NOT NULL,
  version integer NOT NULL,
  book jsonb NOT NULL,
  PRIMARY KEY (tenant_id, version)
);

-- What orders has to know of the catalogue: that a product exists, and whether it is sold.
CREATE TABLE :schema.products (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  is_active boolean NOT NULL,
  PRIMARY KEY (tenant_id, product_id)
);

-- A completed sale is a fact. It is never changed: refunds and flags stand beside it.
CREATE TABLE :schema.sales (
  tenant_id uuid NOT NULL,
  sale_id uuid NOT NULL,
  register_id uuid NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  body_hash text NOT NULL,
  receipt_number text NOT NULL,
  currency text NOT NULL,
  price_book_version integer NOT NULL,
  rules_version integer NOT NULL,
  location_id uuid,
  customer_id uuid,
  session_id uuid,
  cashier_id uuid,
  recorded_by uuid NOT NULL,
  subtotal_minor bigint NOT NULL CHECK (subtotal_minor >= 0),
  discount_minor bigint NOT NULL CHECK (discount_minor >= 0),
  tax_minor bigint NOT NULL CHECK (tax_minor >= 0),
  rounding_minor bigint NOT NULL,
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  change_minor bigint NOT NULL CHECK (change_minor >= 0),
  source text NOT NULL,
  note text,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, sale_id),
  UNIQUE (tenant_id, register_id, epoch, seq),
  UNIQUE (tenant_id, register_id, epoch, receipt_number),
  FOREIGN KEY (tenant_id, register_id) REFERENCES :schema.registers (tenant_id, register_id)
);
CREATE INDEX sales_occurred ON :schema.sales (tenant_id, occurred_at, sale_id);

CREATE TABLE :schema.sale_lines (
  tenant_id uuid NOT NULL,
  sale_id uuid NOT NULL,
  line_number integer NOT NULL,
  product_id uuid NOT NULL,
  sku text NOT NULL,
  name text NOT NULL,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  unit_price_minor bigint NOT NULL CHECK (unit_price_minor >= 0),
  discount_minor bigint NOT NULL CHECK (discount_minor >= 0),
  tax_code text NOT NULL,
  tax_minor bigint NOT NULL CHECK (tax_minor >= 0),
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  PRIMARY KEY (tenant_id, sale_id, line_number),
  FOREIGN KEY (tenant_id, sale_id) REFERENCES :schema.sales (tenant_id, sale_id)
);

CREATE TABLE :schema.refunds (
  tenant_id uuid NOT NULL,
  refund_id uuid NOT NULL,
  sale_id uuid,
  register_id uuid NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  body_hash text NOT NULL,
  receipt_number text NOT NULL,
  currency text NOT NULL,
  location_id uuid,
  customer_id uuid,
  session_id uuid,
  cashier_id uuid,
  recorded_by uuid NOT NULL,
  reason text NOT NULL,
  note text,
  tax_minor bigint NOT NULL CHECK (tax_minor >= 0),
  rounding_minor bigint NOT NULL,
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  source text NOT NULL,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, refund_id),
  UNIQUE (tenant_id, register_id, epoch, seq),
  UNIQUE (tenant_id, register_id, epoch, receipt_number),
  FOREIGN KEY (tenant_id, register_id) REFERENCES :schema.registers (tenant_id, register_id),
  FOREIGN KEY (tenant_id, sale_id) REFERENCES :schema.sales (tenant_id, sale_id)
);
CREATE INDEX refunds_occurred ON :schema.refunds (tenant_id, occurred_at, refund_id);
CREATE INDEX refunds_sale ON :schema.refunds (tenant_id, sale_id);

CREATE TABLE :schema.refund_lines (
  tenant_id uuid NOT NULL,
  refund_id uuid NOT NULL,
  line_number integer NOT NULL,
  sale_line_number integer,
  product_id uuid NOT NULL,
  sku text NOT NULL,
  name text NOT NULL,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  tax_code text NOT NULL,
  tax_minor bigint NOT NULL CHECK (tax_minor >= 0),
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  is_restocked boolean NOT NULL,
  PRIMARY KEY (tenant_id, refund_id, line_number),
  FOREIGN KEY (tenant_id, refund_id) REFERENCES :schema.refunds (tenant_id, refund_id)
);

-- How much of each sale line went back so far. The one row that refunds of a line meet on: its
-- lock is what makes the pro-rata shares and the cap exact under concurrency.
CREATE TABLE :schema.refunded_lines (
  tenant_id uuid NOT NULL,
  sale_id uuid NOT NULL,
  line_number integer NOT NULL,
  quantity_milli bigint NOT NULL,
  total_minor bigint NOT NULL,
  tax_minor bigint NOT NULL,
  PRIMARY KEY (tenant_id, sale_id, line_number),
  FOREIGN KEY (tenant_id, sale_id, line_number)
    REFERENCES :schema.sale_lines (tenant_id, sale_id, line_number)
) WITH (fillfactor = 70);

CREATE TABLE :schema.payments (
  tenant_id uuid NOT NULL,
  payment_id uuid NOT NULL,
  sale_id uuid,
  refund_id uuid,
  session_id uuid,
  method text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  reference text,
  occurred_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, payment_id),
  FOREIGN KEY (tenant_id, sale_id) REFERENCES :schema.sales (tenant_id, sale_id),
  FOREIGN KEY (tenant_id, refund_id) REFERENCES :schema.refunds (tenant_id, refund_id),
  CHECK ((sale_id IS NULL) <> (refund_id IS NULL))
);
CREATE INDEX payments_sale ON :schema.payments (tenant_id, sale_id);
CREATE INDEX payments_refund ON :schema.payments (tenant_id, refund_id);

-- What a person should look at: the fact stands, and this differs.
CREATE TABLE :schema.flags (
  tenant_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  flag text NOT NULL,
  raised_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, subject_id, flag)
);

-- Operations that took their place in the queue and booked nothing: parked ones, and repeats that
-- came under a new number. With sales and refunds they fill each register's sequence without gap.
CREATE TABLE :schema.unbooked_operations (
  tenant_id uuid NOT NULL,
  register_id uuid NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  operation_id uuid NOT NULL,
  kind text NOT NULL,
  outcome text NOT NULL,
  code text NOT NULL,
  detail text NOT NULL,
  body_hash text NOT NULL,
  body text NOT NULL,
  recorded_by uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, register_id, epoch, seq)
);
CREATE INDEX unbooked_operation ON :schema.unbooked_operations (tenant_id, operation_id);

GRANT SELECT, INSERT, UPDATE ON :schema.registers TO :role;
GRANT SELECT, INSERT, DELETE ON :schema.enrolment_codes TO :role;
GRANT SELECT, INSERT ON :schema.price_books TO :role;
GRANT SELECT, INSERT, UPDATE ON :schema.products TO :role;
GRANT SELECT, INSERT ON :schema.sales, :schema.sale_lines, :schema.refunds,
  :schema.refund_lines, :schema.payments, :schema.flags, :schema.unbooked_operations TO :role;
GRANT SELECT, INSERT, UPDATE ON :schema.refunded_lines TO :role;

CREATE FUNCTION :schema.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION '%.% is a record of facts: nothing in it is changed or removed',
    TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER sales_are_facts BEFORE UPDATE OR DELETE ON :schema.sales
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
CREATE TRIGGER sale_lines_are_facts BEFORE UPDATE OR DELETE ON :schema.sale_lines
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
CREATE TRIGGER refunds_are_facts BEFORE UPDATE OR DELETE ON :schema.refunds
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
CREATE TRIGGER refund_lines_are_facts BEFORE UPDATE OR DELETE ON :schema.refund_lines
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
CREATE TRIGGER payments_are_facts BEFORE UPDATE OR DELETE ON :schema.payments
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
