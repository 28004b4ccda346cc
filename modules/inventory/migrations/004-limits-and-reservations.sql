-- Limits that change under a level, and reservations that begin and end.

-- Judges levels whose thresholds changed. The caller has locked them. A threshold may be none.
CREATE FUNCTION :schema.judge_thresholds(
  p_tenant uuid, p_now timestamptz, t_cause uuid[], t_location uuid[], t_product uuid[],
  t_type text[], t_before bigint[], t_after bigint[]
) RETURNS TABLE (location_id uuid, product_id uuid, on_hand_milli bigint, minimum_milli bigint)
LANGUAGE plpgsql SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  v_crossings :schema.crossing[];
BEGIN
  SELECT array_agg(CAST(ROW(1, :schema.alert_id(j.cause, j.type), j.location, j.product, j.type,
    j.calls_after, j.on_hand_milli, coalesce(j.after, j.before)) AS :schema.crossing))
  INTO v_crossings
  FROM (
    SELECT t.*, l.on_hand_milli,
           coalesce((l.on_hand_milli <= t.before) <> (t.type = 'OVERSTOCK'), false) AS calls_before,
           coalesce((l.on_hand_milli <= t.after) <> (t.type = 'OVERSTOCK'), false) AS calls_after
    FROM unnest(t_cause, t_location, t_product, t_type, t_before, t_after)
      AS t (cause, location, product, type, before, after)
    JOIN :schema.stock_levels l ON l.tenant_id = p_tenant
      AND l.location_id = t.location AND l.product_id = t.product
  ) j
  WHERE j.calls_before <> j.calls_after;
  IF v_crossings IS NOT NULL THEN
    RETURN QUERY SELECT * FROM :schema.settle_alerts(p_tenant, p_now, v_crossings);
  END IF;
END $$;

-- Keeps what the catalogue told, the later of two of one product last. Where a minimum changed,
-- the levels that go by it are judged anew. `p_cause` names what was told, for the alerts.
CREATE FUNCTION :schema.keep_products(
  p_tenant uuid, p_now timestamptz, p_cause uuid[], p_id uuid[], p_name text[], p_sku text[],
  p_currency text[], p_cost bigint[], p_min bigint[], p_policy text[], p_active boolean[]
) RETURNS TABLE (location_id uuid, product_id uuid, on_hand_milli bigint, minimum_milli bigint)
LANGUAGE plpgsql SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  v_before bigint[];
  v_judged record;
BEGIN
  PERFORM FROM :schema.products p WHERE p.tenant_id = p_tenant AND p.product_id = ANY (p_id)
  ORDER BY p.product_id FOR NO KEY UPDATE;

  -- Looked up and not joined: without statistics a join would read every product.
  SELECT array_agg(coalesce((
    SELECT p.min_milli FROM :schema.products p
    WHERE p.tenant_id = p_tenant AND p.product_id = n.id), 0) ORDER BY n.place) INTO v_before
  FROM unnest(p_id) WITH ORDINALITY AS n (id, place);

  INSERT INTO :schema.products (
    tenant_id, product_id, name, sku, currency, cost_minor, min_milli, oversell_policy, is_active
  )
  SELECT p_tenant, n.* FROM unnest(
    p_id, p_name, p_sku, p_currency, p_cost, p_min, p_policy, p_active) AS n (id)
  ORDER BY n.id
  ON CONFLICT (tenant_id, product_id) DO UPDATE SET
    name = excluded.name, sku = excluded.sku, currency = excluded.currency,
    cost_minor = excluded.cost_minor, min_milli = excluded.min_milli,
    oversell_policy = excluded.oversell_policy, is_active = excluded.is_active;

  PERFORM FROM :schema.stock_levels l
  WHERE l.tenant_id = p_tenant AND l.product_id IN (
    SELECT n.id FROM unnest(p_id, v_before, p_min) AS n (id, before, after)
    WHERE n.before <> n.after)
  ORDER BY l.location_id, l.product_id FOR NO KEY UPDATE;

  SELECT array_agg(t.cause) AS cause, array_agg(t.location_id) AS location,
         array_agg(t.product_id) AS product, array_agg('LOW_STOCK'::text) AS type,
         array_agg(t.before) AS before, array_agg(t.after) AS after
  INTO v_judged
  FROM (
    SELECT n.cause, l.location_id, l.product_id, n.before, n.after
    FROM unnest(p_cause, p_id, v_before, p_min) AS n (cause, id, before, after)
    CROSS JOIN LATERAL (
      SELECT l.location_id, l.product_id FROM :schema.stock_levels l
      WHERE l.tenant_id = p_tenant AND l.product_id = n.id AND l.min_milli IS NULL OFFSET 0
    ) l
    WHERE n.before <> n.after
  ) t;
  IF v_judged.cause IS NOT NULL THEN
    RETURN QUERY SELECT * FROM :schema.judge_thresholds(p_tenant, p_now, v_judged.cause,
      v_judged.location, v_judged.product, v_judged.type, v_judged.before, v_judged.after);
  END IF;
