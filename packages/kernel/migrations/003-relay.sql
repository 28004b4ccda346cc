-- The relay's questions again, each as an index probe. Whether anything is untold was a look at the
-- whole outbox of a tenant when all of it was told, which is nearly always; and a plan made while
-- the outbox was empty read it from end to end. A cursor never passes the last event, so the last
-- event tells. Generic plans, and no sequential scan whatever the statistics of a first day say.

DROP FUNCTION :schema.hold_cursor(uuid, text, uuid, timestamptz, timestamptz);
DROP FUNCTION :schema.advance_cursor(uuid, text, uuid, text, bigint, timestamptz);

-- Whether this tenant told anything after this place, readable or not yet. The tenant is named.
CREATE FUNCTION :schema.told_after(p_tenant uuid, p_xid xid8, p_id bigint) RETURNS boolean
LANGUAGE plpgsql SET search_path = '' SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off AS $$
DECLARE
  v_last record;
BEGIN
  SELECT o.xid, o.id INTO v_last FROM :schema.outbox o
  WHERE o.tenant_id = p_tenant ORDER BY o.xid DESC, o.id DESC LIMIT 1;
  RETURN FOUND AND (v_last.xid, v_last.id) > (p_xid, p_id);
END $$;

-- Takes or renews the pen for one consumer of one tenant; no row while somebody else holds it.
CREATE FUNCTION :schema.hold_cursor(
  p_tenant uuid, p_consumer text, p_holder uuid, p_now timestamptz, p_until timestamptz
) RETURNS TABLE (cursor_xid text, cursor_id bigint, has_more boolean)
LANGUAGE plpgsql SET search_path = '' SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  RETURN QUERY
  INSERT INTO :schema.outbox_cursors AS c (tenant_id, consumer, xid, id, holder, held_until)
  VALUES (p_tenant, p_consumer, '0', 0, p_holder, p_until)
  ON CONFLICT (tenant_id, consumer) DO UPDATE SET holder = p_holder, held_until = p_until
  WHERE c.holder = p_holder OR c.held_until < p_now
  RETURNING c.xid::text, c.id, :schema.told_after(p_tenant, c.xid, c.id);
END $$;

-- Moves the cursor on, unless the pen has passed to another relay meanwhile: no row then.
CREATE FUNCTION :schema.advance_cursor(
  p_tenant uuid, p_consumer text, p_holder uuid, p_xid text, p_id bigint, p_until timestamptz
) RETURNS TABLE (has_more boolean)
LANGUAGE plpgsql SET search_path = '' SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  RETURN QUERY
  UPDATE :schema.outbox_cursors c
  SET xid = p_xid::xid8, id = p_id, held_until = p_until
  WHERE c.tenant_id = p_tenant AND c.consumer = p_consumer AND c.holder = p_holder
  RETURNING :schema.told_after(p_tenant, p_xid::xid8, p_id);
END $$;

ALTER FUNCTION :schema.read_outbox(uuid, text, bigint, integer)
  SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION :schema.read_outbox(uuid, text, bigint, integer) SET enable_seqscan = off;

-- Which of these tenants have something that one of these consumers was not told yet.
CREATE OR REPLACE FUNCTION :schema.untold_tenants(p_tenants uuid[], p_consumers text[])
RETURNS SETOF uuid
LANGUAGE plpgsql SET search_path = '' SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off AS $$
DECLARE
  v_tenant uuid;
  v_last record;
BEGIN
  FOREACH v_tenant IN ARRAY p_tenants LOOP
    PERFORM set_config('app.tenant_id', v_tenant::text, true);
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
