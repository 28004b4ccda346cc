-- PINs, and what registers copy: the shop itself, and its people with what their PINs are known by.

-- A device checks a PIN offline: PBKDF2-SHA-256 over the digits. It says who stands there, and
-- opens no door of the server.
CREATE TABLE :schema.pins (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  iterations integer NOT NULL CHECK (iterations > 0),
  salt text NOT NULL,
  verifier text NOT NULL,
  set_by uuid,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES :schema.users
);
GRANT SELECT, INSERT, UPDATE, DELETE ON :schema.pins TO :role;

-- Of a person, only what registers copy: a log-in changes nothing of it.
CREATE FUNCTION :schema.note_people() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  INSERT INTO :schema.changes AS c (tenant_id, kind, object_id)
  SELECT n.tenant_id, 'person', n.user_id
  FROM touched n JOIN before o ON o.tenant_id = n.tenant_id AND o.user_id = n.user_id
  WHERE (n.client_name, n.role, n.is_active) IS DISTINCT FROM (o.client_name, o.role, o.is_active)
  ORDER BY n.tenant_id, n.user_id
  ON CONFLICT (tenant_id, kind, object_id) DO UPDATE SET xid = excluded.xid
  WHERE c.xid <> excluded.xid;
  RETURN NULL;
END $$;

-- Back-fill, past the wall.
ALTER TABLE :schema.users NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :schema.changes NO FORCE ROW LEVEL SECURITY;
INSERT INTO :schema.changes (tenant_id, kind, object_id)
SELECT tenant_id, 'shop', tenant_id FROM :schema.tenants
UNION ALL SELECT tenant_id, 'person', user_id FROM :schema.users;
ALTER TABLE :schema.changes FORCE ROW LEVEL SECURITY;
ALTER TABLE :schema.users FORCE ROW LEVEL SECURITY;

CREATE TRIGGER tenants_made AFTER INSERT ON :schema.tenants REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('shop', 'tenant_id');
CREATE TRIGGER tenants_changed AFTER UPDATE ON :schema.tenants REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('shop', 'tenant_id');
CREATE TRIGGER limits_made AFTER INSERT ON :schema.role_limits REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('shop', 'tenant_id');
CREATE TRIGGER limits_changed AFTER UPDATE ON :schema.role_limits REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('shop', 'tenant_id');
CREATE TRIGGER users_made AFTER INSERT ON :schema.users REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('person', 'user_id');
CREATE TRIGGER users_changed AFTER UPDATE ON :schema.users
  REFERENCING OLD TABLE AS before NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_people();
CREATE TRIGGER pins_set AFTER INSERT ON :schema.pins REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('person', 'user_id');
CREATE TRIGGER pins_changed AFTER UPDATE ON :schema.pins REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('person', 'user_id');
CREATE TRIGGER pins_removed AFTER DELETE ON :schema.pins REFERENCING OLD TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION :schema.note_changes('person', 'user_id');
