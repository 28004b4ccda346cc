-- What registers copy of a module: for each thing, the transaction that changed it last. Of modules
-- that say so (`isPulled`); the catalogue, where this was born, has its own in the same shape.
--
-- A register reads on from (xid, id), below the oldest open transaction: what commits late is read
-- later, never missed. A thing that changes again moves on, so that it is told once, as it is then.

CREATE TABLE :schema.changes (
  tenant_id uuid NOT NULL,
  kind text NOT NULL,
  object_id uuid NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  id bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (tenant_id, kind, object_id)
);
CREATE INDEX changes_in_order ON :schema.changes (tenant_id, xid, id);

-- A database that was put back from a backup lives on from an earlier moment: what registers have
-- read of the later ones is no place in it. Only a restore writes here; cursors carry the timeline.
CREATE TABLE :schema.timelines (
  tenant_id uuid PRIMARY KEY,
  timeline uuid NOT NULL
);

GRANT SELECT, INSERT ON :schema.changes TO :role;
GRANT UPDATE (xid) ON :schema.changes TO :role;
GRANT SELECT ON :schema.timelines TO :role;

-- By trigger, so that no path of writing can forget it. Arguments: the kind, and the column of ids.
-- The rows that were written come as a transition table of the name `touched`.
CREATE FUNCTION :schema.note_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO :schema.changes AS c (tenant_id, kind, object_id)
     SELECT DISTINCT tenant_id, %L, %I FROM touched ORDER BY 1, 3
     ON CONFLICT (tenant_id, kind, object_id) DO UPDATE SET xid = excluded.xid
     WHERE c.xid <> excluded.xid', TG_ARGV[0], TG_ARGV[1]);
  RETURN NULL;
END $$;
