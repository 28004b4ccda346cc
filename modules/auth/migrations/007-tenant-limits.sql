-- What an operator allows one shop instead of what everybody has: policy to [units, seconds]. It is
-- read with what is asked wherever a token or a key is read, so that no request costs more for it.
ALTER TABLE :schema.tenants ADD COLUMN limits jsonb NOT NULL DEFAULT '{}'
  CHECK (jsonb_typeof(limits) = 'object');
GRANT UPDATE (limits) ON :schema.tenants TO :role;

DROP FUNCTION :schema.standing(uuid, uuid);
CREATE FUNCTION :schema.standing(p_tenant uuid, p_user uuid)
RETURNS TABLE (tenant_status text, is_active boolean, token_version integer, limits jsonb)
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  RETURN QUERY
    SELECT t.status, u.is_active, u.token_version, t.limits
    FROM :schema.tenants t
    LEFT JOIN :schema.users u ON u.tenant_id = t.tenant_id AND u.user_id = p_user
    WHERE t.tenant_id = p_tenant;
END $$;

DROP FUNCTION :schema.find_api_key(text);
CREATE FUNCTION :schema.find_api_key(p_key_hash text)
RETURNS TABLE (
  tenant_id uuid, tenant_status text, api_key_id uuid, key_hash text, role text,
  capabilities text[], expires_at timestamptz, revoked_at timestamptz, limits jsonb
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
  EXECUTE format('SET LOCAL app.tenant_id = %L', v_tenant);
  RETURN QUERY
    SELECT k.tenant_id, t.status, k.api_key_id, k.key_hash, k.role, k.capabilities,
           k.expires_at, k.revoked_at, t.limits
    FROM :schema.api_keys k JOIN :schema.tenants t ON t.tenant_id = k.tenant_id
    WHERE k.tenant_id = v_tenant AND k.api_key_id = v_key;
END $$;
