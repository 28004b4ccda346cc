-- Taking the pen again, for a clock that was set back: a holder that died under the earlier time
-- would have kept its pen until that time comes. No lease reaches further than one that begins now,
-- so whatever says it does is of another time, and over.

CREATE OR REPLACE FUNCTION :schema.hold_cursor(
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
    -- A minute more than any lease: servers beside each other may differ by seconds.
    OR c.held_until > p_until + interval '1 minute'
  RETURNING c.xid::text, c.id, :schema.told_after(p_tenant, c.xid, c.id);
END $$;
