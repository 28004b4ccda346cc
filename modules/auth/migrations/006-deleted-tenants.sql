-- That a shop was deleted, and how much of it: nothing else of it is left to say so. Written by the
-- owner of the database alone; no name and no person in it.
CREATE TABLE :schema.deleted_tenants (
  tenant_id uuid NOT NULL,
  deleted_at timestamptz NOT NULL,
  rows_deleted bigint NOT NULL CHECK (rows_deleted > 0),
  -- SHA-256 of the name it was confirmed by.
  name_hash text NOT NULL CHECK (name_hash ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (tenant_id, deleted_at)
);
GRANT SELECT ON :schema.deleted_tenants TO :role;
