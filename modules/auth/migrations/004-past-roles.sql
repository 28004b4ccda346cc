-- What somebody was before: a till that was offline says who let something pass, and that is judged
-- by what they were then.
CREATE TABLE :schema.past_roles (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  -- Until when it held.
  ended_at timestamptz NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'manager', 'cashier')),
  is_active boolean NOT NULL,
  PRIMARY KEY (tenant_id, user_id, ended_at),
  FOREIGN KEY (tenant_id, user_id) REFERENCES :schema.users
);
GRANT SELECT, INSERT ON :schema.past_roles TO :role;

-- Of cash that is paid out of a drawer; null where there is no limit.
ALTER TABLE :schema.role_limits
  ADD COLUMN pay_out_minor_max bigint CHECK (pay_out_minor_max >= 0);
