-- What a shop sells and what a price means. A price book never changes under its version, and the
-- history of a product's price is only ever added to.

CREATE TABLE :schema.categories (
  tenant_id uuid NOT NULL,
  category_id uuid NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  body_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, category_id),
  CONSTRAINT categories_name_key UNIQUE (tenant_id, name)
);

CREATE TABLE :schema.units (
  tenant_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  unit_name text NOT NULL,
  description text NOT NULL,
  body_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, unit_id),
  CONSTRAINT units_unit_name_key UNIQUE (tenant_id, unit_name)
);

-- book is the domain's PriceBook as it is.
CREATE TABLE :schema.price_books (
  tenant_id uuid NOT NULL,
  version bigint NOT NULL CHECK (version >= 1),
  book jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, version),
  CHECK ((book ->> 'version')::bigint = version)
);

-- Which version is in force. Whoever makes the next one holds this row.
CREATE TABLE :schema.price_book_heads (
  tenant_id uuid PRIMARY KEY,
  version bigint NOT NULL,
  FOREIGN KEY (tenant_id, version) REFERENCES :schema.price_books
);

-- The price and the tax code in force stand here too, as every list shows them.
CREATE TABLE :schema.products (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  name text NOT NULL,
  sku text NOT NULL,
  barcode text,
  description text NOT NULL,
  category_id uuid,
  unit_id uuid,
  currency text NOT NULL,
  price_minor bigint NOT NULL CHECK (price_minor >= 0),
  cost_minor bigint CHECK (cost_minor >= 0),
  tax_code text NOT NULL,
  min_quantity_milli bigint NOT NULL CHECK (min_quantity_milli >= 0),
  oversell_policy text NOT NULL CHECK (oversell_policy IN ('BLOCK', 'WARN', 'ALLOW')),
  is_active boolean NOT NULL,
  body_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, product_id),
  CONSTRAINT products_sku_key UNIQUE (tenant_id, sku),
  CONSTRAINT products_barcode_key UNIQUE (tenant_id, barcode),
  CONSTRAINT products_category_fkey FOREIGN KEY (tenant_id, category_id)
    REFERENCES :schema.categories,
  CONSTRAINT products_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES :schema.units
);
CREATE INDEX products_by_name ON :schema.products (tenant_id, name, product_id);
CREATE INDEX products_by_created_at ON :schema.products (tenant_id, created_at, product_id);
CREATE INDEX products_by_category ON :schema.products (tenant_id, category_id);
CREATE INDEX products_by_unit ON :schema.products (tenant_id, unit_id);

-- In force from a version until the next row's.
CREATE TABLE :schema.product_prices (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  from_version bigint NOT NULL,
  price_minor bigint NOT NULL CHECK (price_minor >= 0),
  tax_code text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, product_id, from_version),
  FOREIGN KEY (tenant_id, product_id) REFERENCES :schema.products,
  FOREIGN KEY (tenant_id, from_version) REFERENCES :schema.price_books
);
CREATE INDEX product_prices_by_version ON :schema.product_prices (tenant_id, from_version);

-- Nobody changes these rows, not even their owner.
CREATE FUNCTION :schema.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER price_books_append_only BEFORE UPDATE OR DELETE ON :schema.price_books
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
CREATE TRIGGER product_prices_append_only BEFORE UPDATE OR DELETE ON :schema.product_prices
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();

GRANT SELECT, INSERT ON :schema.categories, :schema.units, :schema.price_books TO :role;
GRANT SELECT, INSERT ON :schema.price_book_heads, :schema.products, :schema.product_prices
  TO :role;
GRANT UPDATE (version) ON :schema.price_book_heads TO :role;
GRANT UPDATE (
  name, sku, barcode, description, category_id, unit_id, price_minor, cost_minor, tax_code,
  min_quantity_milli, oversell_policy, is_active, updated_at
) ON :schema.products TO :role;
