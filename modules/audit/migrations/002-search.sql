-- Searching the log by who did it, and by what it was done to.
CREATE INDEX entries_by_user ON :schema.entries (tenant_id, user_id, created_at);
CREATE INDEX entries_by_model ON :schema.entries (tenant_id, model_name, created_at);
