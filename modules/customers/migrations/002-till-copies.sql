-- What registers copy of customers, in the order in which it changed; and how much of it, which the
-- shop's owner says.

CREATE TABLE :schema.till_copies (
  tenant_id uuid PRIMARY KEY,
  kept text NOT NULL CHECK (kept IN ('NONE', 'MASKED', 'WHOLE')),
  updated_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON :schema.till_copies TO :role;

-- Back-fill, past the wall.
ALTER TABLE :schema.customers NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :schema.changes NO FORCE ROW LEVEL SECURITY;
INSERT INTO :schema.changes (tenant_id, kind, object_id)
SELECT tenant_id, 'customer', customer_id FROM :schema.customers ORDER BY created_at, customer_id;
ALTER TABLE :schema.changes FORCE ROW LEVEL SECURITY;
ALTER TABLE :schema.customers FORCE ROW LEVEL SECURITY;

CREATE TRIGGER customers_made AFTER INSERT ON :schema.customers REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('customer', 'customer_id');
CREATE TRIGGER customers_changed AFTER UPDATE ON :schema.customers REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('customer', 'customer_id');
