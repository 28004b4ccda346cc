-- Who did what, when, before and after. Entries are only ever added; each one carries the hash of
-- the one before, so that a changed or missing entry breaks the chain for everyone to see.

-- The head of each chain: a register's, or the shop's for what is done in the back office.
-- Whoever appends holds this row.
CREATE TABLE :schema.chains (
  tenant_id uuid NOT NULL,
  chain_id text NOT NULL,
  seq bigint NOT NULL CHECK (seq >= 0),
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (tenant_id, chain_id)
);

-- payload is the canonical JSON that is hashed; the other columns repeat it for searching.
CREATE TABLE :schema.entries (
  tenant_id uuid NOT NULL,
  chain_id text NOT NULL,
  seq bigint NOT NULL CHECK (seq >= 1),
  audit_log_id uuid NOT NULL,
  event_id uuid NOT NULL,
  action text NOT NULL,
  model_name text NOT NULL,
  object_id text NOT NULL,
  user_id uuid,
  reason text NOT NULL,
  data jsonb NOT NULL,
  payload text NOT NULL,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  occurred_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, chain_id, seq),
  UNIQUE (tenant_id, chain_id, previous_hash),
  UNIQUE (tenant_id, event_id),
  UNIQUE (tenant_id, audit_log_id),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES :schema.chains,
  CHECK (hash = encode(sha256(convert_to(previous_hash || payload, 'UTF8')), 'hex'))
);
CREATE INDEX entries_by_created_at ON :schema.entries
  (tenant_id, created_at, (lpad(seq::text, 16, '0') || chain_id));
CREATE INDEX entries_by_seq ON :schema.entries
  (tenant_id, seq, (lpad(seq::text, 16, '0') || chain_id));
CREATE INDEX entries_by_object ON :schema.entries (tenant_id, object_id);
CREATE INDEX entries_by_action ON :schema.entries (tenant_id, action);

-- Nobody changes these rows, not even their owner.
CREATE FUNCTION :schema.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE ON :schema.entries
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();

GRANT SELECT, INSERT ON :schema.chains, :schema.entries TO :role;
GRANT UPDATE (seq, hash) ON :schema.chains TO :role;
