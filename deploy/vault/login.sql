-- A log-in that Vault lends to a module: creation_statements of its database engine. In place of
-- :role stands the role of the module, of evertill.module_logins. It may do what that role may, acts
-- as it, and is bound by the same limits, which a role does not inherit.
CREATE ROLE "{{name}}" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE INHERIT
  PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE ":role";
ALTER ROLE "{{name}}" SET role = ":role";
ALTER ROLE "{{name}}" SET statement_timeout = '60s';
ALTER ROLE "{{name}}" SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE "{{name}}" SET lock_timeout = '10s';
ALTER ROLE "{{name}}" SET synchronous_commit = 'on';
ALTER ROLE "{{name}}" SET search_path = ''
