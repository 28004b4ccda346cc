-- For a distributed PostgreSQL, where each node has its own transaction numbers and settings do not
-- travel by set_config: what is told, noted as seen, or asked of the horizon is a function with the
-- tenant first, which runs on the tenant's own node; and whoever goes from tenant to tenant names
-- each by SET LOCAL, which is passed on. On one server it is the same.

-- What a transaction tells, in order. On the tenant's node, so that its number is that node's.
CREATE FUNCTION :schema.tell_events(
  p_tenant uuid, p_now timestamptz, p_traceparent text,
  p_event uuid[], p_type text[], p_aggregate text[], p_payloads jsonb
) RETURNS void
LANGUAGE plpgsql SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  INSERT INTO :schema.outbox (
    tenant_id, event_id, type, aggregate_id, payload, occurred_at, traceparent)
  SELECT p_tenant, e.id, e.type, e.aggregate, p_payloads -> (e.place - 1)::integer, p_now,
         p_traceparent
  FROM unnest(p_event, p_type, p_aggregate) WITH ORDINALITY AS e (id, type, aggregate, place)
  ORDER BY e.place;
END $$;

-- Notes events as taken in; answers those that were not before.
CREATE FUNCTION :schema.note_seen(
  p_tenant uuid, p_type text, p_source text, p_now timestamptz, p_event uuid[]
) RETURNS SETOF uuid
LANGUAGE plpgsql SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  RETURN QUERY
  INSERT INTO :schema.inbox AS i (tenant_id, event_id, type, source, received_at)
  SELECT p_tenant, e.id, p_type, p_source, p_now FROM unnest(p_event) AS e (id)
  ON CONFLICT DO NOTHING RETURNING i.event_id;
END $$;

-- The oldest transaction that is still open, and the next to come: of the tenant's node.
CREATE FUNCTION :schema.horizon(p_tenant uuid) RETURNS TABLE (oldest text, next text)
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT pg_snapshot_xmin(s.now)::text, pg_snapshot_xmax(s.now)::text
    FROM pg_current_snapshot() AS s (now);
END $$;

CREATE OR REPLACE FUNCTION :schema.untold_tenants(p_tenants uuid[], p_consumers text[])
RETURNS SETOF uuid
LANGUAGE plpgsql SET search_path = '' SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off AS $$
DECLARE
  v_tenant uuid;
  v_last record;
BEGIN
  FOREACH v_tenant IN ARRAY p_tenants LOOP
    EXECUTE format('SET LOCAL app.tenant_id = %L', v_tenant);
    SELECT o.xid, o.id INTO v_last FROM :schema.outbox o
    WHERE o.tenant_id = v_tenant ORDER BY o.xid DESC, o.id DESC LIMIT 1;
    IF FOUND AND EXISTS (
      SELECT FROM unnest(p_consumers) AS wanted (consumer)
      LEFT JOIN :schema.outbox_cursors c
        ON c.tenant_id = v_tenant AND c.consumer = wanted.consumer
      WHERE (v_last.xid, v_last.id) > (coalesce(c.xid, '0'::xid8), coalesce(c.id, 0))
    ) THEN
      RETURN NEXT v_tenant;
    END IF;
  END LOOP;
END $$;
