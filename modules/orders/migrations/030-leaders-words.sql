-- What leaders let pass at tills, kept with the operation that says so.

-- A word that was given by PIN is good at that till alone.
ALTER TABLE :schema.approvals ADD COLUMN register_id uuid;

CREATE TABLE :schema.operation_approvals (
  tenant_id uuid NOT NULL,
  -- A sale, a refund or a movement of cash.
  operation_id uuid NOT NULL,
  word_number integer NOT NULL CHECK (word_number > 0),
  register_id uuid NOT NULL,
  action text NOT NULL,
  approver uuid NOT NULL,
  approved_at timestamptz NOT NULL,
  -- Who checked the PIN: the server before it gave the word, or the device, which only says so.
  way text NOT NULL CHECK (way IN ('SERVER', 'DEVICE')),
  is_fit boolean NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, operation_id, word_number)
);
CREATE INDEX operation_approvals_in_order
  ON :schema.operation_approvals (tenant_id, approved_at, operation_id);
GRANT SELECT, INSERT ON :schema.operation_approvals TO :role;
CREATE TRIGGER operation_approvals_are_facts BEFORE UPDATE OR DELETE
  ON :schema.operation_approvals FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
