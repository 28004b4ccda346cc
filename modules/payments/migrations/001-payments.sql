-- Payments: every attempt to collect money through a provider. An attempt is saved before anything
-- is sent, so that whatever comes back finds it.

CREATE TABLE :schema.attempts (
  tenant_id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  order_id uuid NOT NULL,
  provider text NOT NULL,
  method text NOT NULL,
  account text NOT NULL,
  currency text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  status text NOT NULL CHECK (status IN ('SAVED', 'PENDING', 'UNKNOWN', 'SUCCEEDED', 'FAILED')),
  failure_code text,
  provider_reference text,
  body_hash text NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  -- When somebody asks the provider next, while nothing is settled.
  check_at timestamptz,
  PRIMARY KEY (tenant_id, attempt_id),
  CHECK ((status IN ('SUCCEEDED', 'FAILED')) = (check_at IS NULL)),
  CHECK (status <> 'SUCCEEDED' OR provider_reference IS NOT NULL)
);
CREATE INDEX attempts_order ON :schema.attempts (tenant_id, order_id);
CREATE INDEX attempts_created ON :schema.attempts (tenant_id, created_at, attempt_id);
CREATE INDEX attempts_to_check ON :schema.attempts (tenant_id, check_at)
  WHERE check_at IS NOT NULL;

-- The one row that all attempts of an order meet on: together they never ask for more than it owes.
CREATE TABLE :schema.collections (
  tenant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, order_id)
);

-- What the simulator has on its books. It stands for a service outside: nothing else reads it.
CREATE TABLE :schema.simulated_charges (
  tenant_id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  scenario text NOT NULL,
  amount_minor bigint NOT NULL,
  settles_at timestamptz,
  PRIMARY KEY (tenant_id, attempt_id)
);

GRANT SELECT, INSERT, UPDATE ON :schema.attempts TO :role;
GRANT SELECT, INSERT, UPDATE ON :schema.collections TO :role;
GRANT SELECT, INSERT ON :schema.simulated_charges TO :role;
