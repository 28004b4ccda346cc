-- Cash of other currencies: at which rates a shop takes it, what was handed over, and what a close
-- found of it. A sale paid with the shop's own money alone writes nothing here.

-- By version, as the domain has them. Under its version a sheet never changes.
CREATE TABLE :schema.rate_sheets (
  tenant_id uuid NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  content jsonb NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, version)
);

-- What was handed over; what it was taken for, in the shop's currency, is the payment's amount.
CREATE TABLE :schema.foreign_tenders (
  tenant_id uuid NOT NULL,
  payment_id uuid NOT NULL,
  sale_id uuid NOT NULL,
  currency text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  rate_billionths bigint NOT NULL CHECK (rate_billionths > 0),
  -- Null where the register named no sheet.
  rate_sheet_version integer,
  PRIMARY KEY (tenant_id, payment_id),
  FOREIGN KEY (tenant_id, payment_id) REFERENCES :schema.payments (tenant_id, payment_id),
  FOREIGN KEY (tenant_id, sale_id) REFERENCES :schema.sales (tenant_id, sale_id)
);
CREATE INDEX foreign_tenders_sale ON :schema.foreign_tenders (tenant_id, sale_id);

-- What was expected and counted of each; null where there was nothing foreign. The guard of closed
-- sessions holds it with all the rest.
ALTER TABLE :schema.cash_sessions ADD COLUMN foreign_counts jsonb
  CHECK (foreign_counts IS NULL OR status = 'CLOSED');

GRANT SELECT, INSERT ON :schema.rate_sheets, :schema.foreign_tenders TO :role;

CREATE TRIGGER rate_sheets_are_facts BEFORE UPDATE OR DELETE ON :schema.rate_sheets
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
CREATE TRIGGER foreign_tenders_are_facts BEFORE UPDATE OR DELETE ON :schema.foreign_tenders
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
