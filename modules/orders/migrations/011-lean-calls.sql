-- The hot path sends less. A body is kept only when its sale is parked, which hardly ever happens,
-- and made up half of what went over the wire: it is sent when it is asked for. What is told of all
-- sales is one document, since JSON within an array is escaped, and read, twice.

DROP FUNCTION :schema.record_sales;
DROP FUNCTION :schema.settle_known;

CREATE FUNCTION :schema.record_sales(
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
  f_sale integer[], f_flag text[]
) RETURNS :schema.sales_answer
LANGUAGE plpgsql
SET search_path = ''
-- Plans as they are for many rows, also on a first day: probes of indexes, one row at a time.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
DECLARE
  v_answer :schema.sales_answer;
  v_register record;
  -- one element a run: how far its register stands, and where it is; null where it may not write
  v_lasts bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(r_register)]);
  v_locations uuid[] := array_fill(NULL::uuid, ARRAY[cardinality(r_register)]);
  v_new integer[];
  v_late record;
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  v_answer.statuses := array_fill('not_found'::text, ARRAY[cardinality(r_register)]);
  FOR v_register IN
    SELECT array_position(r_register, r.register_id) AS run, r.epoch, r.fencing,
           r.device_key_hash, r.last_seq, r.location_id
    FROM :schema.registers r
    WHERE r.tenant_id = p_tenant AND r.register_id = ANY (r_register)
    ORDER BY r.register_id
    FOR NO KEY UPDATE
  LOOP
    -- The device key comes as a hash and is compared as one, so that the time of the comparison
    -- tells nothing of the key.
    v_answer.statuses[v_register.run] := CASE
      WHEN v_register.device_key_hash IS DISTINCT FROM r_key_hash[v_register.run]
        THEN 'register_key_invalid'
      WHEN v_register.epoch <> r_epoch[v_register.run] THEN 'epoch_stale'
      WHEN v_register.fencing <> r_fencing[v_register.run] THEN 'fencing_stale'
      WHEN p_seq[r_first[v_register.run]] > v_register.last_seq + 1 THEN 'sequence_gap'
      ELSE 'ok' END;
    IF v_answer.statuses[v_register.run] = 'ok' THEN
      v_lasts[v_register.run] := v_register.last_seq;
      v_locations[v_register.run] := v_register.location_id;
    END IF;
  END LOOP;

  WITH fresh AS (
    INSERT INTO :schema.sales (
      tenant_id, sale_id, register_id, epoch, seq, body_hash, receipt_number, currency,
      price_book_version, rules_version, location_id, customer_id, session_id, cashier_id,
      recorded_by, subtotal_minor, discount_minor, tax_minor, rounding_minor, total_minor,
      change_minor, source, note, occurred_at, received_at
    )
    SELECT p_tenant, s.sale_id, r_register[s.run], r_epoch[s.run], s.seq, s.hash, s.receipt,
           s.currency, s.book, s.rules, v_locations[s.run], s.customer, s.session, s.cashier,
           r_recorded_by[s.run], s.subtotal, s.discount, s.tax, s.rounding, s.total,
           s.change, s.source, s.note, s.occurred, p_now
    FROM unnest(s_run, p_seq, p_sale, p_hash, p_receipt, p_currency, p_book, p_rules, p_customer,
                p_session, p_cashier, p_subtotal, p_discount, p_tax, p_rounding, p_total,
                p_change, p_source, p_note, p_occurred)
      AS s (run, seq, sale_id, hash, receipt, currency, book, rules, customer, session, cashier,
            subtotal, discount, tax, rounding, total, change, source, note, occurred)
    WHERE s.seq > v_lasts[s.run]
      AND NOT EXISTS (
        SELECT FROM :schema.refunds r WHERE r.tenant_id = p_tenant AND r.refund_id = s.sale_id)
      AND NOT EXISTS (
        SELECT FROM :schema.refunds r
        WHERE r.tenant_id = p_tenant AND r.register_id = r_register[s.run]
          AND r.epoch = r_epoch[s.run] AND r.receipt_number = s.receipt)
      AND NOT EXISTS (
        SELECT FROM :schema.booked_operations o
        WHERE o.tenant_id = p_tenant AND o.operation_id = s.sale_id)
    ON CONFLICT DO NOTHING
    RETURNING register_id, seq
  ), placed AS MATERIALIZED (
    -- By register and seq: an id may stand twice in a call, and is booked once.
    SELECT array_agg(r_first[run] + (f.seq - p_seq[r_first[run]])::integer) AS places
    FROM fresh f, LATERAL array_position(r_register, f.register_id) AS run
  ), lined AS (
    INSERT INTO :schema.sale_lines (
      tenant_id, sale_id, line_number, product_id, sku, name, quantity_milli, unit_price_minor,
      discount_minor, tax_code, tax_minor, total_minor
    )
    SELECT p_tenant, p_sale[l.sale], l.number, l.product, l.sku, l.name, l.quantity, l.price,
           l.discount, l.tax_code, l.tax, l.total
    FROM unnest(l_sale, l_number, l_product, l_sku, l_name, l_quantity, l_price, l_discount,
                l_tax_code, l_tax, l_total)
      AS l (sale, number, product, sku, name, quantity, price, discount, tax_code, tax, total)
    WHERE l.sale = ANY ((SELECT places FROM placed)::integer[])
  ), paid AS (
    INSERT INTO :schema.payments (
      tenant_id, payment_id, sale_id, session_id, method, amount_minor, reference, occurred_at
    )
    SELECT p_tenant, y.id, p_sale[y.sale], p_session[y.sale], y.method, y.amount, y.reference,
           p_occurred[y.sale]
    FROM unnest(y_sale, y_id, y_method, y_amount, y_reference)
      AS y (sale, id, method, amount, reference)
    WHERE y.sale = ANY ((SELECT places FROM placed)::integer[])
  ), flagged AS (
    INSERT INTO :schema.flags (tenant_id, subject_id, flag, raised_at)
    SELECT p_tenant, p_sale[f.sale], f.flag, p_now
    FROM unnest(f_sale, f_flag) AS f (sale, flag)
    WHERE f.sale = ANY ((SELECT places FROM placed)::integer[])
    UNION
    SELECT p_tenant, p_sale[l.sale], 'product_inactive', p_now
    FROM unnest(l_sale, l_product) AS l (sale, product)
    JOIN :schema.products p
      ON p.tenant_id = p_tenant AND p.product_id = l.product AND NOT p.is_active
    WHERE l.sale = ANY ((SELECT places FROM placed)::integer[])
    RETURNING subject_id, flag
  ), told AS (
    INSERT INTO :schema.outbox (
      tenant_id, event_id, type, aggregate_id, payload, occurred_at, traceparent
    )
    SELECT p_tenant, p_event[n.place], 'order.completed', p_sale[n.place]::text,
           p_payloads -> n.place - 1 ||
             jsonb_build_object('locationId', v_locations[s_run[n.place]]),
           p_now, r_traceparent[s_run[n.place]]
    FROM unnest((SELECT places FROM placed)) AS n (place) ORDER BY n.place
  ), moved AS (
    UPDATE :schema.registers r SET last_seq = p_seq[r_last[run.place]]
    FROM unnest(r_register) WITH ORDINALITY AS run (register_id, place)
    WHERE r.tenant_id = p_tenant AND r.register_id = run.register_id
      AND v_lasts[run.place] < p_seq[r_last[run.place]]
  )
  SELECT coalesce((SELECT places FROM placed), '{}'),
         array_agg(coalesce(f.list, '') ORDER BY s.place)
  INTO v_new, v_answer.flags
  FROM unnest(p_sale) WITH ORDINALITY AS s (sale_id, place)
  LEFT JOIN (
    SELECT g.subject_id, string_agg(g.flag, ',' ORDER BY g.flag) AS list
    FROM flagged g GROUP BY g.subject_id
  ) f ON f.subject_id = s.sale_id;

  v_answer.last_seqs := ARRAY(
    SELECT greatest(v_lasts[run.place], p_seq[r_last[run.place]])
    FROM unnest(r_register) WITH ORDINALITY AS run (register_id, place) ORDER BY run.place);
  v_answer.outcomes := array_fill('APPLIED'::text, ARRAY[cardinality(p_sale)]);
  v_answer.codes := array_fill(''::text, ARRAY[cardinality(p_sale)]);

  -- Behind the registers' locks: a close is before all of this, or after all of it.
  IF array_remove(p_session, NULL) <> '{}' THEN
    FOR v_late IN
      SELECT b.subject_id
      FROM (
        SELECT s_run[n.place] AS run, array_agg(p_sale[n.place] ORDER BY n.place) AS subjects,
               array_agg(p_session[n.place] ORDER BY n.place) AS sessions
        FROM unnest(v_new) AS n (place) WHERE p_session[n.place] IS NOT NULL GROUP BY 1 ORDER BY 1
      ) booked, LATERAL :schema.book_to_session(
        p_tenant, r_register[booked.run], p_now, 'SALE', booked.subjects, booked.sessions) b
    LOOP
      v_answer.flags[array_position(p_sale, v_late.subject_id)] :=
        :schema.flags_of(p_tenant, v_late.subject_id);
    END LOOP;
  END IF;

  IF cardinality(v_new) < cardinality(p_sale) THEN
    v_answer := :schema.settle_known(
      p_tenant, p_now, v_answer, v_lasts, v_new, r_register, r_epoch, r_recorded_by,
      s_run, p_seq, p_sale, p_hash, p_body, p_receipt, p_occurred);
  END IF;
  RETURN v_answer;
