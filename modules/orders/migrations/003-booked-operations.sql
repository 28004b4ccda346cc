-- Operations other than sales and refunds that were booked. With those and the unbooked ones they
-- fill each register's sequence without a gap, and are how a repeat is recognised.
CREATE TABLE :schema.booked_operations (
  tenant_id uuid NOT NULL,
  register_id uuid NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  operation_id uuid NOT NULL,
  kind text NOT NULL,
  body_hash text NOT NULL,
  recorded_by uuid,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, register_id, epoch, seq),
  UNIQUE (tenant_id, operation_id),
  FOREIGN KEY (tenant_id, register_id) REFERENCES :schema.registers (tenant_id, register_id)
);
GRANT SELECT, INSERT ON :schema.booked_operations TO :role;
CREATE TRIGGER booked_operations_are_facts BEFORE UPDATE OR DELETE ON :schema.booked_operations
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();

-- What the server itself completes (an order paid online, an exchange in the back office) is
-- recorded by a register of the server's own, one a tenant: one shape of sale, one sequence, gap-
-- free receipt numbers. It has no device key, and nobody can enrol it.
ALTER TABLE :schema.registers ADD COLUMN kind text NOT NULL DEFAULT 'COUNTER'
  CHECK (kind IN ('COUNTER', 'SERVER'));
ALTER TABLE :schema.registers ADD CHECK (kind = 'COUNTER' OR device_key_hash IS NULL);

-- What is known of an operation that was not newly booked: the same again, or a conflict, and why.
CREATE OR REPLACE FUNCTION :schema.known_operation(
  p_tenant uuid, p_register uuid, p_epoch integer, p_seq bigint, p_operation uuid, p_kind text,
  p_hash text, p_receipt text
) RETURNS TABLE (outcome text, code text, body_hash text)
LANGUAGE plpgsql SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  v_kind text;
  v_hash text;
  v_register uuid;
  v_parked record;
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  SELECT b.kind, b.body_hash, b.register_id INTO v_kind, v_hash, v_register FROM (
    SELECT 'sale' AS kind, s.body_hash, s.register_id FROM :schema.sales s
    WHERE s.tenant_id = p_tenant AND s.sale_id = p_operation
    UNION ALL
    SELECT 'refund', r.body_hash, r.register_id FROM :schema.refunds r
    WHERE r.tenant_id = p_tenant AND r.refund_id = p_operation
    UNION ALL
    SELECT o.kind, o.body_hash, o.register_id FROM :schema.booked_operations o
    WHERE o.tenant_id = p_tenant AND o.operation_id = p_operation
  ) b LIMIT 1;
  IF FOUND THEN
    IF v_kind = p_kind AND v_hash = p_hash AND v_register = p_register THEN
      RETURN QUERY SELECT 'DUPLICATE', '', v_hash;
    ELSE
      RETURN QUERY SELECT 'CONFLICT', 'id_reused', v_hash;
    END IF;
    RETURN;
  END IF;
  -- Settled before without being booked: the first answer again, to the same body.
  SELECT u.outcome, u.code, u.body_hash, u.kind INTO v_parked
  FROM :schema.unbooked_operations u
  WHERE u.tenant_id = p_tenant AND u.operation_id = p_operation
    AND u.register_id = p_register AND u.epoch = p_epoch AND u.seq = p_seq;
  IF FOUND THEN
    IF v_parked.body_hash = p_hash AND v_parked.kind = p_kind THEN
      RETURN QUERY SELECT v_parked.outcome, v_parked.code, v_parked.body_hash;
    ELSE
      RETURN QUERY SELECT 'CONFLICT', 'id_reused', v_parked.body_hash;
    END IF;
  ELSIF EXISTS (
    SELECT FROM :schema.sales s WHERE s.tenant_id = p_tenant AND s.register_id = p_register
      AND s.epoch = p_epoch AND s.receipt_number = p_receipt
    UNION ALL
    SELECT FROM :schema.refunds r WHERE r.tenant_id = p_tenant AND r.register_id = p_register
      AND r.epoch = p_epoch AND r.receipt_number = p_receipt
  ) THEN
    RETURN QUERY SELECT 'CONFLICT', 'receipt_number_reused', p_hash;
  ELSE
    RETURN QUERY SELECT 'CONFLICT', 'sequence_reused', p_hash;
  END IF;
END $$;
