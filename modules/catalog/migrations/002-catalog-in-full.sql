-- Several barcodes a product, products taken out of the shop, numbers that are handed out, and what
-- registers copy: changes in the order of their transactions, and a snapshot.

-- Back-fills below read and write as the owner; at the end the wall stands as before.
ALTER TABLE :schema.products NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :schema.categories NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :schema.units NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :schema.price_book_heads NO FORCE ROW LEVEL SECURITY;

-- Every barcode of a shop, whatever product it is on; products.barcode is the one that is shown.
CREATE TABLE :schema.barcodes (
  tenant_id uuid NOT NULL,
  barcode text NOT NULL,
  barcode_id uuid NOT NULL,
  product_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, barcode),
  CONSTRAINT barcodes_barcode_id_key UNIQUE (tenant_id, barcode_id),
  FOREIGN KEY (tenant_id, product_id) REFERENCES :schema.products
);
CREATE INDEX barcodes_by_product ON :schema.barcodes (tenant_id, product_id);
INSERT INTO :schema.barcodes (tenant_id, barcode, barcode_id, product_id, created_at)
SELECT tenant_id, barcode, md5('barcode:' || product_id || barcode)::uuid, product_id, created_at
FROM :schema.products WHERE barcode IS NOT NULL;
ALTER TABLE :schema.products DROP CONSTRAINT products_barcode_key;

-- A product that was taken out: its row and its SKU stay, since sales name them.
ALTER TABLE :schema.products ADD COLUMN archived_at timestamptz;
ALTER TABLE :schema.products ADD CONSTRAINT products_archived_check
  CHECK (archived_at IS NULL OR (NOT is_active AND barcode IS NULL));

-- What a search looks through. An index over parts of words is of no use behind row security: only
-- operators that PostgreSQL calls leakproof may reach into one, and LIKE is none.
ALTER TABLE :schema.products ADD COLUMN search_text text NOT NULL
  GENERATED ALWAYS AS (lower(name || E'\n' || sku || E'\n' || coalesce(barcode, ''))) STORED;
CREATE INDEX products_by_price ON :schema.products (tenant_id, price_minor, product_id);
CREATE INDEX products_by_updated_at ON :schema.products (tenant_id, updated_at, product_id);

-- The last number of each series handed out: SKUs by their letters, barcodes. Whoever takes the
-- next one holds the row.
CREATE TABLE :schema.number_series (
  tenant_id uuid NOT NULL,
  series text NOT NULL,
  last_number bigint NOT NULL,
  PRIMARY KEY (tenant_id, series)
);

-- For each thing that registers copy, the transaction that changed it last. A register reads on
-- from (xid, id), below the oldest open transaction: what commits late is read later, never missed.
-- A thing that changes again moves on, so that it is told once, as it is then.
CREATE TABLE :schema.changes (
  tenant_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('product', 'category', 'unit', 'price_book')),
  object_id uuid NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  id bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (tenant_id, kind, object_id)
);
CREATE INDEX changes_in_order ON :schema.changes (tenant_id, xid, id);
INSERT INTO :schema.changes (tenant_id, kind, object_id)
SELECT tenant_id, 'category', category_id FROM :schema.categories
UNION ALL SELECT tenant_id, 'unit', unit_id FROM :schema.units
UNION ALL SELECT tenant_id, 'price_book', tenant_id FROM :schema.price_book_heads
UNION ALL SELECT tenant_id, 'product', product_id FROM :schema.products;

-- By trigger, so that no path of writing can forget it. Arguments: the kind, and the column of ids.
CREATE FUNCTION :schema.note_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO :schema.changes AS c (tenant_id, kind, object_id)
     SELECT DISTINCT tenant_id, %L, %I FROM touched ORDER BY 1, 3
     ON CONFLICT (tenant_id, kind, object_id) DO UPDATE SET xid = excluded.xid
     WHERE c.xid <> excluded.xid', TG_ARGV[0], TG_ARGV[1]);
  RETURN NULL;
END $$;
CREATE TRIGGER products_made AFTER INSERT ON :schema.products REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('product', 'product_id');
CREATE TRIGGER products_changed AFTER UPDATE ON :schema.products REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('product', 'product_id');
CREATE TRIGGER barcodes_added AFTER INSERT ON :schema.barcodes REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('product', 'product_id');
CREATE TRIGGER barcodes_removed AFTER DELETE ON :schema.barcodes REFERENCING OLD TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('product', 'product_id');
CREATE TRIGGER categories_made AFTER INSERT ON :schema.categories REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('category', 'category_id');
CREATE TRIGGER categories_changed AFTER UPDATE ON :schema.categories
  REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('category', 'category_id');
CREATE TRIGGER categories_deleted AFTER DELETE ON :schema.categories
  REFERENCING OLD TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('category', 'category_id');
CREATE TRIGGER units_made AFTER INSERT ON :schema.units REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('unit', 'unit_id');
CREATE TRIGGER units_changed AFTER UPDATE ON :schema.units REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('unit', 'unit_id');
CREATE TRIGGER units_deleted AFTER DELETE ON :schema.units REFERENCING OLD TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('unit', 'unit_id');
CREATE TRIGGER heads_made AFTER INSERT ON :schema.price_book_heads
  REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('price_book', 'tenant_id');
CREATE TRIGGER heads_changed AFTER UPDATE ON :schema.price_book_heads
  REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('price_book', 'tenant_id');

-- The last snapshot that was built of a catalogue, compressed, and from where to pull after it.
CREATE TABLE :schema.snapshots (
  tenant_id uuid PRIMARY KEY,
  format integer NOT NULL,
  xid xid8 NOT NULL,
  etag text NOT NULL,
  content bytea NOT NULL,
  products integer NOT NULL,
  built_at timestamptz NOT NULL
);
ALTER TABLE :schema.snapshots ALTER COLUMN content SET STORAGE EXTERNAL;

ALTER TABLE :schema.products FORCE ROW LEVEL SECURITY;
ALTER TABLE :schema.categories FORCE ROW LEVEL SECURITY;
ALTER TABLE :schema.units FORCE ROW LEVEL SECURITY;
ALTER TABLE :schema.price_book_heads FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, DELETE ON :schema.barcodes TO :role;
GRANT SELECT, INSERT ON :schema.number_series, :schema.changes, :schema.snapshots TO :role;
GRANT UPDATE (last_number) ON :schema.number_series TO :role;
GRANT UPDATE (xid) ON :schema.changes TO :role;
GRANT UPDATE (format, xid, etag, content, products, built_at) ON :schema.snapshots TO :role;
GRANT UPDATE (archived_at) ON :schema.products TO :role;
GRANT UPDATE (name, description), DELETE ON :schema.categories TO :role;
GRANT UPDATE (unit_name, description), DELETE ON :schema.units TO :role;
