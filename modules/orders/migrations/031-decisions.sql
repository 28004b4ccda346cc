-- What people decided about parked operations. A decision books nothing and removes nothing: it
-- ends the waiting, and says who ended it, when, and why.
CREATE TABLE :schema.parked_decisions (
  tenant_id uuid NOT NULL,
  decision_id uuid NOT NULL,
  register_id uuid NOT NULL,
  -- What was parked, or what a register kept back and never could send.
  operation_id uuid NOT NULL,
  decision text NOT NULL CHECK (decision IN ('VOIDED', 'ACCEPTED', 'AMENDED')),
  amended_by uuid,
  reason text NOT NULL,
  decided_by uuid NOT NULL,
  decided_at timestamptz NOT NULL,
  way text NOT NULL CHECK (way IN ('REGISTER', 'OFFICE')),
  -- Whether whoever decided might: otherwise the operation waits on.
  is_fit boolean NOT NULL,
  body_hash text NOT NULL,
  recorded_by uuid,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, decision_id),
  FOREIGN KEY (tenant_id, register_id) REFERENCES :schema.registers (tenant_id, register_id)
);
CREATE INDEX parked_decisions_operation ON :schema.parked_decisions (tenant_id, operation_id);
CREATE INDEX parked_decisions_in_order
  ON :schema.parked_decisions (tenant_id, decided_at, decision_id);
GRANT SELECT, INSERT ON :schema.parked_decisions TO :role;
CREATE TRIGGER parked_decisions_are_facts BEFORE UPDATE OR DELETE ON :schema.parked_decisions
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();

-- Whether somebody who might decided about an operation of a register.
CREATE FUNCTION :schema.is_decided(p_tenant uuid, p_register uuid, p_operation uuid)
RETURNS boolean LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT FROM :schema.parked_decisions d WHERE d.tenant_id = p_tenant
      AND d.register_id = p_register AND d.operation_id = p_operation AND d.is_fit)
$$;

-- Whether a parked operation still waits for a person: nobody decided, and its register has not
-- sent the same body again since, under a number with which it was booked. A stand-in waits as long
-- as what it stands for is neither booked, nor decided, nor parked with a row of its own.
CREATE OR REPLACE FUNCTION :schema.still_waits(
  p_tenant uuid, p_register uuid, p_operation uuid, p_hash text
) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
  v_for uuid;
BEGIN
  IF :schema.is_decided(p_tenant, p_register, p_operation) THEN
    RETURN false;
  END IF;
  SELECT substring(u.body FROM '"operation":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')
    INTO v_for FROM :schema.unbooked_operations u
  WHERE u.tenant_id = p_tenant AND u.operation_id = p_operation AND u.register_id = p_register
    AND u.kind = 'withheld' LIMIT 1;
  IF v_for IS NOT NULL THEN
    RETURN NOT :schema.is_decided(p_tenant, p_register, v_for) AND NOT EXISTS (
      SELECT FROM :schema.sales s WHERE s.tenant_id = p_tenant AND s.sale_id = v_for
        AND s.register_id = p_register
      UNION ALL
      SELECT FROM :schema.refunds r WHERE r.tenant_id = p_tenant AND r.refund_id = v_for
        AND r.register_id = p_register
      UNION ALL
      SELECT FROM :schema.booked_operations o WHERE o.tenant_id = p_tenant
        AND o.operation_id = v_for AND o.register_id = p_register
      UNION ALL
      SELECT FROM :schema.unbooked_operations u WHERE u.tenant_id = p_tenant
        AND u.operation_id = v_for AND u.register_id = p_register);
  END IF;
  RETURN NOT EXISTS (
    SELECT FROM (
      SELECT s.register_id, s.body_hash FROM :schema.sales s
      WHERE s.tenant_id = p_tenant AND s.sale_id = p_operation
      UNION ALL
      SELECT r.register_id, r.body_hash FROM :schema.refunds r
      WHERE r.tenant_id = p_tenant AND r.refund_id = p_operation
      UNION ALL
      SELECT o.register_id, o.body_hash FROM :schema.booked_operations o
      WHERE o.tenant_id = p_tenant AND o.operation_id = p_operation
    ) b WHERE b.register_id = p_register AND b.body_hash = p_hash);
END $$;
