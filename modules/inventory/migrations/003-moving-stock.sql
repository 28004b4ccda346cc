-- Moving stock, judging what it crossed, and freeing what was reserved. Locks are taken in one
-- order everywhere: reservations by id, then levels by (location, product).

-- One threshold of one level, crossed one way; `place` is the order in which it happened.
CREATE TYPE :schema.crossing AS (
  place bigint,
  alert_id uuid,
  location_id uuid,
  product_id uuid,
  type text,
  is_raised boolean,
  on_hand_milli bigint,
  threshold_milli bigint
);

-- The id of the alert that something raises: the same whenever it is asked for.
CREATE FUNCTION :schema.alert_id(p_cause uuid, p_type text)
RETURNS uuid LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT encode(substring(sha256(uuid_send(p_cause) || convert_to(p_type, 'UTF8'))
    FROM 1 FOR 16), 'hex')::uuid
$$;

-- Raises and resolves alerts. Answers the levels that fell low, each once for each time.
CREATE FUNCTION :schema.settle_alerts(
  p_tenant uuid, p_now timestamptz, p_crossings :schema.crossing[]
) RETURNS TABLE (location_id uuid, product_id uuid, on_hand_milli bigint, minimum_milli bigint)
LANGUAGE plpgsql SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  UPDATE :schema.stock_alerts a SET resolved_at = p_now
  FROM unnest(p_crossings) c
  WHERE NOT c.is_raised AND a.tenant_id = p_tenant AND a.resolved_at IS NULL
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

-- Gives back what reservations hold. The caller has locked them and their levels.
CREATE FUNCTION :schema.free_items(p_tenant uuid, p_now timestamptz, p_reservations uuid[])
RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE :schema.stock_levels l SET reserved_milli = l.reserved_milli - i.quantity
  FROM (
    SELECT i.location_id, i.product_id, sum(i.quantity_milli)::bigint AS quantity
    FROM :schema.reservation_items i
    WHERE i.tenant_id = p_tenant AND i.reservation_id = ANY (p_reservations)
      AND i.released_at IS NULL
    GROUP BY 1, 2
  ) i
  WHERE l.tenant_id = p_tenant AND l.location_id = i.location_id AND l.product_id = i.product_id;

  UPDATE :schema.reservation_items i SET released_at = p_now
  WHERE i.tenant_id = p_tenant AND i.reservation_id = ANY (p_reservations)
    AND i.released_at IS NULL;
END $$;

-- Locks the levels of some keys, and of what some reservations hold, in the one order. Where a
-- level is new, its product is held too: whoever changes a minimum cannot see the level yet.
CREATE FUNCTION :schema.lock_levels(
  p_tenant uuid, p_location uuid[], p_product uuid[], p_reservations uuid[]
) RETURNS void LANGUAGE plpgsql SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_new uuid[];
BEGIN
  WITH made AS (
    INSERT INTO :schema.stock_levels (tenant_id, location_id, product_id, on_hand_milli)
    SELECT p_tenant, m.location, m.product, 0
    FROM unnest(p_location, p_product) AS m (location, product)
    GROUP BY m.location, m.product
    ORDER BY m.location, m.product
    ON CONFLICT DO NOTHING
    RETURNING product_id
  )
  SELECT array_agg(m.product_id) INTO v_new FROM made m;
  IF v_new IS NOT NULL THEN
    PERFORM FROM :schema.products p
    WHERE p.tenant_id = p_tenant AND p.product_id = ANY (v_new)
    ORDER BY p.product_id FOR SHARE;
  END IF;

  PERFORM FROM :schema.stock_levels l
  WHERE l.tenant_id = p_tenant AND (l.location_id, l.product_id) IN (
    SELECT m.location, m.product FROM unnest(p_location, p_product) AS m (location, product)
    UNION
    SELECT i.location_id, i.product_id FROM :schema.reservation_items i
    WHERE i.tenant_id = p_tenant AND i.reservation_id = ANY (p_reservations)
      AND i.released_at IS NULL)
  ORDER BY l.location_id, l.product_id
  FOR NO KEY UPDATE;
END $$;

