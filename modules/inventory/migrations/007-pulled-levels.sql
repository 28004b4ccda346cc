-- Registers copy what is on hand. Every sale changes a level, so this is a statement with a plan
-- that is kept, once for each statement that writes levels, however many it writes. Whoever writes
-- a level holds it, so nobody ever waits here.
CREATE FUNCTION :schema.note_levels() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  INSERT INTO :schema.changes AS c (tenant_id, kind, object_id)
  SELECT t.tenant_id, 'level', t.pls_id FROM touched t
  ON CONFLICT (tenant_id, kind, object_id) DO UPDATE SET xid = excluded.xid
  WHERE c.xid <> excluded.xid;
  RETURN NULL;
END $$;

-- Back-fill, past the wall.
ALTER TABLE :schema.stock_levels NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :schema.changes NO FORCE ROW LEVEL SECURITY;
INSERT INTO :schema.changes (tenant_id, kind, object_id)
SELECT tenant_id, 'level', pls_id FROM :schema.stock_levels;
ALTER TABLE :schema.changes FORCE ROW LEVEL SECURITY;
ALTER TABLE :schema.stock_levels FORCE ROW LEVEL SECURITY;

CREATE TRIGGER levels_made AFTER INSERT ON :schema.stock_levels REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_levels();
CREATE TRIGGER levels_changed AFTER UPDATE ON :schema.stock_levels
  REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_levels();
