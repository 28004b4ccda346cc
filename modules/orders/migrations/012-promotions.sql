-- What promotions took off which line of which sale, and how often coupons were used. Sales from
-- which nothing was taken write nothing here, and are recorded by the same function as before.

-- The catalogue's sets, by version, as the domain has them.
CREATE TABLE :schema.promotion_sets (
  tenant_id uuid NOT NULL,
  version integer NOT NULL,
  content jsonb NOT NULL,
  PRIMARY KEY (tenant_id, version)
);

-- Under which set a sale was sold, and what is needed to work it out again.
CREATE TABLE :schema.promoted_sales (
  tenant_id uuid NOT NULL,
  sale_id uuid NOT NULL,
  promotions_version integer NOT NULL,
  reckoned_at timestamptz NOT NULL,
  -- as they were typed
  coupons text[] NOT NULL,
  -- one a line: what it was of at the counter, and whether promotions were for it
  categories uuid[] NOT NULL,
  promotable boolean[] NOT NULL,
  PRIMARY KEY (tenant_id, sale_id),
  FOREIGN KEY (tenant_id, sale_id) REFERENCES :schema.sales
);

CREATE TABLE :schema.promotion_takes (
  tenant_id uuid NOT NULL,
  sale_id uuid NOT NULL,
  line_number integer NOT NULL,
  promotion_id uuid NOT NULL,
  coupon_code text,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  PRIMARY KEY (tenant_id, sale_id, line_number, promotion_id),
  FOREIGN KEY (tenant_id, sale_id) REFERENCES :schema.promoted_sales
);
CREATE INDEX promotion_takes_by_promotion
  ON :schema.promotion_takes (tenant_id, promotion_id, sale_id);

-- In how many sales a coupon was used: by anybody, under the id of nobody, and by each customer.
CREATE TABLE :schema.coupon_uses (
  tenant_id uuid NOT NULL,
  code text NOT NULL,
  customer_id uuid NOT NULL,
  uses bigint NOT NULL,
  PRIMARY KEY (tenant_id, code, customer_id)
);

GRANT SELECT, INSERT ON :schema.promotion_sets, :schema.promoted_sales, :schema.promotion_takes,
  :schema.coupon_uses TO :role;
GRANT UPDATE (uses) ON :schema.coupon_uses TO :role;

-- What came with the sales of a call that were booked by it: who took what, and coupons counted.
-- A coupon's rows are held in the order of codes, the one of all before those of customers.
CREATE FUNCTION :schema.keep_promotions(
  p_tenant uuid, p_now timestamptz, p_answer :schema.sales_answer, p_sale uuid[],
  p_customer uuid[],
  -- one element a promoted sale; the place of its sale in the call
  m_sale integer[], m_version integer[], m_reckoned timestamptz[], m_details jsonb,
  -- one element a line from which a promotion took
  k_sale integer[], k_line integer[], k_promotion uuid[], k_coupon text[], k_amount bigint[],
  -- one element a coupon used
  c_sale integer[], c_code text[], c_max bigint[], c_customer_max bigint[]
) RETURNS :schema.sales_answer
LANGUAGE plpgsql SET search_path = '' SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off AS $$
DECLARE
  c_nobody CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
  v_use record;
  v_uses bigint;
  v_customer_uses bigint;
