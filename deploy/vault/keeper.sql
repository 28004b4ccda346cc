-- Whoever Vault logs in with, to make and to end the log-ins of modules. Once for each database, as
-- the owner of the database or a superuser, after `evertill migrate`, and again when there is a new
-- module; :keeper_password is what Vault is told, and turns round by itself then:
--   psql "$DATABASE_URL" -v keeper_password=… -f deploy/vault/keeper.sql

SELECT 'CREATE ROLE evertill_keeper LOGIN CREATEROLE'
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'evertill_keeper') \gexec
ALTER ROLE evertill_keeper PASSWORD :'keeper_password';

-- To end the sessions of a log-in that was revoked.
GRANT pg_signal_backend TO evertill_keeper;

-- From PostgreSQL 16 on a role is handed on only by whoever has been told so.
SELECT format('GRANT %I TO evertill_keeper WITH ADMIN OPTION', role_name)
  FROM evertill.module_logins ORDER BY 1 \gexec
