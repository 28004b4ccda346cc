-- Whose key it is, by its hash: as before, but the tenant, which is only known on the way, is named
-- by SET LOCAL. That is what a distributed PostgreSQL passes on to the tenant's node.
CREATE OR REPLACE FUNCTION :schema.find_api_key(p_key_hash text)
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
  EXECUTE format('SET LOCAL app.tenant_id = %L', v_tenant);
  RETURN QUERY
    SELECT k.tenant_id, t.status, k.api_key_id, k.key_hash, k.role, k.capabilities,
           k.expires_at, k.revoked_at
    FROM :schema.api_keys k JOIN :schema.tenants t ON t.tenant_id = k.tenant_id
    WHERE k.tenant_id = v_tenant AND k.api_key_id = v_key;
END $$;
