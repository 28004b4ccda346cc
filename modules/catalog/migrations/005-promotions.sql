-- Promotions and coupons, and the sets of them that were in force. A set never changes under its
-- version. promotion, coupon and content are the domain's, as they are.

CREATE TABLE :schema.promotions (
  tenant_id uuid NOT NULL,
  promotion_id uuid NOT NULL,
  name text NOT NULL,
  promotion jsonb NOT NULL CHECK (promotion ->> 'name' = name),
  body_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  archived_at timestamptz,
  PRIMARY KEY (tenant_id, promotion_id)
);
-- The name of an archived one is free for another.
CREATE UNIQUE INDEX promotions_name_key ON :schema.promotions (tenant_id, name)
  WHERE archived_at IS NULL;

CREATE TABLE :schema.coupons (
  tenant_id uuid NOT NULL,
  coupon_id uuid NOT NULL,
  code text NOT NULL,
  promotion_id uuid NOT NULL,
  coupon jsonb NOT NULL CHECK (coupon ->> 'code' = code),
  body_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  archived_at timestamptz,
  PRIMARY KEY (tenant_id, coupon_id),
  CONSTRAINT coupons_code_key UNIQUE (tenant_id, code),
  CONSTRAINT coupons_promotion_fkey
    FOREIGN KEY (tenant_id, promotion_id) REFERENCES :schema.promotions
);

CREATE TABLE :schema.promotion_sets (
  tenant_id uuid NOT NULL,
  version bigint NOT NULL CHECK (version >= 1),
  content jsonb NOT NULL,
  currency text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, version),
  CHECK ((content ->> 'version')::bigint = version)
);

-- The version in force. Whoever makes the next one holds this row.
CREATE TABLE :schema.promotion_heads (
  tenant_id uuid PRIMARY KEY,
  version bigint NOT NULL
);

GRANT SELECT, INSERT ON :schema.promotions, :schema.coupons, :schema.promotion_sets,
  :schema.promotion_heads TO :role;
GRANT UPDATE (name, promotion, archived_at) ON :schema.promotions TO :role;
GRANT UPDATE (coupon, archived_at) ON :schema.coupons TO :role;
GRANT UPDATE (version) ON :schema.promotion_heads TO :role;
