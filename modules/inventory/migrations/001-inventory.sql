-- Inventory: movements are the truth and are only ever added; a level is the sum of them, kept.

CREATE TABLE :schema.stock_levels (
  tenant_id uuid NOT NULL,
  location_id uuid NOT NULL,
  product_id uuid NOT NULL,
  on_hand_milli bigint NOT NULL,
  reserved_milli bigint NOT NULL DEFAULT 0 CHECK (reserved_milli >= 0),
  PRIMARY KEY (tenant_id, location_id, product_id)
) WITH (fillfactor = 70);

CREATE TABLE :schema.stock_movements (
  tenant_id uuid NOT NULL,
  movement_id uuid NOT NULL,
  location_id uuid NOT NULL,
  product_id uuid NOT NULL,
  type text NOT NULL,
  quantity_milli bigint NOT NULL,
  previous_milli bigint NOT NULL,
  new_milli bigint NOT NULL,
  reference text NOT NULL,
  reason text NOT NULL,
  created_by uuid,
  -- What moved it: one movement for each line of each source, however often it is told.
  source_type text NOT NULL,
  source_id uuid NOT NULL,
  source_line integer NOT NULL,
  event_id uuid,
  occurred_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, movement_id),
  UNIQUE (tenant_id, source_type, source_id, source_line),
  CHECK (new_milli = previous_milli + quantity_milli)
);
CREATE INDEX stock_movements_product
  ON :schema.stock_movements (tenant_id, product_id, created_at, movement_id);
CREATE INDEX stock_movements_created
  ON :schema.stock_movements (tenant_id, created_at, movement_id);

CREATE TABLE :schema.stock_adjustments (
  tenant_id uuid NOT NULL,
  adjustment_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  type text NOT NULL,
  quantity_milli bigint NOT NULL CHECK (quantity_milli <> 0),
  reason text NOT NULL,
  reference text NOT NULL,
  source text NOT NULL,
  body_hash text NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  approved_by uuid,
  approved_at timestamptz,
  PRIMARY KEY (tenant_id, adjustment_id),
  CHECK ((approved_by IS NULL) = (approved_at IS NULL))
);
CREATE INDEX stock_adjustments_created
  ON :schema.stock_adjustments (tenant_id, created_at, adjustment_id);

GRANT SELECT, INSERT, UPDATE ON :schema.stock_levels, :schema.stock_adjustments TO :role;
GRANT SELECT, INSERT ON :schema.stock_movements TO :role;

CREATE FUNCTION :schema.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION '%.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER movements_are_facts BEFORE UPDATE OR DELETE ON :schema.stock_movements
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();

-- Moves stock: one element a movement, in order. Levels are locked in the order of their keys, so
-- that two batches never deadlock. Answers the products whose level fell below zero by it.
CREATE FUNCTION :schema.move_stock(
  p_tenant uuid, p_now timestamptz,
  m_id uuid[], m_location uuid[], m_product uuid[], m_type text[], m_quantity bigint[],
  m_reference text[], m_reason text[], m_by uuid[], m_source_type text[], m_source uuid[],
  m_line integer[], m_event uuid[], m_occurred timestamptz[]
) RETURNS void
LANGUAGE plpgsql
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  INSERT INTO :schema.stock_levels (tenant_id, location_id, product_id, on_hand_milli)
  SELECT p_tenant, m.location, m.product, 0
  FROM unnest(m_location, m_product) AS m (location, product)
  GROUP BY m.location, m.product
  ORDER BY m.location, m.product
  ON CONFLICT DO NOTHING;

  PERFORM FROM :schema.stock_levels l
  WHERE l.tenant_id = p_tenant AND (l.location_id, l.product_id) IN (
    SELECT m.location, m.product FROM unnest(m_location, m_product) AS m (location, product))
  ORDER BY l.location_id, l.product_id
  FOR NO KEY UPDATE;

  INSERT INTO :schema.stock_movements (
    tenant_id, movement_id, location_id, product_id, type, quantity_milli, previous_milli,
    new_milli, reference, reason, created_by, source_type, source_id, source_line, event_id,
    occurred_at, created_at
  )
  SELECT p_tenant, m.id, m.location, m.product, m.type, m.quantity,
         l.on_hand_milli + m.running - m.quantity, l.on_hand_milli + m.running,
         m.reference, m.reason, m.by, m.source_type, m.source, m.line, m.event,
         m.occurred, p_now
  FROM (
    SELECT u.*, sum(u.quantity) OVER (
      PARTITION BY u.location, u.product ORDER BY u.place)::bigint AS running
    FROM unnest(m_id, m_location, m_product, m_type, m_quantity, m_reference, m_reason, m_by,
                m_source_type, m_source, m_line, m_event, m_occurred) WITH ORDINALITY
      AS u (id, location, product, type, quantity, reference, reason, by, source_type, source,
            line, event, occurred, place)
  ) m
  JOIN :schema.stock_levels l ON l.tenant_id = p_tenant
    AND l.location_id = m.location AND l.product_id = m.product
  ORDER BY m.place;

  UPDATE :schema.stock_levels l
  SET on_hand_milli = l.on_hand_milli + m.quantity
  FROM (
    SELECT u.location, u.product, sum(u.quantity)::bigint AS quantity
    FROM unnest(m_location, m_product, m_quantity) AS u (location, product, quantity)
    GROUP BY u.location, u.product
  ) m
  WHERE l.tenant_id = p_tenant AND l.location_id = m.location AND l.product_id = m.product;
END $$;