END $$;

-- Puts items in the place of what a reservation held; the caller has locked the reservation.
-- Answers for each item what was available to it, and what the product's owner wants.
CREATE FUNCTION :schema.reserve_items(
  p_tenant uuid, p_now timestamptz, p_reservation uuid, i_id uuid[], i_location uuid[],
  i_product uuid[], i_quantity bigint[]
) RETURNS TABLE (place bigint, available_milli bigint, oversell_policy text)
LANGUAGE plpgsql SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  PERFORM :schema.lock_levels(p_tenant, i_location, i_product, ARRAY[p_reservation]);
  PERFORM :schema.free_items(p_tenant, p_now, ARRAY[p_reservation]);

  INSERT INTO :schema.reservation_items (
    tenant_id, item_id, reservation_id, location_id, product_id, quantity_milli, created_at
  )
  SELECT p_tenant, i.id, p_reservation, i.location, i.product, i.quantity, p_now
  FROM unnest(i_id, i_location, i_product, i_quantity) AS i (id, location, product, quantity);

  UPDATE :schema.stock_levels l SET reserved_milli = l.reserved_milli + i.quantity
  FROM unnest(i_location, i_product, i_quantity) AS i (location, product, quantity)
  WHERE l.tenant_id = p_tenant AND l.location_id = i.location AND l.product_id = i.product;

  RETURN QUERY
  SELECT i.place, l.on_hand_milli - l.reserved_milli + i.quantity,
         coalesce((SELECT p.oversell_policy FROM :schema.products p
           WHERE p.tenant_id = p_tenant AND p.product_id = i.product), 'WARN')
  FROM unnest(i_location, i_product, i_quantity) WITH ORDINALITY
    AS i (location, product, quantity, place)
  JOIN :schema.stock_levels l ON l.tenant_id = p_tenant
    AND l.location_id = i.location AND l.product_id = i.product
  ORDER BY i.place;
END $$;

-- Ends those of these reservations that are active, and for EXPIRED due. Answers which it ended.
CREATE FUNCTION :schema.end_reservations(
  p_tenant uuid, p_now timestamptz, p_reservations uuid[], p_state text
) RETURNS SETOF uuid LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  v_ended uuid[];
BEGIN
  SELECT array_agg(r.reservation_id) INTO v_ended FROM (
    SELECT r.reservation_id FROM :schema.reservations r
    WHERE r.tenant_id = p_tenant AND r.reservation_id = ANY (p_reservations)
      AND r.state = 'ACTIVE' AND (p_state <> 'EXPIRED' OR r.expires_at <= p_now)
    ORDER BY r.reservation_id FOR UPDATE
  ) r;
  IF v_ended IS NULL THEN RETURN; END IF;
  PERFORM :schema.lock_levels(p_tenant, '{}', '{}', v_ended);
  PERFORM :schema.free_items(p_tenant, p_now, v_ended);
  UPDATE :schema.reservations r SET state = p_state, ended_at = p_now
  WHERE r.tenant_id = p_tenant AND r.reservation_id = ANY (v_ended);
  RETURN QUERY SELECT unnest(v_ended);
END $$;
