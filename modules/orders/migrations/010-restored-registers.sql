-- When a register came back from a backup, for the last time. What was given out between the backup
-- and then is not known here: epochs of later enrolments go on above anything it can have been.
ALTER TABLE :schema.registers ADD COLUMN restored_at timestamptz;

-- Whether a parked operation still waits for a person: its register has not sent the same body
-- again since, under a number with which it was booked.
CREATE FUNCTION :schema.still_waits(
  p_tenant uuid, p_register uuid, p_operation uuid, p_hash text
) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
BEGIN
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
