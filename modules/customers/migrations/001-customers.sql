-- Customers: what names a person is sealed under a key of that person's own, which is sealed under
-- the shop's key, which is sealed under a key that is not in this database. To destroy the small
-- key in the middle is to forget the person.

CREATE TABLE :schema.tenant_keys (
  tenant_id uuid PRIMARY KEY,
  sealed_key text NOT NULL,
  created_at timestamptz NOT NULL,
  rewrapped_at timestamptz
);

CREATE TABLE :schema.customers (
  tenant_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  sealed_name bytea,
  sealed_email bytea,
  sealed_phone bytea,
  sealed_address bytea,
  sealed_description bytea,
  marketing_opt_in boolean NOT NULL,
  marketing_channels text[] NOT NULL,
  consent_timestamp timestamptz,
  -- A keyed hash of the request that made the customer; empty once the customer is forgotten.
  body_mark text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  -- When the last edit was made, where it was made: an older one may not undo it.
  edited_at timestamptz NOT NULL,
  archived_at timestamptz,
  erased_at timestamptz,
  PRIMARY KEY (tenant_id, customer_id),
  CHECK (erased_at IS NOT NULL OR sealed_name IS NOT NULL),
  CHECK (erased_at IS NULL OR body_mark = '' AND NOT marketing_opt_in AND num_nonnulls(
    sealed_name, sealed_email, sealed_phone, sealed_address, sealed_description) = 0)
);
CREATE INDEX customers_created ON :schema.customers (tenant_id, created_at, customer_id);

CREATE TABLE :schema.subject_keys (
  tenant_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  sealed_key bytea NOT NULL,
  PRIMARY KEY (tenant_id, customer_id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES :schema.customers
);

-- Keyed hashes of what a customer is looked up by. They exist for living customers alone.
CREATE TABLE :schema.blind_index (
  tenant_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('phone', 'email', 'name')),
  mark bytea NOT NULL,
  PRIMARY KEY (tenant_id, kind, mark, customer_id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES :schema.customers
);
CREATE UNIQUE INDEX blind_index_phone ON :schema.blind_index (tenant_id, mark)
  WHERE kind = 'phone';
CREATE UNIQUE INDEX blind_index_email ON :schema.blind_index (tenant_id, mark)
  WHERE kind = 'email';
CREATE INDEX blind_index_customer ON :schema.blind_index (tenant_id, customer_id);

CREATE TABLE :schema.consents (
  tenant_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  consent_number integer NOT NULL CHECK (consent_number > 0),
  marketing_opt_in boolean NOT NULL,
  marketing_channels text[] NOT NULL,
  source text NOT NULL
    CHECK (source IN ('API', 'REGISTER', 'CHECKOUT', 'IDENTIFIED', 'ERASURE')),
  recorded_by uuid,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, customer_id, consent_number),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES :schema.customers
);

CREATE TABLE :schema.anonymous_profiles (
  tenant_id uuid NOT NULL,
  anonymous_customer_id uuid NOT NULL,
  customer_id uuid,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  visit_count integer NOT NULL CHECK (visit_count >= 0),
  -- The checkout that was counted last, so that the same one is counted once.
  last_visit_id uuid,
  body_hash text NOT NULL,
  identified_at timestamptz,
  -- A keyed hash of what was said when it was identified.
  identified_mark text NOT NULL DEFAULT '',
  removed_at timestamptz,
  PRIMARY KEY (tenant_id, anonymous_customer_id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES :schema.customers,
  CHECK ((customer_id IS NULL) = (identified_at IS NULL)),
  CHECK (first_seen <= last_seen)
);
CREATE INDEX anonymous_profiles_seen
  ON :schema.anonymous_profiles (tenant_id, last_seen, anonymous_customer_id);
CREATE INDEX anonymous_profiles_customer ON :schema.anonymous_profiles (tenant_id, customer_id);

-- What became of each operation of a register's queue that speaks of a customer.
CREATE TABLE :schema.settled_operations (
  tenant_id uuid NOT NULL,
  operation_id uuid NOT NULL,
  customer_id uuid,
  -- Empty when it was done.
  code text NOT NULL,
  detail text NOT NULL,
  mark text NOT NULL,
  -- Made with the customer's own key: it means nothing once that is destroyed.
  is_subject_mark boolean NOT NULL,
  settled_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, operation_id)
);

GRANT SELECT, INSERT, UPDATE ON :schema.tenant_keys, :schema.customers,
  :schema.anonymous_profiles TO :role;
GRANT SELECT, INSERT, DELETE ON :schema.subject_keys, :schema.blind_index TO :role;
GRANT SELECT, INSERT ON :schema.consents, :schema.settled_operations TO :role;

CREATE FUNCTION :schema.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION '%.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER consents_are_facts BEFORE UPDATE OR DELETE ON :schema.consents
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
CREATE TRIGGER settled_operations_are_facts BEFORE UPDATE OR DELETE
  ON :schema.settled_operations FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();

-- Forgets a customer: what is sealed, the key to it, everything they could be found by. It needs no
-- key to do so. False when there is nobody, or nobody any more.
CREATE FUNCTION :schema.erase_customer(
  p_tenant uuid, p_customer uuid, p_by uuid, p_at timestamptz
) RETURNS boolean
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  UPDATE :schema.customers c
  SET sealed_name = NULL, sealed_email = NULL, sealed_phone = NULL, sealed_address = NULL,
      sealed_description = NULL, marketing_opt_in = false, marketing_channels = '{}',
      consent_timestamp = p_at, body_mark = '', updated_at = p_at, edited_at = p_at,
      erased_at = p_at
  WHERE c.tenant_id = p_tenant AND c.customer_id = p_customer AND c.erased_at IS NULL;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM :schema.subject_keys k WHERE k.tenant_id = p_tenant AND k.customer_id = p_customer;
  DELETE FROM :schema.blind_index b WHERE b.tenant_id = p_tenant AND b.customer_id = p_customer;
  UPDATE :schema.anonymous_profiles a SET identified_mark = ''
  WHERE a.tenant_id = p_tenant AND a.customer_id = p_customer;
  INSERT INTO :schema.consents (
    tenant_id, customer_id, consent_number, marketing_opt_in, marketing_channels, source,
    recorded_by, occurred_at, recorded_at)
  SELECT p_tenant, p_customer, coalesce(max(h.consent_number), 0) + 1, false, '{}', 'ERASURE',
         p_by, p_at, p_at
  FROM :schema.consents h WHERE h.tenant_id = p_tenant AND h.customer_id = p_customer;
  RETURN true;
END $$;
