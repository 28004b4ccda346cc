-- Products registered at a location by hand, and alerts that a person raises.

-- A level is the sum of its movements and never goes. One that somebody took off the list is shown
-- again as soon as it holds something: nothing on the path of a sale has to know of it.
ALTER TABLE :schema.stock_levels
  ADD COLUMN registered_hash text,
  ADD COLUMN delisted_at timestamptz;

-- Whoever raises an alert by hand says why; no threshold was crossed for it.
ALTER TABLE :schema.stock_alerts
  ALTER COLUMN threshold_milli DROP NOT NULL,
  ADD COLUMN message text,
  ADD COLUMN raised_by uuid,
  ADD COLUMN body_hash text,
  ADD COLUMN acknowledged_by uuid,
  ADD COLUMN acknowledged_at timestamptz,
  ADD COLUMN resolution_reason text NOT NULL DEFAULT '',
  ADD CHECK ((raised_by IS NULL) = (threshold_milli IS NOT NULL)),
  ADD CHECK ((raised_by IS NULL) = (body_hash IS NULL)),
  ADD CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL));

-- As before, and what a person raised makes room for what the level itself says now.
CREATE OR REPLACE FUNCTION :schema.settle_alerts(
  p_tenant uuid, p_now timestamptz, p_crossings :schema.crossing[]
) RETURNS TABLE (location_id uuid, product_id uuid, on_hand_milli bigint, minimum_milli bigint)
LANGUAGE plpgsql SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  UPDATE :schema.stock_alerts a SET resolved_at = p_now
  FROM unnest(p_crossings) c
  WHERE (NOT c.is_raised OR a.raised_by IS NOT NULL)
    AND a.tenant_id = p_tenant AND a.resolved_at IS NULL
    AND a.location_id = c.location_id AND a.product_id = c.product_id AND a.type = c.type;

  RETURN QUERY
  WITH recovered AS (
    SELECT c.location_id, c.product_id, c.type, max(c.place) AS place
    FROM unnest(p_crossings) c WHERE NOT c.is_raised GROUP BY 1, 2, 3
  ), raised AS (
    INSERT INTO :schema.stock_alerts AS a (
      tenant_id, alert_id, location_id, product_id, type, on_hand_milli, threshold_milli,
      created_at, resolved_at
    )
    SELECT p_tenant, c.alert_id, c.location_id, c.product_id, c.type, c.on_hand_milli,
           c.threshold_milli, p_now, CASE WHEN r.place > c.place THEN p_now END
    FROM unnest(p_crossings) c LEFT JOIN recovered r USING (location_id, product_id, type)
    WHERE c.is_raised
    ORDER BY c.place
    ON CONFLICT DO NOTHING
    RETURNING a.location_id, a.product_id, a.type, a.on_hand_milli, a.threshold_milli
  )
  SELECT r.location_id, r.product_id, r.on_hand_milli, r.threshold_milli
  FROM raised r WHERE r.type = 'LOW_STOCK';
END $$;
