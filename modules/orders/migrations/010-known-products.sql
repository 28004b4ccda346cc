-- What a sale asks and writes beside its own rows, made smaller.

-- Which of these products the shop has, in one round trip. The tenant is named first.
CREATE FUNCTION :schema.own_products(p_tenant uuid, p_products uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql SET search_path = '' SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  RETURN QUERY
  SELECT p.product_id FROM :schema.products p
  WHERE p.tenant_id = p_tenant AND p.product_id = ANY (p_products);
END $$;

-- A payment is of a sale or of a refund: it has its place in one of the two indexes, not in both.
DROP INDEX :schema.payments_sale;
DROP INDEX :schema.payments_refund;
CREATE INDEX payments_sale ON :schema.payments (tenant_id, sale_id) WHERE sale_id IS NOT NULL;
CREATE INDEX payments_refund ON :schema.payments (tenant_id, refund_id)
  WHERE refund_id IS NOT NULL;
