-- What Vault does to a log-in that has come to its end: revocation_statements of its database engine.
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}';
DROP ROLE IF EXISTS "{{name}}"
