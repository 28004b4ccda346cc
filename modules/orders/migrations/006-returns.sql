-- What comes back over the back office: goods and money are asked for apart, and approved apart.
-- The counters of migration 001 stay the rows that everything of one sale meets on.

-- What returns that nobody has decided yet keep for themselves.
ALTER TABLE :schema.refunded_lines ADD COLUMN pending_milli bigint NOT NULL DEFAULT 0
  CHECK (pending_milli >= 0);

-- How much money of each sale went back so far, and how much is asked for: the one row that the
-- refunds of a sale meet on, whether they have lines or not. Taken before the rows of the lines.
CREATE TABLE :schema.refunded_money (
  tenant_id uuid NOT NULL,
  sale_id uuid NOT NULL,
  refunded_minor bigint NOT NULL,
  pending_minor bigint NOT NULL DEFAULT 0 CHECK (pending_minor >= 0),
  PRIMARY KEY (tenant_id, sale_id),
  FOREIGN KEY (tenant_id, sale_id) REFERENCES :schema.sales (tenant_id, sale_id)
) WITH (fillfactor = 70);

CREATE TABLE :schema.sales_returns (
  tenant_id uuid NOT NULL,
  sales_return_id uuid NOT NULL,
  sale_id uuid NOT NULL,
  body_hash text NOT NULL,
  product_id uuid NOT NULL,
  unit_id uuid,
  -- The line that was named; null when the quantity is spread over those of the product.
  sale_line_number integer,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  reason text NOT NULL,
  notes text,
  is_restocked boolean NOT NULL,
  status text NOT NULL CHECK (status IN ('PENDING', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text,
  PRIMARY KEY (tenant_id, sales_return_id),
  FOREIGN KEY (tenant_id, sale_id) REFERENCES :schema.sales (tenant_id, sale_id),
  CHECK ((status = 'PENDING') = (decided_at IS NULL)),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL))
);
CREATE INDEX sales_returns_created
  ON :schema.sales_returns (tenant_id, created_at, sales_return_id);
CREATE INDEX sales_returns_sale ON :schema.sales_returns (tenant_id, sale_id);

-- The lines of the sale that a return goes back to; their worth is known once it is approved.
CREATE TABLE :schema.sales_return_lines (
  tenant_id uuid NOT NULL,
  sales_return_id uuid NOT NULL,
  line_number integer NOT NULL,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  total_minor bigint CHECK (total_minor >= 0),
  tax_minor bigint CHECK (tax_minor >= 0),
  PRIMARY KEY (tenant_id, sales_return_id, line_number),
  FOREIGN KEY (tenant_id, sales_return_id)
    REFERENCES :schema.sales_returns (tenant_id, sales_return_id)
);

-- Money that somebody asked to give back. When it is approved it becomes a fact in `refunds`.
CREATE TABLE :schema.refund_requests (
  tenant_id uuid NOT NULL,
  refund_id uuid NOT NULL,
  sale_id uuid NOT NULL,
  sales_return_id uuid,
  body_hash text NOT NULL,
  currency text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  -- Null when it goes back to the tenders that it came from.
  method text,
  reference text,
  session_id uuid,
  reason text NOT NULL,
  notes text,
  status text NOT NULL CHECK (status IN ('PENDING', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text,
  PRIMARY KEY (tenant_id, refund_id),
  FOREIGN KEY (tenant_id, sale_id) REFERENCES :schema.sales (tenant_id, sale_id),
  FOREIGN KEY (tenant_id, sales_return_id)
    REFERENCES :schema.sales_returns (tenant_id, sales_return_id),
  CHECK ((status = 'PENDING') = (decided_at IS NULL)),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL))
);
CREATE INDEX refund_requests_created ON :schema.refund_requests (tenant_id, created_at, refund_id);
CREATE INDEX refund_requests_sale ON :schema.refund_requests (tenant_id, sale_id);

-- A shop without a row has the defaults, and its counters' refunds are not held against them.
CREATE TABLE :schema.return_policies (
  tenant_id uuid PRIMARY KEY,
  allow_window_days integer NOT NULL CHECK (allow_window_days >= 0),
  restock_fee_bps integer NOT NULL CHECK (restock_fee_bps BETWEEN 0 AND 10000),
  receipt_required boolean NOT NULL,
  updated_at timestamptz NOT NULL
);

-- An exchange is a refund and a sale that happened as one; here is what ties them.
CREATE TABLE :schema.exchanges (
  tenant_id uuid NOT NULL,
  exchange_id uuid NOT NULL,
  sale_id uuid NOT NULL,
  refund_id uuid NOT NULL,
  new_sale_id uuid NOT NULL,
  body_hash text NOT NULL,
  currency text NOT NULL,
  refunded_minor bigint NOT NULL CHECK (refunded_minor >= 0),
  new_total_minor bigint NOT NULL CHECK (new_total_minor >= 0),
  change_minor bigint NOT NULL CHECK (change_minor >= 0),
  exchanged_by uuid NOT NULL,
  approved_by uuid,
  exchanged_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, exchange_id),
  FOREIGN KEY (tenant_id, sale_id) REFERENCES :schema.sales (tenant_id, sale_id)
);

-- What a leader lets pass, once. The token itself is known to nobody but its bearer.
CREATE TABLE :schema.approvals (
  tenant_id uuid NOT NULL,
  approval_id uuid NOT NULL,
  body_hash text NOT NULL,
  token_hash text NOT NULL,
  action text NOT NULL,
  subject_id uuid NOT NULL,
  amount_max_minor bigint CHECK (amount_max_minor >= 0),
  reason text NOT NULL,
  given_by uuid NOT NULL,
  given_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_by uuid,
  used_at timestamptz,
  PRIMARY KEY (tenant_id, approval_id),
  UNIQUE (tenant_id, token_hash)
);

GRANT SELECT, INSERT, UPDATE ON :schema.refunded_money, :schema.sales_returns,
  :schema.sales_return_lines, :schema.refund_requests, :schema.return_policies,
  :schema.approvals TO :role;
GRANT DELETE ON :schema.sales_return_lines TO :role;
GRANT SELECT, INSERT ON :schema.exchanges TO :role;

CREATE TRIGGER exchanges_are_facts BEFORE UPDATE OR DELETE ON :schema.exchanges
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();

-- Once it is decided, nothing of a return or a refund changes any more.
CREATE FUNCTION :schema.guard_decided() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF OLD.status <> 'PENDING' THEN
    RAISE EXCEPTION '%.%: what was decided does not change', TG_TABLE_SCHEMA, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sales_returns_guarded BEFORE UPDATE ON :schema.sales_returns
  FOR EACH ROW EXECUTE FUNCTION :schema.guard_decided();
CREATE TRIGGER refund_requests_guarded BEFORE UPDATE ON :schema.refund_requests
  FOR EACH ROW EXECUTE FUNCTION :schema.guard_decided();
