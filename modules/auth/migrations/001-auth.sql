-- Tenants, their users, and the families of refresh tokens. Nothing here holds a password or a
-- token: only what is needed to recognise one.

-- The list of tenants itself, which must be readable before any tenant is known.
CREATE TABLE :schema.tenants (
  tenant_id uuid PRIMARY KEY,
  name text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  time_zone text NOT NULL,
  status text NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED')),
  body_hash text NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE :schema.users (
  tenant_id uuid NOT NULL REFERENCES :schema.tenants,
  user_id uuid NOT NULL,
  client_name text NOT NULL,
  phone_number text NOT NULL,
  email text,
  password_hash text NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'manager', 'cashier')),
  is_active boolean NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, user_id),
  CONSTRAINT users_phone_number_key UNIQUE (tenant_id, phone_number),
  CONSTRAINT users_email_key UNIQUE (tenant_id, email)
);

-- Leads from a hashed phone number or e-mail to the users that have it, in whatever tenant. A
-- reference table on a cluster, so it has no foreign key to a distributed one.
CREATE TABLE :schema.login_index (
  identifier_hash text NOT NULL CHECK (identifier_hash ~ '^[0-9a-f]{64}$'),
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  PRIMARY KEY (identifier_hash, tenant_id)
);

CREATE TABLE :schema.refresh_families (
  tenant_id uuid NOT NULL,
  family_id uuid NOT NULL,
  user_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (tenant_id, family_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES :schema.users
);

CREATE TABLE :schema.refresh_tokens (
  tenant_id uuid NOT NULL,
  token_id uuid NOT NULL,
  family_id uuid NOT NULL,
  user_id uuid NOT NULL,
  token_hash text NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  replaced_by uuid,
  PRIMARY KEY (tenant_id, token_id),
  FOREIGN KEY (tenant_id, family_id) REFERENCES :schema.refresh_families,
  FOREIGN KEY (tenant_id, user_id) REFERENCES :schema.users,
  CHECK (replaced_by IS NULL OR used_at IS NOT NULL)
);
CREATE INDEX refresh_tokens_by_family ON :schema.refresh_tokens (tenant_id, family_id);
-- A family has at most one token that was not used yet.
CREATE UNIQUE INDEX refresh_tokens_one_unused ON :schema.refresh_tokens (tenant_id, family_id)
  WHERE used_at IS NULL;

GRANT SELECT, INSERT ON :schema.tenants, :schema.login_index, :schema.users TO :role;
GRANT SELECT, INSERT ON :schema.refresh_families, :schema.refresh_tokens TO :role;
GRANT UPDATE (revoked_at) ON :schema.refresh_families TO :role;
GRANT UPDATE (used_at, replaced_by) ON :schema.refresh_tokens TO :role;