BEGIN
  INSERT INTO :schema.promoted_sales (
    tenant_id, sale_id, promotions_version, reckoned_at, coupons, categories, promotable)
  SELECT p_tenant, p_sale[m.sale], m.version, m.reckoned,
         ARRAY(SELECT jsonb_array_elements_text(m_details -> m.place::integer - 1 -> 'coupons')),
         ARRAY(SELECT e::uuid FROM
           jsonb_array_elements_text(m_details -> m.place::integer - 1 -> 'categories') AS e),
         ARRAY(SELECT e::boolean FROM
           jsonb_array_elements_text(m_details -> m.place::integer - 1 -> 'promotable') AS e)
  FROM unnest(m_sale, m_version, m_reckoned)
    WITH ORDINALITY AS m (sale, version, reckoned, place)
  WHERE p_answer.outcomes[m.sale] = 'APPLIED';

  INSERT INTO :schema.promotion_takes (
    tenant_id, sale_id, line_number, promotion_id, coupon_code, amount_minor)
  SELECT p_tenant, p_sale[k.sale], k.line, k.promotion, k.coupon, k.amount
  FROM unnest(k_sale, k_line, k_promotion, k_coupon, k_amount)
    AS k (sale, line, promotion, coupon, amount)
  WHERE p_answer.outcomes[k.sale] = 'APPLIED';

  FOR v_use IN
    SELECT c.sale, c.code, c.most, c.customer_most, p_customer[c.sale] AS customer
    FROM unnest(c_sale, c_code, c_max, c_customer_max) AS c (sale, code, most, customer_most)
    WHERE p_answer.outcomes[c.sale] = 'APPLIED' ORDER BY c.code, c.sale
  LOOP
    INSERT INTO :schema.coupon_uses AS u (tenant_id, code, customer_id, uses)
    VALUES (p_tenant, v_use.code, c_nobody, 1)
    ON CONFLICT (tenant_id, code, customer_id) DO UPDATE SET uses = u.uses + 1
    RETURNING u.uses INTO v_uses;
    v_customer_uses := 0;
    IF v_use.customer IS NOT NULL THEN
      INSERT INTO :schema.coupon_uses AS u (tenant_id, code, customer_id, uses)
      VALUES (p_tenant, v_use.code, v_use.customer, 1)
      ON CONFLICT (tenant_id, code, customer_id) DO UPDATE SET uses = u.uses + 1
      RETURNING u.uses INTO v_customer_uses;
    END IF;
    IF v_uses > v_use.most OR v_customer_uses > v_use.customer_most THEN
      INSERT INTO :schema.flags (tenant_id, subject_id, flag, raised_at)
      VALUES (p_tenant, p_sale[v_use.sale], 'coupon_overused', p_now) ON CONFLICT DO NOTHING;
      p_answer.flags[v_use.sale] := :schema.flags_of(p_tenant, p_sale[v_use.sale]);
    END IF;
  END LOOP;
  RETURN p_answer;
END $$;

-- As record_sales, with what promotions took: still one call, and the same for what is the same.
CREATE FUNCTION :schema.record_promoted_sales(
  p_tenant uuid, p_now timestamptz,
  -- one element a run; r_first and r_last are the places of its sales below
  r_register uuid[], r_epoch integer[], r_fencing bigint[], r_key_hash text[],
  r_recorded_by uuid[], r_traceparent text[], r_first integer[], r_last integer[],
  -- one element a sale, in the order of seq, without gap; s_run is the place of its run above
  s_run integer[], p_seq bigint[], p_sale uuid[], p_hash text[], p_body text[], p_receipt text[],
  p_currency text[], p_book integer[], p_rules integer[], p_customer uuid[], p_session uuid[],
  p_cashier uuid[], p_subtotal bigint[], p_discount bigint[], p_tax bigint[],
  p_rounding bigint[], p_total bigint[], p_change bigint[], p_source text[], p_note text[],
  p_occurred timestamptz[], p_event uuid[], p_payloads jsonb,
  -- one element a line; l_sale is the place of its sale above
  l_sale integer[], l_number integer[], l_product uuid[], l_sku text[], l_name text[],
  l_quantity bigint[], l_price bigint[], l_discount bigint[], l_tax_code text[],
  l_tax bigint[], l_total bigint[],
  -- one element a payment
  y_sale integer[], y_id uuid[], y_method text[], y_amount bigint[], y_reference text[],
  -- one element a flag
  f_sale integer[], f_flag text[],
  -- as keep_promotions has them
  m_sale integer[], m_version integer[], m_reckoned timestamptz[], m_details jsonb,
  k_sale integer[], k_line integer[], k_promotion uuid[], k_coupon text[], k_amount bigint[],
  c_sale integer[], c_code text[], c_max bigint[], c_customer_max bigint[]
) RETURNS :schema.sales_answer
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RETURN :schema.keep_promotions(p_tenant, p_now, :schema.record_sales(
    p_tenant, p_now, r_register, r_epoch, r_fencing, r_key_hash, r_recorded_by, r_traceparent,
    r_first, r_last, s_run, p_seq, p_sale, p_hash, p_body, p_receipt, p_currency, p_book,
    p_rules, p_customer, p_session, p_cashier, p_subtotal, p_discount, p_tax, p_rounding,
    p_total, p_change, p_source, p_note, p_occurred, p_event, p_payloads, l_sale, l_number,
    l_product, l_sku, l_name, l_quantity, l_price, l_discount, l_tax_code, l_tax, l_total,
    y_sale, y_id, y_method, y_amount, y_reference, f_sale, f_flag),
    p_sale, p_customer, m_sale, m_version, m_reckoned, m_details, k_sale, k_line, k_promotion,
    k_coupon, k_amount, c_sale, c_code, c_max, c_customer_max);
END $$;
