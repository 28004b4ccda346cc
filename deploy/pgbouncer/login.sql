-- Lets PgBouncer ask for the secrets of the modules' roles, of those that Vault lends to act as one
-- of them, and of nobody else. Once for each database, as a superuser, after `evertill migrate`;
-- :pooler_password is what PgBouncer logs in with:
--   psql "$DATABASE_DIRECT_URL" -v pooler_password=… -f login.sql

SELECT 'CREATE ROLE evertill_pooler LOGIN'
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'evertill_pooler') \gexec
ALTER ROLE evertill_pooler PASSWORD :'pooler_password';

CREATE SCHEMA IF NOT EXISTS evertill_pooler;
GRANT USAGE ON SCHEMA evertill_pooler TO evertill_pooler;

CREATE OR REPLACE FUNCTION evertill_pooler.login(p_role text)
RETURNS TABLE (role_name text, secret text)
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  SELECT r.rolname::text, r.rolpassword::text FROM pg_catalog.pg_authid r
  WHERE r.rolname = p_role AND NOT (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole)
    AND EXISTS (
      SELECT FROM evertill.module_logins l JOIN pg_catalog.pg_roles m ON m.rolname = l.role_name
      WHERE m.oid = r.oid OR r.rolvaliduntil IS NOT NULL AND EXISTS (
        SELECT FROM pg_catalog.pg_auth_members a WHERE a.roleid = m.oid AND a.member = r.oid))
$$;
REVOKE ALL ON FUNCTION evertill_pooler.login(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION evertill_pooler.login(text) TO evertill_pooler;
