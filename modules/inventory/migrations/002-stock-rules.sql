-- What stock is judged by and kept for: our copy of the products, the shop's locations, limits of
-- a product at a location, alerts, transfers, reservations; and adjustments that may be rejected.

-- What the catalogue tells us: nobody is asked while stock moves.
CREATE TABLE :schema.products (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  name text NOT NULL,
  sku text NOT NULL,
  currency text NOT NULL,
  cost_minor bigint,
  min_milli bigint NOT NULL,
  oversell_policy text NOT NULL CHECK (oversell_policy IN ('BLOCK', 'WARN', 'ALLOW')),
  is_active boolean NOT NULL,
  PRIMARY KEY (tenant_id, product_id)
);
CREATE INDEX products_by_name ON :schema.products (tenant_id, name, product_id);

CREATE TABLE :schema.locations (
  tenant_id uuid NOT NULL,
  location_id uuid NOT NULL,
  name text NOT NULL,
  code text NOT NULL,
  address text NOT NULL,
  is_active boolean NOT NULL,
  body_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  archived_at timestamptz,
  PRIMARY KEY (tenant_id, location_id)
);
CREATE UNIQUE INDEX locations_name_key ON :schema.locations (tenant_id, name)
  WHERE archived_at IS NULL;
CREATE UNIQUE INDEX locations_code_key ON :schema.locations (tenant_id, code)
  WHERE archived_at IS NULL;

-- A minimum of its own stands before the product's. The id is what AsiriaPOS calls pls_id.
ALTER TABLE :schema.stock_levels
  ADD COLUMN min_milli bigint CHECK (min_milli >= 0),
  ADD COLUMN max_milli bigint CHECK (max_milli >= 0),
  ADD COLUMN pls_id uuid GENERATED ALWAYS AS (
    encode(substring(sha256(uuid_send(location_id) || uuid_send(product_id)) FROM 1 FOR 16), 'hex')
      ::uuid) STORED;
CREATE UNIQUE INDEX stock_levels_pls_id ON :schema.stock_levels (tenant_id, pls_id);
CREATE INDEX stock_levels_product ON :schema.stock_levels (tenant_id, product_id);

-- At most one active alert of a type for a product at a location.
CREATE TABLE :schema.stock_alerts (
  tenant_id uuid NOT NULL,
  alert_id uuid NOT NULL,
  location_id uuid NOT NULL,
  product_id uuid NOT NULL,
  type text NOT NULL CHECK (type IN ('LOW_STOCK', 'OUT_OF_STOCK', 'OVERSTOCK')),
  on_hand_milli bigint NOT NULL,
  threshold_milli bigint NOT NULL,
  created_at timestamptz NOT NULL,
  resolved_at timestamptz,
  resolved_by uuid,
  PRIMARY KEY (tenant_id, alert_id),
  CHECK (resolved_by IS NULL OR resolved_at IS NOT NULL)
);
CREATE UNIQUE INDEX stock_alerts_active
  ON :schema.stock_alerts (tenant_id, location_id, product_id, type) WHERE resolved_at IS NULL;
CREATE INDEX stock_alerts_created ON :schema.stock_alerts (tenant_id, created_at, alert_id);

-- Whoever changed an adjustment last has made it, too, and may not approve it either.
ALTER TABLE :schema.stock_adjustments
  ADD COLUMN changed_by uuid,
  ADD COLUMN rejected_by uuid,
  ADD COLUMN rejected_at timestamptz,
  ADD COLUMN rejection_reason text NOT NULL DEFAULT '',
  ADD COLUMN withdrawn_at timestamptz,
  ADD CHECK ((rejected_by IS NULL) = (rejected_at IS NULL)),
  ADD CONSTRAINT adjustment_decided_once
    CHECK (num_nonnulls(approved_at, rejected_at, withdrawn_at) <= 1);

CREATE TABLE :schema.stock_transfers (
  tenant_id uuid NOT NULL,
  transfer_id uuid NOT NULL,
  product_id uuid NOT NULL,
  from_location_id uuid NOT NULL,
  to_location_id uuid NOT NULL,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  reference text NOT NULL,
  reason text NOT NULL,
  body_hash text NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  applied_by uuid,
  applied_at timestamptz,
  withdrawn_at timestamptz,
  PRIMARY KEY (tenant_id, transfer_id),
  CHECK (from_location_id <> to_location_id),
  CHECK (num_nonnulls(applied_at, withdrawn_at) <= 1)
);
CREATE INDEX stock_transfers_created
  ON :schema.stock_transfers (tenant_id, created_at, transfer_id);

-- Promised to an order, whose id is the reservation's. It ends once: given back, run out, or sold.
CREATE TABLE :schema.reservations (
  tenant_id uuid NOT NULL,
  reservation_id uuid NOT NULL,
  items_hash text NOT NULL,
  state text NOT NULL CHECK (state IN ('ACTIVE', 'RELEASED', 'EXPIRED', 'CONSUMED')),
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, reservation_id),
  CHECK ((state = 'ACTIVE') = (ended_at IS NULL))
);
CREATE INDEX reservations_due ON :schema.reservations (tenant_id, expires_at)
  WHERE state = 'ACTIVE';

CREATE TABLE :schema.reservation_items (
  tenant_id uuid NOT NULL,
  item_id uuid NOT NULL,
  reservation_id uuid NOT NULL,
  location_id uuid NOT NULL,
  product_id uuid NOT NULL,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  created_at timestamptz NOT NULL,
  released_at timestamptz,
  PRIMARY KEY (tenant_id, item_id),
  FOREIGN KEY (tenant_id, reservation_id) REFERENCES :schema.reservations
);
CREATE UNIQUE INDEX reservation_items_active
  ON :schema.reservation_items (tenant_id, reservation_id, location_id, product_id)
  WHERE released_at IS NULL;
CREATE INDEX reservation_items_product ON :schema.reservation_items (tenant_id, product_id);
CREATE INDEX reservation_items_created
  ON :schema.reservation_items (tenant_id, created_at, item_id);

GRANT SELECT, INSERT, UPDATE ON :schema.products, :schema.locations, :schema.stock_alerts,
  :schema.stock_transfers, :schema.reservations, :schema.reservation_items TO :role;
