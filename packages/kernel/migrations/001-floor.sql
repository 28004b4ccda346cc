-- What every module stands on: outbox, cursors, inbox, dead letters. :schema and :role are the
-- module's. Time and ids come in as arguments; only the transaction id is PostgreSQL's own.

CREATE TABLE :schema.outbox (
  tenant_id uuid NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  id bigint GENERATED ALWAYS AS IDENTITY,
  event_id uuid NOT NULL,
  type text NOT NULL,
  aggregate_id text NOT NULL,
  payload jsonb NOT NULL,
  occurred_at timestamptz NOT NULL,
  traceparent text,
  PRIMARY KEY (tenant_id, xid, id),
  UNIQUE (tenant_id, event_id)
);

-- How far each consumer has been told, and which relay holds the pen.
CREATE TABLE :schema.outbox_cursors (
  tenant_id uuid NOT NULL,
  consumer text NOT NULL,
  xid xid8 NOT NULL,
  id bigint NOT NULL,
  holder uuid NOT NULL,
  held_until timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, consumer)
);

CREATE TABLE :schema.inbox (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  source text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, event_id)
);

CREATE TABLE :schema.dead_letters (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  event jsonb NOT NULL,
  reason text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, event_id)
);

GRANT SELECT, INSERT ON :schema.outbox TO :role;
GRANT SELECT, INSERT, UPDATE ON :schema.outbox_cursors TO :role;
GRANT SELECT, INSERT ON :schema.inbox TO :role;
GRANT SELECT, INSERT, DELETE ON :schema.dead_letters TO :role;

-- Takes or renews the pen for one consumer of one tenant; no row while somebody else holds it.
CREATE FUNCTION :schema.hold_cursor(
  p_tenant uuid, p_consumer text, p_holder uuid, p_now timestamptz, p_until timestamptz
) RETURNS TABLE (cursor_xid text, cursor_id bigint)
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  RETURN QUERY
  INSERT INTO :schema.outbox_cursors AS c (tenant_id, consumer, xid, id, holder, held_until)
  VALUES (p_tenant, p_consumer, '0', 0, p_holder, p_until)
  ON CONFLICT (tenant_id, consumer) DO UPDATE SET holder = p_holder, held_until = p_until
  WHERE c.holder = p_holder OR c.held_until < p_now
  RETURNING c.xid::text, c.id;
END $$;

-- The next events after a cursor. Nothing younger than the oldest open transaction is read, since
-- something older may still commit before it. `more` tells that there is more, readable or not yet.
CREATE FUNCTION :schema.read_outbox(
  p_tenant uuid, p_xid text, p_id bigint, p_limit integer
) RETURNS TABLE (
  cursor_xid text, cursor_id bigint, event_id uuid, type text, aggregate_id text,
  payload jsonb, occurred_at timestamptz, traceparent text
)
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  RETURN QUERY
  SELECT o.xid::text, o.id, o.event_id, o.type, o.aggregate_id, o.payload, o.occurred_at,
         o.traceparent
  FROM :schema.outbox o
  WHERE o.tenant_id = p_tenant AND (o.xid, o.id) > (p_xid::xid8, p_id)
    AND o.xid < pg_snapshot_xmin(pg_current_snapshot())
  ORDER BY o.xid, o.id
  LIMIT p_limit;
END $$;

-- Moves the cursor on, unless the pen has passed to another relay meanwhile.
CREATE FUNCTION :schema.advance_cursor(
  p_tenant uuid, p_consumer text, p_holder uuid, p_xid text, p_id bigint, p_until timestamptz
) RETURNS boolean
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  UPDATE :schema.outbox_cursors c
  SET xid = p_xid::xid8, id = p_id, held_until = p_until
  WHERE c.tenant_id = p_tenant AND c.consumer = p_consumer AND c.holder = p_holder;
  RETURN FOUND;
END $$;

-- Which of these tenants have something that one of these consumers was not told yet.
CREATE FUNCTION :schema.untold_tenants(p_tenants uuid[], p_consumers text[])
RETURNS SETOF uuid
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOREACH v_tenant IN ARRAY p_tenants LOOP
    PERFORM set_config('app.tenant_id', v_tenant::text, true);
    IF EXISTS (
      SELECT FROM unnest(p_consumers) AS wanted (consumer)
      LEFT JOIN :schema.outbox_cursors c
        ON c.tenant_id = v_tenant AND c.consumer = wanted.consumer
      WHERE EXISTS (
        SELECT FROM :schema.outbox o
        WHERE o.tenant_id = v_tenant
          AND (o.xid, o.id) > (coalesce(c.xid, '0'::xid8), coalesce(c.id, 0))
      )
    ) THEN
      RETURN NEXT v_tenant;
    END IF;
  END LOOP;
END $$;
