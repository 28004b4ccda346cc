-- Store credit: money that a shop owes to whoever shows a code. A row of `store_credits` is the one
-- that all who issue, spend and return meet on; its ledger is only ever added to.

ALTER TABLE :schema.return_policies ADD COLUMN store_credit_days integer NOT NULL DEFAULT 0
  CHECK (store_credit_days >= 0);

CREATE TABLE :schema.store_credits (
  tenant_id uuid NOT NULL,
  credit_id uuid NOT NULL,
  code text NOT NULL,
  currency text NOT NULL,
  issued_minor bigint NOT NULL DEFAULT 0 CHECK (issued_minor >= 0),
  spent_minor bigint NOT NULL DEFAULT 0 CHECK (spent_minor >= 0),
  returned_minor bigint NOT NULL DEFAULT 0 CHECK (returned_minor >= 0),
  -- Below zero only where a counter took more than there was, and was flagged.
  balance_minor bigint NOT NULL GENERATED ALWAYS AS
    (issued_minor - spent_minor + returned_minor) STORED,
  last_entry integer NOT NULL DEFAULT 0,
  -- Null while only a counter has spoken of it: who issued it has not been heard of yet.
  issued_at timestamptz,
  refund_id uuid,
  customer_id uuid,
  expires_at timestamptz,
  PRIMARY KEY (tenant_id, credit_id),
  UNIQUE (tenant_id, code)
) WITH (fillfactor = 70);
CREATE INDEX store_credits_issued ON :schema.store_credits (tenant_id, issued_at, credit_id);
CREATE INDEX store_credits_customer ON :schema.store_credits (tenant_id, customer_id);

CREATE TABLE :schema.store_credit_entries (
  tenant_id uuid NOT NULL,
  credit_id uuid NOT NULL,
  number integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('ISSUED', 'SPENT', 'RETURNED')),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  balance_minor bigint NOT NULL,
  -- The sale, or the order that is not sold, that it was spent on or came back from.
  sale_id uuid,
  refund_id uuid,
  payment_id uuid,
  recorded_by uuid,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, credit_id, number),
  FOREIGN KEY (tenant_id, credit_id) REFERENCES :schema.store_credits (tenant_id, credit_id)
);
CREATE INDEX store_credit_entries_sale ON :schema.store_credit_entries (tenant_id, sale_id);
CREATE INDEX store_credit_entries_refund ON :schema.store_credit_entries (tenant_id, refund_id);
-- One tender is spent once, and comes back once.
CREATE UNIQUE INDEX store_credit_entries_payment
  ON :schema.store_credit_entries (tenant_id, payment_id, kind);

GRANT SELECT, INSERT, UPDATE ON :schema.store_credits TO :role;
GRANT SELECT, INSERT ON :schema.store_credit_entries TO :role;

CREATE TRIGGER store_credit_entries_are_facts BEFORE UPDATE OR DELETE
  ON :schema.store_credit_entries FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
