-- The hot path again, with two changes: a sale is booked to the session that it names, and its id
-- may not be that of another booked operation. It is still one round trip and one transaction.

CREATE OR REPLACE FUNCTION :schema.record_sales(
  p_tenant uuid, p_register uuid, p_epoch integer, p_fencing bigint, p_key_hash text,
  p_recorded_by uuid, p_now timestamptz, p_traceparent text,
  -- one element a sale, in the order of seq, without gap
  p_seq bigint[], p_sale uuid[], p_hash text[], p_body text[], p_receipt text[],
  p_currency text[], p_book integer[], p_rules integer[], p_customer uuid[], p_session uuid[],
  p_cashier uuid[], p_subtotal bigint[], p_discount bigint[], p_tax bigint[],
  p_rounding bigint[], p_total bigint[], p_change bigint[], p_source text[], p_note text[],
  p_occurred timestamptz[], p_event uuid[], p_payload jsonb[],
  -- one element a line; l_sale is the place of its sale above
  l_sale integer[], l_number integer[], l_product uuid[], l_sku text[], l_name text[],
  l_quantity bigint[], l_price bigint[], l_discount bigint[], l_tax_code text[],
  l_tax bigint[], l_total bigint[],
  -- one element a payment
  y_sale integer[], y_id uuid[], y_method text[], y_amount bigint[], y_reference text[],
  -- one element a flag
  f_sale integer[], f_flag text[]
) RETURNS :schema.sales_answer
LANGUAGE plpgsql
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_register record;
  v_answer :schema.sales_answer;
  v_new integer[];
  v_last bigint;
  v_index integer;
  v_known record;
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  SELECT r.epoch, r.fencing, r.device_key_hash, r.last_seq, r.location_id INTO v_register
  FROM :schema.registers r
  WHERE r.tenant_id = p_tenant AND r.register_id = p_register
  FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    v_answer.status := 'not_found';
    RETURN v_answer;
  ELSIF v_register.device_key_hash IS DISTINCT FROM p_key_hash THEN
    v_answer.status := 'register_key_invalid';
    RETURN v_answer;
  ELSIF v_register.epoch <> p_epoch THEN
    v_answer.status := 'epoch_stale';
    RETURN v_answer;
  ELSIF v_register.fencing <> p_fencing THEN
    v_answer.status := 'fencing_stale';
    RETURN v_answer;
  END IF;
  v_last := v_register.last_seq;
  v_answer.status := 'ok';
  v_answer.last_seq := v_last;
  IF p_seq[1] > v_last + 1 THEN
    v_answer.status := 'sequence_gap';
    RETURN v_answer;
  END IF;

  WITH fresh AS (
    INSERT INTO :schema.sales (
      tenant_id, sale_id, register_id, epoch, seq, body_hash, receipt_number, currency,
      price_book_version, rules_version, location_id, customer_id, session_id, cashier_id,
      recorded_by, subtotal_minor, discount_minor, tax_minor, rounding_minor, total_minor,
      change_minor, source, note, occurred_at, received_at
    )
    SELECT p_tenant, s.sale_id, p_register, p_epoch, s.seq, s.hash, s.receipt, s.currency,
           s.book, s.rules, v_register.location_id, s.customer, s.session, s.cashier,
           p_recorded_by, s.subtotal, s.discount, s.tax, s.rounding, s.total,
           s.change, s.source, s.note, s.occurred, p_now
    FROM unnest(p_seq, p_sale, p_hash, p_receipt, p_currency, p_book, p_rules, p_customer,
                p_session, p_cashier, p_subtotal, p_discount, p_tax, p_rounding, p_total,
                p_change, p_source, p_note, p_occurred)
      AS s (seq, sale_id, hash, receipt, currency, book, rules, customer, session, cashier,
            subtotal, discount, tax, rounding, total, change, source, note, occurred)
    WHERE s.seq > v_last
      AND NOT EXISTS (
        SELECT FROM :schema.refunds r WHERE r.tenant_id = p_tenant AND r.refund_id = s.sale_id)
      AND NOT EXISTS (
        SELECT FROM :schema.refunds r WHERE r.tenant_id = p_tenant AND r.register_id = p_register
          AND r.epoch = p_epoch AND r.receipt_number = s.receipt)
      AND NOT EXISTS (
        SELECT FROM :schema.booked_operations o
        WHERE o.tenant_id = p_tenant AND o.operation_id = s.sale_id)
    ON CONFLICT DO NOTHING
    RETURNING seq
  )
  SELECT coalesce(array_agg((f.seq - p_seq[1] + 1)::integer), '{}') INTO v_new FROM fresh f;

  IF cardinality(v_new) > 0 THEN
    INSERT INTO :schema.sale_lines (
      tenant_id, sale_id, line_number, product_id, sku, name, quantity_milli, unit_price_minor,
      discount_minor, tax_code, tax_minor, total_minor
    )
    SELECT p_tenant, p_sale[l.sale], l.number, l.product, l.sku, l.name, l.quantity, l.price,
           l.discount, l.tax_code, l.tax, l.total
    FROM unnest(l_sale, l_number, l_product, l_sku, l_name, l_quantity, l_price, l_discount,
                l_tax_code, l_tax, l_total)
      AS l (sale, number, product, sku, name, quantity, price, discount, tax_code, tax, total)
    WHERE l.sale = ANY (v_new);

    INSERT INTO :schema.payments (
      tenant_id, payment_id, sale_id, session_id, method, amount_minor, reference, occurred_at
    )
    SELECT p_tenant, y.id, p_sale[y.sale], p_session[y.sale], y.method, y.amount, y.reference,
           p_occurred[y.sale]
    FROM unnest(y_sale, y_id, y_method, y_amount, y_reference)
      AS y (sale, id, method, amount, reference)
    WHERE y.sale = ANY (v_new);

    INSERT INTO :schema.flags (tenant_id, subject_id, flag, raised_at)
    SELECT p_tenant, p_sale[f.sale], f.flag, p_now
    FROM unnest(f_sale, f_flag) AS f (sale, flag)
    WHERE f.sale = ANY (v_new)
    UNION
    SELECT p_tenant, p_sale[l.sale], 'product_inactive', p_now
    FROM unnest(l_sale, l_product) AS l (sale, product)
    JOIN :schema.products p
      ON p.tenant_id = p_tenant AND p.product_id = l.product AND NOT p.is_active
    WHERE l.sale = ANY (v_new);

    -- Behind the register's lock: a close is before all of this, or after all of it.
    IF EXISTS (SELECT FROM unnest(v_new) AS n WHERE p_session[n] IS NOT NULL) THEN
      PERFORM :schema.book_to_session(
        p_tenant, p_register, p_now, 'SALE',
        ARRAY(SELECT p_sale[n] FROM unnest(v_new) AS n ORDER BY n),
        ARRAY(SELECT p_session[n] FROM unnest(v_new) AS n ORDER BY n));
    END IF;

    INSERT INTO :schema.outbox (
      tenant_id, event_id, type, aggregate_id, payload, occurred_at, traceparent
    )
    SELECT p_tenant, p_event[n], 'order.completed', p_sale[n]::text,
           p_payload[n] || jsonb_build_object('locationId', v_register.location_id),
           p_now, p_traceparent
    FROM unnest(v_new) AS n
    ORDER BY n;
  END IF;

  FOR v_index IN 1 .. cardinality(p_seq) LOOP
    IF v_index = ANY (v_new) THEN
      v_answer.outcomes[v_index] := 'APPLIED';
      v_answer.codes[v_index] := '';
      v_answer.stored_hashes[v_index] := p_hash[v_index];
    ELSE
      SELECT * INTO v_known FROM :schema.known_operation(
        p_tenant, p_register, p_epoch, p_seq[v_index], p_sale[v_index], 'sale',
        p_hash[v_index], p_receipt[v_index]);
      v_answer.outcomes[v_index] := v_known.outcome;
      v_answer.codes[v_index] := v_known.code;
      v_answer.stored_hashes[v_index] := v_known.body_hash;
      IF p_seq[v_index] > v_last THEN
        INSERT INTO :schema.unbooked_operations (
          tenant_id, register_id, epoch, seq, operation_id, kind, outcome, code, detail,
          body_hash, body, recorded_by, occurred_at, received_at
        ) VALUES (
          p_tenant, p_register, p_epoch, p_seq[v_index], p_sale[v_index], 'sale',
          v_known.outcome, v_known.code, '', p_hash[v_index],
          CASE WHEN v_known.outcome = 'DUPLICATE' THEN '' ELSE p_body[v_index] END,
          p_recorded_by, p_occurred[v_index], p_now);
      END IF;
    END IF;
  END LOOP;

  SELECT array_agg(coalesce(f.list, '') ORDER BY s.place) INTO v_answer.flags
  FROM unnest(p_sale) WITH ORDINALITY AS s (sale_id, place)
  LEFT JOIN LATERAL (
    SELECT string_agg(g.flag, ',' ORDER BY g.flag) AS list FROM :schema.flags g
    WHERE g.tenant_id = p_tenant AND g.subject_id = s.sale_id
  ) f ON true;

  v_answer.last_seq := greatest(v_last, p_seq[cardinality(p_seq)]);
  IF v_answer.last_seq > v_last THEN
    UPDATE :schema.registers r SET last_seq = v_answer.last_seq
    WHERE r.tenant_id = p_tenant AND r.register_id = p_register;
  END IF;
  RETURN v_answer;
END $$;