-- Moves stock: one element a movement, in order, and consumes the reservations of the sales among
-- them. Answers the levels that fell low by it, judged at every movement and not at the end.
DROP FUNCTION :schema.move_stock;
CREATE FUNCTION :schema.move_stock(
  p_tenant uuid, p_now timestamptz,
  m_id uuid[], m_location uuid[], m_product uuid[], m_type text[], m_quantity bigint[],
  m_reference text[], m_reason text[], m_by uuid[], m_source_type text[], m_source uuid[],
  m_line integer[], m_event uuid[], m_occurred timestamptz[]
) RETURNS TABLE (location_id uuid, product_id uuid, on_hand_milli bigint, minimum_milli bigint)
LANGUAGE plpgsql
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
  v_crossings :schema.crossing[];
  v_consumed uuid[];
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  SELECT array_agg(r.reservation_id) INTO v_consumed FROM (
    SELECT r.reservation_id FROM :schema.reservations r
    WHERE r.tenant_id = p_tenant AND r.state = 'ACTIVE' AND r.reservation_id IN (
      SELECT s.source FROM unnest(m_source, m_source_type) AS s (source, type)
      WHERE s.type = 'sale')
    ORDER BY r.reservation_id FOR UPDATE
  ) r;
  PERFORM :schema.lock_levels(p_tenant, m_location, m_product, v_consumed);

  WITH movement AS MATERIALIZED (
    -- The minimum is looked up and not joined: without statistics a join would read every product.
    SELECT u.*, l.max_milli, coalesce(l.min_milli, (
             SELECT p.min_milli FROM :schema.products p
             WHERE p.tenant_id = p_tenant AND p.product_id = u.product), 0) AS min_milli,
           l.on_hand_milli + u.running - u.quantity AS previous,
           l.on_hand_milli + u.running AS after
    FROM (
      SELECT u.*, sum(u.quantity) OVER (
        PARTITION BY u.location, u.product ORDER BY u.place)::bigint AS running
      FROM unnest(m_id, m_location, m_product, m_type, m_quantity, m_reference, m_reason, m_by,
                  m_source_type, m_source, m_line, m_event, m_occurred) WITH ORDINALITY
        AS u (id, location, product, type, quantity, reference, reason, by, source_type, source,
              line, event, occurred, place)
    ) u
    JOIN :schema.stock_levels l ON l.tenant_id = p_tenant
      AND l.location_id = u.location AND l.product_id = u.product
  ), written AS (
    INSERT INTO :schema.stock_movements (
      tenant_id, movement_id, location_id, product_id, type, quantity_milli, previous_milli,
      new_milli, reference, reason, created_by, source_type, source_id, source_line, event_id,
      occurred_at, created_at
    )
    SELECT p_tenant, m.id, m.location, m.product, m.type, m.quantity, m.previous, m.after,
           m.reference, m.reason, m.by, m.source_type, m.source, m.line, m.event, m.occurred, p_now
    FROM movement m ORDER BY m.place
  )
  SELECT array_agg(CAST(ROW(m.place, :schema.alert_id(m.id, t.type), m.location, m.product, t.type,
      (m.after <= t.threshold) <> (t.type = 'OVERSTOCK'), m.after, t.threshold)
    AS :schema.crossing) ORDER BY m.place)
  INTO v_crossings
  FROM movement m CROSS JOIN LATERAL (VALUES
    ('LOW_STOCK', m.min_milli), ('OUT_OF_STOCK', 0), ('OVERSTOCK', m.max_milli)
  ) AS t (type, threshold)
  WHERE (m.previous <= t.threshold) <> (m.after <= t.threshold);

  UPDATE :schema.stock_levels l SET on_hand_milli = l.on_hand_milli + m.quantity
  FROM (
    SELECT u.location, u.product, sum(u.quantity)::bigint AS quantity
    FROM unnest(m_location, m_product, m_quantity) AS u (location, product, quantity)
    GROUP BY u.location, u.product
  ) m
  WHERE l.tenant_id = p_tenant AND l.location_id = m.location AND l.product_id = m.product;

  IF v_consumed IS NOT NULL THEN
    PERFORM :schema.free_items(p_tenant, p_now, v_consumed);
    UPDATE :schema.reservations r SET state = 'CONSUMED', ended_at = p_now
    WHERE r.tenant_id = p_tenant AND r.reservation_id = ANY (v_consumed);
  END IF;
  IF v_crossings IS NOT NULL THEN
    RETURN QUERY SELECT * FROM :schema.settle_alerts(p_tenant, p_now, v_crossings);
  END IF;
END $$;