END $$;

-- What was not newly booked, of runs that may write: the same again, or a conflict, which is kept
-- with its body. A call that brought no bodies is told to come again with them.
CREATE FUNCTION :schema.settle_known(
  p_tenant uuid, p_now timestamptz, p_answer :schema.sales_answer, p_lasts bigint[],
  p_new integer[], r_register uuid[], r_epoch integer[], r_recorded_by uuid[],
  s_run integer[], p_seq bigint[], p_sale uuid[], p_hash text[], p_body text[], p_receipt text[],
  p_occurred timestamptz[]
) RETURNS :schema.sales_answer
LANGUAGE plpgsql SET search_path = '' SET enable_seqscan = off AS $$
DECLARE
  v_known record;
  v_run integer;
BEGIN
  FOR v_index IN 1 .. cardinality(p_sale) LOOP
    v_run := s_run[v_index];
    IF p_lasts[v_run] IS NULL THEN
      p_answer.outcomes[v_index] := '';
    ELSIF v_index <> ALL (p_new) THEN
      SELECT * INTO v_known FROM :schema.known_operation(
        p_tenant, r_register[v_run], r_epoch[v_run], p_seq[v_index], p_sale[v_index], 'sale',
        p_hash[v_index], p_receipt[v_index]);
      p_answer.outcomes[v_index] := v_known.outcome;
      p_answer.codes[v_index] := v_known.code;
      p_answer.flags[v_index] := :schema.flags_of(p_tenant, p_sale[v_index]);
      IF p_seq[v_index] > p_lasts[v_run] THEN
        IF v_known.outcome <> 'DUPLICATE' AND p_body[v_index] IS NULL THEN
          RAISE EXCEPTION USING ERRCODE = 'EVB01', MESSAGE = 'the bodies are wanted';
        END IF;
        INSERT INTO :schema.unbooked_operations (
          tenant_id, register_id, epoch, seq, operation_id, kind, outcome, code, detail,
          body_hash, body, recorded_by, occurred_at, received_at
        ) VALUES (
          p_tenant, r_register[v_run], r_epoch[v_run], p_seq[v_index], p_sale[v_index], 'sale',
          v_known.outcome, v_known.code, '', p_hash[v_index],
          CASE WHEN v_known.outcome = 'DUPLICATE' THEN '' ELSE p_body[v_index] END,
          r_recorded_by[v_run], p_occurred[v_index], p_now);
      END IF;
    END IF;
  END LOOP;
  RETURN p_answer;
END $$;
