-- What a piece of a product costs on average, in thousandths of a minor unit; none until goods were
-- received. Whoever receives holds the row, so that averages follow one another.
CREATE TABLE :schema.average_costs (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  average_milli_minor bigint CHECK (average_milli_minor >= 0),
  PRIMARY KEY (tenant_id, product_id)
);

GRANT SELECT, INSERT, UPDATE ON :schema.average_costs TO :role;

-- Holds the averages of products, then all their levels in the one order, those that are about to
-- be made too. Answers what is on hand everywhere, and what it costs by now: where nobody received
-- any yet, what the catalogue says.
CREATE FUNCTION :schema.hold_costs(p_tenant uuid, p_location uuid[], p_product uuid[])
RETURNS TABLE (product_id uuid, on_hand_milli bigint, average_milli_minor bigint)
LANGUAGE plpgsql SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  v_location uuid[];
  v_product uuid[];
BEGIN
  INSERT INTO :schema.average_costs (tenant_id, product_id)
  SELECT p_tenant, m.product FROM unnest(p_product) AS m (product)
  GROUP BY m.product ORDER BY m.product
  ON CONFLICT DO NOTHING;
  PERFORM FROM :schema.average_costs c
  WHERE c.tenant_id = p_tenant AND c.product_id = ANY (p_product)
  ORDER BY c.product_id FOR NO KEY UPDATE;

  SELECT array_agg(l.location_id), array_agg(l.product_id) INTO v_location, v_product FROM (
    SELECT m.location AS location_id, m.product AS product_id
    FROM unnest(p_location, p_product) AS m (location, product)
    UNION
    SELECT l.location_id, l.product_id FROM :schema.stock_levels l
    WHERE l.tenant_id = p_tenant AND l.product_id = ANY (p_product)
  ) l;
  PERFORM :schema.lock_levels(p_tenant, v_location, v_product, '{}');

  RETURN QUERY
  SELECT c.product_id, l.on_hand_milli, coalesce(c.average_milli_minor, p.cost_minor * 1000)
  FROM :schema.average_costs c
  JOIN (
    SELECT l.product_id, sum(l.on_hand_milli)::bigint AS on_hand_milli
    FROM :schema.stock_levels l
    WHERE l.tenant_id = p_tenant AND l.product_id = ANY (p_product) GROUP BY l.product_id
  ) l ON l.product_id = c.product_id
  LEFT JOIN :schema.products p ON p.tenant_id = p_tenant AND p.product_id = c.product_id
  WHERE c.tenant_id = p_tenant;
END $$;
