-- A database that was put back from a backup lives on from an earlier moment: what registers have
-- read of the later ones is no place in it. Only a restore writes here; cursors carry the timeline.
CREATE TABLE :schema.timelines (
  tenant_id uuid PRIMARY KEY,
  timeline uuid NOT NULL
);
GRANT SELECT ON :schema.timelines TO :role;
