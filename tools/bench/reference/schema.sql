-- The smallest honest checkout, on a schema of its own: an order, three lines priced by the server,
-- a payment, three stock rows, three movements, one event. Whole numbers for keys, no row
-- security, nothing to recompute: what a PostgreSQL can do at most when it is asked in one call.
CREATE SCHEMA till;

CREATE TABLE till.products (
  tenant_id integer NOT NULL, product_id integer NOT NULL, sku text NOT NULL, name text NOT NULL,
  price_minor bigint NOT NULL, tax_bps integer NOT NULL,
  PRIMARY KEY (tenant_id, product_id), UNIQUE (tenant_id, sku));

CREATE TABLE till.stock_levels (
  tenant_id integer NOT NULL, location_id integer NOT NULL, product_id integer NOT NULL,
  on_hand bigint NOT NULL, reserved bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, location_id, product_id),
  FOREIGN KEY (tenant_id, product_id) REFERENCES till.products) WITH (fillfactor = 70);

CREATE TABLE till.orders (
  order_id uuid PRIMARY KEY, tenant_id integer NOT NULL, location_id integer NOT NULL,
  status text NOT NULL, currency char(3) NOT NULL, subtotal_minor bigint NOT NULL,
  tax_minor bigint NOT NULL, total_minor bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX orders_by_day ON till.orders (tenant_id, created_at);

CREATE TABLE till.order_lines (
  tenant_id integer NOT NULL, order_id uuid NOT NULL REFERENCES till.orders,
  line_number integer NOT NULL, product_id integer NOT NULL, quantity bigint NOT NULL,
  price_minor bigint NOT NULL, tax_minor bigint NOT NULL, total_minor bigint NOT NULL,
  PRIMARY KEY (tenant_id, order_id, line_number),
  FOREIGN KEY (tenant_id, product_id) REFERENCES till.products);

CREATE TABLE till.payments (
  payment_id uuid PRIMARY KEY, tenant_id integer NOT NULL,
  order_id uuid NOT NULL REFERENCES till.orders, method text NOT NULL,
  amount_minor bigint NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX payments_of_order ON till.payments (tenant_id, order_id);

CREATE TABLE till.stock_movements (
  movement_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant_id integer NOT NULL,
  location_id integer NOT NULL, product_id integer NOT NULL, order_id uuid, delta bigint NOT NULL,
  reason text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX movements_of_product
  ON till.stock_movements (tenant_id, location_id, product_id, movement_id);

CREATE TABLE till.outbox (
  event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant_id integer NOT NULL,
  topic text NOT NULL, payload jsonb NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  published_at timestamptz);
CREATE INDEX outbox_unpublished ON till.outbox (event_id) WHERE published_at IS NULL;

INSERT INTO till.products
SELECT t, p, 'SKU-' || p, 'Product ' || p, 100 + (p * 37) % 9000, 1600
FROM generate_series(1, 4) t, generate_series(1, 10000) p;
INSERT INTO till.stock_levels
SELECT t, 1, p, 1000000000, 0 FROM generate_series(1, 4) t, generate_series(1, 10000) p;

CREATE FUNCTION till.checkout(
  p_order uuid, p_tenant integer, p_location integer, p_products integer[],
  p_quantities bigint[], p_payment uuid, p_method text
) RETURNS bigint LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_total bigint;
BEGIN
  WITH lines AS MATERIALIZED (
    SELECT u.number, u.product_id, u.quantity, p.price_minor,
           (p.price_minor * u.quantity * p.tax_bps + 5000) / 10000 AS tax_minor
    FROM unnest(p_products, p_quantities) WITH ORDINALITY u (product_id, quantity, number)
    JOIN till.products p ON p.tenant_id = p_tenant AND p.product_id = u.product_id
  ), placed AS (
    INSERT INTO till.orders (
      order_id, tenant_id, location_id, status, currency, subtotal_minor, tax_minor, total_minor)
    SELECT p_order, p_tenant, p_location, 'paid', 'USD', sum(price_minor * quantity),
           sum(tax_minor), sum(price_minor * quantity) + sum(tax_minor)
    FROM lines HAVING count(*) = cardinality(p_products)
    ON CONFLICT DO NOTHING
    RETURNING order_id, tenant_id, location_id, total_minor
  ), lined AS (
    INSERT INTO till.order_lines
    SELECT o.tenant_id, o.order_id, l.number, l.product_id, l.quantity, l.price_minor,
           l.tax_minor, l.price_minor * l.quantity
    FROM placed o, lines l
  ), paid AS (
    INSERT INTO till.payments (payment_id, tenant_id, order_id, method, amount_minor)
    SELECT p_payment, o.tenant_id, o.order_id, p_method, o.total_minor FROM placed o
  ), held AS MATERIALIZED (
    SELECT s.tenant_id, s.location_id, s.product_id FROM till.stock_levels s
    WHERE s.tenant_id = p_tenant AND s.location_id = p_location
      AND s.product_id = ANY (p_products) AND EXISTS (SELECT FROM placed)
    ORDER BY s.product_id FOR NO KEY UPDATE
  ), taken AS (
    UPDATE till.stock_levels s SET on_hand = s.on_hand - l.quantity
    FROM held h JOIN lines l ON l.product_id = h.product_id
    WHERE s.tenant_id = h.tenant_id AND s.location_id = h.location_id
      AND s.product_id = h.product_id
  ), moved AS (
    INSERT INTO till.stock_movements (
      tenant_id, location_id, product_id, order_id, delta, reason)
    SELECT o.tenant_id, o.location_id, l.product_id, o.order_id, -l.quantity, 'sale'
    FROM placed o, lines l
  ), told AS (
    INSERT INTO till.outbox (tenant_id, topic, payload)
    SELECT o.tenant_id, 'order.placed',
           jsonb_build_object('order_id', o.order_id, 'total', o.total_minor)
    FROM placed o
  )
  SELECT o.total_minor INTO v_total FROM placed o;
  RETURN v_total;
END $$;

-- A shop with history, so that plans are made on real sizes.
CREATE TEMP TABLE past AS
SELECT gen_random_uuid() AS order_id, 1 + n % 4 AS tenant_id, now() - n * interval '1 second' AS at
FROM generate_series(1, 200000) n;
INSERT INTO till.orders
SELECT order_id, tenant_id, 1, 'paid', 'USD', 3000, 480, 3480, at FROM past;
INSERT INTO till.order_lines
SELECT tenant_id, order_id, n, 1 + (random() * 9998)::integer, 1, 1000, 160, 1000
FROM past, generate_series(1, 3) n;
INSERT INTO till.payments
SELECT gen_random_uuid(), tenant_id, order_id, 'cash', 3480, at FROM past;
INSERT INTO till.stock_movements (tenant_id, location_id, product_id, order_id, delta, reason)
SELECT tenant_id, 1, 1 + (random() * 9998)::integer, order_id, -1, 'sale'
FROM past, generate_series(1, 3);
INSERT INTO till.outbox (tenant_id, topic, payload, created_at, published_at)
SELECT tenant_id, 'order.placed', jsonb_build_object('order_id', order_id, 'total', 3480), at, at
FROM past;
