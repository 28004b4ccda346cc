-- Staff, how far their roles may go, second factors, API keys, wrong attempts, operators.

-- Shops that were there before asked nobody for a second factor.
ALTER TABLE :schema.tenants ADD COLUMN mfa_policy text NOT NULL DEFAULT 'OPTIONAL'
  CHECK (mfa_policy IN ('OFF', 'OPTIONAL', 'MANAGERS'));
ALTER TABLE :schema.tenants ALTER COLUMN mfa_policy DROP DEFAULT;

-- body_hash: null for the first users of a shop, whose hash is the shop's.
-- token_version: a token that names another one is dead.
ALTER TABLE :schema.users
  ADD COLUMN address text NOT NULL DEFAULT '',
  ADD COLUMN last_login_at timestamptz,
  ADD COLUMN token_version integer NOT NULL DEFAULT 1 CHECK (token_version > 0),
  ADD COLUMN body_hash text;

CREATE INDEX users_by_role ON :schema.users (tenant_id, role) WHERE is_active;
CREATE INDEX refresh_families_by_user ON :schema.refresh_families (tenant_id, user_id);

-- No row: the defaults of the contract.
CREATE TABLE :schema.role_limits (
  tenant_id uuid NOT NULL REFERENCES :schema.tenants,
  role text NOT NULL CHECK (role IN ('manager', 'cashier')),
  discount_ppm_max integer NOT NULL CHECK (discount_ppm_max BETWEEN 0 AND 1000000),
  may_override_price boolean NOT NULL,
  may_refund_without_sale boolean NOT NULL,
  refund_minor_max bigint CHECK (refund_minor_max >= 0),
  may_void boolean NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, role)
);

-- The secret is sealed with a key that is not in the database. Not verified: not asked for.
CREATE TABLE :schema.totp_secrets (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  sealed_secret text NOT NULL,
  created_at timestamptz NOT NULL,
  verified_at timestamptz,
  -- The last half minute whose code was taken: no earlier one, and not it again.
  last_step bigint NOT NULL,
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES :schema.users
);

CREATE TABLE :schema.recovery_codes (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  code_hash text NOT NULL CHECK (code_hash ~ '^[0-9a-f]{64}$'),
  used_at timestamptz,
  PRIMARY KEY (tenant_id, user_id, code_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES :schema.totp_secrets
);

CREATE TABLE :schema.api_keys (
  tenant_id uuid NOT NULL REFERENCES :schema.tenants,
  api_key_id uuid NOT NULL,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'manager', 'cashier')),
  capabilities text[] NOT NULL,
  last_four text NOT NULL,
  key_hash text NOT NULL CHECK (key_hash ~ '^[0-9a-f]{64}$'),
  body_hash text NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (tenant_id, api_key_id)
);

-- Leads from a hashed key to its tenant, before any tenant is known.
CREATE TABLE :schema.api_key_index (
  key_hash text PRIMARY KEY CHECK (key_hash ~ '^[0-9a-f]{64}$'),
  tenant_id uuid NOT NULL,
  api_key_id uuid NOT NULL
);

-- Wrong passwords and codes, counted under the hash of a name, whether or not anybody has it.
CREATE TABLE :schema.login_attempts (
  name_hash text PRIMARY KEY CHECK (name_hash ~ '^[0-9a-f]{64}$'),
  failures integer NOT NULL CHECK (failures > 0),
  ends_at timestamptz NOT NULL
);
CREATE INDEX login_attempts_by_end ON :schema.login_attempts (ends_at);

-- The lock-outs that were told, each once.
CREATE TABLE :schema.lockouts (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  name_hash text NOT NULL,
  ends_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, user_id, name_hash, ends_at),
  FOREIGN KEY (tenant_id, user_id) REFERENCES :schema.users
);

-- Those who run the platform. They belong to no shop.
CREATE TABLE :schema.operators (
  operator_id uuid PRIMARY KEY,
  email text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  is_password_spent boolean NOT NULL,
  created_at timestamptz NOT NULL
);

GRANT UPDATE (name, time_zone, status, mfa_policy) ON :schema.tenants TO :role;
GRANT UPDATE (client_name, phone_number, email, address, password_hash, role, is_active,
  last_login_at, token_version) ON :schema.users TO :role;
GRANT DELETE ON :schema.login_index, :schema.refresh_families, :schema.refresh_tokens TO :role;
GRANT SELECT, INSERT, UPDATE ON :schema.role_limits TO :role;
GRANT SELECT, INSERT, UPDATE, DELETE ON :schema.totp_secrets, :schema.recovery_codes TO :role;
GRANT SELECT, INSERT ON :schema.api_keys, :schema.api_key_index, :schema.lockouts TO :role;
GRANT UPDATE (revoked_at) ON :schema.api_keys TO :role;
GRANT SELECT, INSERT, UPDATE, DELETE ON :schema.login_attempts TO :role;
GRANT SELECT, INSERT, UPDATE ON :schema.operators TO :role;

-- Whether somebody may come in: one row, asked in one round trip wherever a token is read.
CREATE FUNCTION :schema.standing(p_tenant uuid, p_user uuid)
RETURNS TABLE (tenant_status text, is_active boolean, token_version integer)
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  RETURN QUERY
    SELECT t.status, u.is_active, u.token_version
    FROM :schema.tenants t
    LEFT JOIN :schema.users u ON u.tenant_id = t.tenant_id AND u.user_id = p_user
    WHERE t.tenant_id = p_tenant;
END $$;

-- Whose key it is, by its hash.
CREATE FUNCTION :schema.find_api_key(p_key_hash text)
RETURNS TABLE (
  tenant_id uuid, tenant_status text, api_key_id uuid, key_hash text, role text,
  capabilities text[], expires_at timestamptz, revoked_at timestamptz
)
LANGUAGE plpgsql SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid;
  v_key uuid;
BEGIN
  SELECT i.tenant_id, i.api_key_id INTO v_tenant, v_key
  FROM :schema.api_key_index i WHERE i.key_hash = p_key_hash;
  IF v_tenant IS NULL THEN RETURN; END IF;
  PERFORM set_config('app.tenant_id', v_tenant::text, true);
  RETURN QUERY
    SELECT k.tenant_id, t.status, k.api_key_id, k.key_hash, k.role, k.capabilities,
           k.expires_at, k.revoked_at
    FROM :schema.api_keys k JOIN :schema.tenants t ON t.tenant_id = k.tenant_id
    WHERE k.tenant_id = v_tenant AND k.api_key_id = v_key;
END $$;
