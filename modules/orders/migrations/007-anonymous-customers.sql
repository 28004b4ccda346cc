-- Who buys and does not say who it is: what ties the orders of one unknown customer together.
ALTER TABLE :schema.orders ADD COLUMN anonymous_customer_id uuid;
CREATE INDEX orders_anonymous ON :schema.orders (tenant_id, anonymous_customer_id)
  WHERE anonymous_customer_id IS NOT NULL;
CREATE INDEX orders_customer ON :schema.orders (tenant_id, customer_id)
  WHERE customer_id IS NOT NULL;
CREATE INDEX sales_customer ON :schema.sales (tenant_id, customer_id)
  WHERE customer_id IS NOT NULL;
